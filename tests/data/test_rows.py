import json
import lzma

import pytest

from coursepkg.data import rows
from coursepkg.data.rows import Row, read_rows

GOOD = [
    {"text": "a\u2028b\u0085c\r\n", "label": "java", "file": "java/0.txt"},
    {"text": "", "label": "csharp"},
]


def lines(values):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in values).encode()


def read(path):
    return read_rows(path, "text", "label", ("csharp", "java"))


@pytest.mark.parametrize("end", [b"\n", b""], ids=["ended", "open"])
@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.xz"])
def test_rows_plain_and_compressed(tmp_path, name, end):
    content = lines(GOOD).removesuffix(b"\n") + end
    (tmp_path / name).write_bytes(lzma.compress(content) if name.endswith("xz") else content)
    assert read(tmp_path / name) == [Row("a\u2028b\u0085c\r\n", 1), Row("", 0)]


@pytest.mark.parametrize(
    "line",
    [
        b"<html>",
        b"",
        b"[]",
        b"null",
        b'{"text": "a"}',
        b'{"label": "java"}',
        b'{"text": 3, "label": "java"}',
        b'{"text": "a", "label": "ruby"}',
        b'{"text": "a", "label": ["java"]}',
        b'{"text": "a", "label": "java"',
        b"[" * 100_000,
    ],
)
def test_a_line_that_is_no_row(tmp_path, line):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(lines(GOOD) + line + b"\n" + lines(GOOD))
    with pytest.raises(ValueError, match=r"line 3 of .*rows.jsonl should be a JSON object"):
        read(path)


def test_an_empty_file(tmp_path):
    (tmp_path / "rows.jsonl").touch()
    with pytest.raises(ValueError, match=r"rows.jsonl is empty; expected one line an example"):
        read(tmp_path / "rows.jsonl")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.jsonl.xz", lzma.compress(lines(GOOD))[:-10]),
        ("page.jsonl.xz", b"<html>404</html>"),
        ("bytes.jsonl", b'{"text": "\xff"}'),
    ],
)
def test_a_damaged_file(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=f"{name} is damaged .*; remove it"):
        read(tmp_path / name)


def test_a_small_file_that_unpacks_to_a_large_one(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "MOST_BYTES", 1_000)
    path = tmp_path / "rows.jsonl.xz"
    path.write_bytes(lzma.compress(lines(GOOD) * 100))
    with pytest.raises(ValueError, match="holds more than 1,000 bytes"):
        read(path)
