"""What is handed in: whole, damaged, dangerous, and how it is named."""

import io
import json
import os
import tracemalloc
import zipfile

import numpy as np
import pytest
from small_class import RIGHT, notebook

from classroom.submissions import (
    LARGEST,
    SubmissionError,
    cells_of,
    find_submissions,
    read_file,
)

METHODS = {
    "stored": zipfile.ZIP_STORED,
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "LZMA": zipfile.ZIP_LZMA,
}


def zipped(method="deflate", **members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", METHODS[method]) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


STRIPPED = json.dumps({"cells": [{"cell_type": "code", "source": [RIGHT[:40], RIGHT[40:]]}]})
GOOD = {
    "a notebook": ("a.ipynb", notebook(RIGHT)),
    "a script": ("a.py", RIGHT),
    "without metadata": ("a.ipynb", STRIPPED),
    "with a byte order mark": ("a.ipynb", "\ufeff" + STRIPPED),
    "UTF-16": ("a.ipynb", STRIPPED.encode("utf-16")),
    "CRLF": ("a.py", RIGHT.replace("\n", "\r\n")),
    "capitals": ("A.IPYNB", STRIPPED),
    "a zip": ("a.zip", zipped(**{"work/a.ipynb": STRIPPED, "notes.txt": "x"})),
    "a zip of macOS": ("a.zip", zipped(**{"A.IPYNB": STRIPPED, "__MACOSX/._A.IPYNB": "x"})),
    "a zip with checkpoints": (
        "a.zip",
        zipped(**{"a/a.ipynb": STRIPPED, "a/.ipynb_checkpoints/a-checkpoint.ipynb": "x"}),
    ),
    "a zip with a helper and settings": (
        "a.zip",
        zipped(**{"a.ipynb": STRIPPED, "b.py": "x", "settings.json": "x"}),
    ),
    "a zip with a download in it": ("a.ZIP", zipped(**{"a.ipynb.txt": STRIPPED})),
    "as a browser saves it": ("a.ipynb.txt", STRIPPED),
    "as another saves it": ("a.ipynb.json", STRIPPED),
    "as JSON": ("a.json", STRIPPED),
    "a script as text": ("a.py.txt", RIGHT),
    "format 3": (
        "a.ipynb",
        json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": [RIGHT]}]}]}),
    ),
    "odd cells": (
        "a.ipynb",
        json.dumps(
            {
                "cells": [
                    5,
                    None,
                    {},
                    {"cell_type": "code", "source": 7},
                    {"cell_type": "markdown", "source": "double = 3"},
                    {"cell_type": "code", "source": [RIGHT, 5, None]},
                ]
            }
        ),
    ),
    "ids that are the same, and a foreign kernel": (
        "a.ipynb",
        notebook("x = 1", RIGHT, metadata={"kernelspec": {"name": "../../bin/sh"}}),
    ),
}
BAD = {
    "nothing": ("a.ipynb", "", "not JSON"),
    "no JSON": ("a.ipynb", "<html>", "not JSON"),
    "a deep nest": ("a.ipynb", "[" * 10**6, "not JSON"),
    "cut off": ("a.ipynb", notebook(RIGHT)[:-5], "not JSON"),
    "a list": ("a.ipynb", "[]", "no list of cells"),
    "the old format, empty": ("a.ipynb", '{"worksheets": []}', "no list of cells"),
    "no code": ("a.ipynb", '{"cells": []}', "no cell with code"),
    "Latin-1": ("a.py", "# Z\u00fcrich".encode("latin-1"), "not UTF-8"),
    "many cells": ("a.ipynb", notebook(*["x"] * 6000), "5,000 are the most"),
    "no zip": ("a.zip", "PK", "damaged"),
    "a zip that leads out": ("a.zip", zipped(**{"../a.py": RIGHT}), "leads out"),
    "a zip from the root": ("a.zip", zipped(**{"/a.py": RIGHT}), "leads out"),
    "a zip for Windows": ("a.zip", zipped(**{"C:\\a.py": RIGHT}), "leads out"),
    "a zip of two": ("a.zip", zipped(**{"a.py": RIGHT, "b.py": RIGHT}), "2 notebooks"),
    "an empty zip": ("a.zip", zipped(), "0 notebooks"),
    **{
        f"a bomb of {method}": (
            "a.zip",
            zipped(method, **{"a.py": b"#" * (LARGEST + 1)}),
            "larger than 20 MB" if method in ("stored", "deflate") else "pack it by deflate",
        )
        for method in METHODS
    },
    "a page": ("a.ipynb.html", "<html>", "no notebook"),
    "another archive": ("a.ipynb.gz", "x", "no notebook"),
    "no ending": ("gru", "x", "no notebook"),
    "text": ("notes.txt", "x", "no notebook"),
    "a zip in a zip": ("a.zip", zipped(**{"a.zip": zipped()}), "0 notebooks"),
}


@pytest.mark.parametrize("name", GOOD)
def test_good(graded, name):
    file, content = GOOD[name]
    assert graded(content, file).total == 5


@pytest.mark.parametrize("name", BAD)
def test_bad(graded, handed_in, name, tmp_path):
    file, content, words = BAD[name]
    handed_in("z.py", RIGHT)  # with nothing else there, nothing would be graded
    row = graded(content, file)
    assert row.total == 0
    assert words in row.error
    assert not (tmp_path / "a.py").exists()


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_zip_is_one_learners_trouble(method):
    """Bits flipped anywhere: the code comes out, or an error that belongs to its row."""
    rng = np.random.default_rng(17)
    whole = np.frombuffer(zipped(method, **{"a.py": RIGHT * 20}), np.uint8)
    refused = 0
    for _ in range(300):
        damaged = whole.copy()
        damaged[rng.integers(len(whole), size=3)] ^= rng.integers(1, 256, 3).astype(np.uint8)
        try:
            cells_of("a.zip", damaged.tobytes())
        except SubmissionError:
            refused += 1
    assert refused > 200


def test_a_bomb_is_not_unpacked_whole():
    """A kilobyte of bzip2 may unpack to a gigabyte, and all at once."""
    for method in METHODS.keys() - {"stored"}:
        bomb = zipped(method, **{"a.py": b"#" * (3 * LARGEST)})
        tracemalloc.start()
        with pytest.raises(SubmissionError, match=r"larger than 20 MB|pack it by deflate"):
            cells_of("a.zip", bomb)
        assert tracemalloc.get_traced_memory()[1] < 2.5 * LARGEST, method
        tracemalloc.stop()


def test_fifty_megabytes(graded):
    row = graded(b'{"cells": [' + b" " * 50 * 2**20, "a.ipynb")
    assert "larger than 20 MB: hand it in without its outputs" in row.error


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(SubmissionError, match="cannot be read: No such file"):
        read_file(tmp_path / "a.py")


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("y", "cell `y`"),
        ("%%time\n# mine\n\ndef f(x):\n    return x", "cell `def f(x):`"),
        ("# only this", "cell `# only this`"),
        ("", "cell ``"),
        ("s = '`\0\ud800" + "x" * 99, "cell `s = '" + "x" * 35 + "…`"),
    ],
)
def test_a_cell_is_called_by_its_first_line(source, label):
    assert cells_of("a.ipynb", notebook(source)) == [(label, source)]


