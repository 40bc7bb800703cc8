import hashlib
import lzma
import os

import pytest

from coursepkg.data.folders import check, checked_in
from coursepkg.data.registry import DataError, DataFile

CONTENT = b'{"text": "one"}\n'
FILE = DataFile("some.jsonl", 1, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def test_plain_and_compressed(tmp_path):
    assert checked_in(tmp_path, {"all": FILE}) is None
    compressed = tmp_path / "some.jsonl.xz"
    compressed.write_bytes(lzma.compress(CONTENT))
    assert checked_in(tmp_path, {"all": FILE}) == {"all": compressed}
    plain = tmp_path / "some.jsonl"
    plain.write_bytes(CONTENT)
    assert checked_in(tmp_path, {"all": FILE}) == {"all": plain}


def test_a_change_is_seen_even_after_a_good_check(tmp_path):
    path = tmp_path / "some.jsonl"
    path.write_bytes(CONTENT)
    check(path, FILE)
    path.write_bytes(CONTENT.replace(b"one", b"two"))
    os.utime(path, (0, 0))  # the clock of the disk may be coarser than this test is fast
    with pytest.raises(DataError, match="is not the file it should be"):
        check(path, FILE)


def test_a_bomb_is_not_unpacked(tmp_path):
    """Only one byte more than expected is read, which the hash in the message shows."""
    path = tmp_path / "some.jsonl.xz"
    path.write_bytes(lzma.compress(bytes(10**7)))
    start = hashlib.sha256(bytes(len(CONTENT) + 1)).hexdigest()
    with pytest.raises(DataError, match=f"found {start}"):
        check(path, FILE)


@pytest.mark.parametrize("content", [b"", b"no xz", lzma.compress(CONTENT)[:-5]])
def test_what_is_no_xz(tmp_path, content):
    path = tmp_path / "some.jsonl.xz"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read"):
        check(path, FILE)


def test_a_folder_of_that_name(tmp_path):
    (tmp_path / "some.jsonl").mkdir()
    assert checked_in(tmp_path, {"all": FILE}) is None