NAMES = {
    "lovelaceada_4711_90210_gru.ipynb": ("lovelaceada", "4711"),
    "lovelaceada_LATE_4711_90210_my gru-1.ipynb": ("lovelaceada", "4711"),
    "Ada Lovelace_4711_assignsubmission_file_/gru.ipynb": ("Ada Lovelace", "4711"),
    "Ada Lovelace_4711_assignsubmission_file/gru.ipynb": ("Ada Lovelace", "4711"),
    "Ada Lovelace_4711_assignsubmission_file_my_gru.ipynb": ("Ada Lovelace", "4711"),
    "Ada Lovelace_4711_assignsubmission_file/Bob_1_assignsubmission_file_/x_2_3_y.ipynb": (
        "Ada Lovelace",
        "4711",
    ),
    "GRU-4711/Ada Lovelace_4711_assignsubmission_file/part 1/gru.ipynb": (
        "Ada Lovelace",
        "4711",
    ),
    "submissions/lovelaceada_late_4711_90210_gru.ipynb": ("lovelaceada", "4711"),
    "lovelaceada_late_4711_90211_gru.ipynb": ("lovelaceada", "4711"),
    "smith_jonesann_LATE_4711_90210_gru.ipynb": ("smith_jonesann", "4711"),
    "smith_jonesann_4711_90210_7_8_gru_1_2_x.ipynb": ("smith_jonesann", "4711"),
    "anon_x7Bq2_90210_gru.ipynb": ("anon_x7Bq2_90210_gru", ""),
    "Copy of gru.ipynb": ("Copy of gru", ""),
    "ada/gru.py": ("ada/gru", ""),
}


def test_names(handed_in):
    for name in NAMES:
        handed_in(name, RIGHT)
    learners = {s.name: (s.learner, s.id) for s in find_submissions(handed_in.folder)}
    assert learners == NAMES


def test_two_files_never_share_a_name(handed_in):
    """Names in Latin-1, as old zips unpack to, and names that look like our escapes."""
    ours = [b"M\xfcller.py", b"M\xf6ller.py", b"M\\xfcller.py", "M\ufffdller.py".encode()]
    ours += ["Müller.py".encode(), b"M\\\\xfcller.py", b"_4711_1_x.py"]
    for name in ours:
        handed_in(os.fsdecode(name), RIGHT)
    names = [submission.name for submission in find_submissions(handed_in.folder)]
    assert len(set(names)) == len(names) == len(ours)
    assert {"Müller.py", r"M\xfcller.py"} <= set(names)


def test_what_gets_a_row(handed_in, tmp_path):
    handed_in("a.py", RIGHT)
    handed_in("essay.pdf", "x")
    for name in (".ipynb_checkpoints/a-checkpoint.ipynb", "__MACOSX/._a.ipynb", ".DS_Store"):
        handed_in(name, "x")
    (tmp_path / "elsewhere.py").write_text(RIGHT)
    (handed_in.folder / "link.py").symlink_to(tmp_path / "elsewhere.py")
    os.mkfifo(handed_in.folder / "pipe.ipynb")
    submissions = find_submissions(handed_in.folder)
    assert [s.name for s in submissions] == ["a.py", "essay.pdf", "link.py", "pipe.ipynb"]
    for one, words in zip(
        submissions[1:], ["no notebook", "cannot be read", "JSON"], strict=True
    ):
        with pytest.raises(SubmissionError, match=words):
            cells_of(one.name, read_file(one.path))


@pytest.mark.parametrize(
    ("folder", "words"), [("nowhere", "not a folder"), (".", "no notebook")]
)
def test_nothing_to_grade(handed_in, folder, words):
    with pytest.raises(ValueError, match=words):
        find_submissions(handed_in.folder / folder)
