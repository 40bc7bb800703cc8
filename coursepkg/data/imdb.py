"""Film reviews of the Internet Movie Database, half of them positive and half negative.

What it is:
    25,000 training and 25,000 test reviews, 12,500 of each class in either part: the "Large
    Movie Review Dataset", version 1.0, of Andrew Maas and colleagues (2011). A negative review
    gave at most 4 stars out of 10, a positive one at least 7.
Terms:
    No licence is stated, and the makers ask to be cited. The reviews belong to those who wrote
    them: for your own study.
Files:
    The makers' archive has a file for each review: `aclImdb/train/pos/0_9.txt` is positive
    review 0 of the training part, with 9 stars. Here a review is a line, `{"id": 0, "label":
    1, "rating": 9, "text": …}`, negative ones first, each class in the order of its numbers.
Cleaning:
    Of the training rows, 96 are duplicates, and 123 have a text of the test part: they leave.
Parts:
    The official test part stays as it is. Validation rows are drawn from the training part by
    a seeded rule, class by class.
"""

import re
from operator import itemgetter

from .data_set import DataFile, DataSet, Download
from .files import json_lines, read_texts

REVIEW = re.compile(r"aclImdb/(train|test)/(neg|pos)/(\d{1,5})_(\d{1,2})\.txt")


def convert(archive):
    """Return the two parts of the makers' archive, a dictionary from part to bytes."""
    rows = {"train": [], "test": []}
    for name, text in read_texts(archive, REVIEW).items():
        part, label, number, rating = REVIEW.fullmatch(name).groups()
        row = {"id": int(number), "label": int(label == "pos"), "rating": int(rating)}
        rows[part].append({**row, "text": text})
    return {
        part: json_lines(sorted(rows[part], key=itemgetter("label", "id"))) for part in rows
    }


SET = DataSet(
    name="imdb",
    title="Large Movie Review Dataset 1.0",
    makers="Maas et al. (2011)",
    terms="no licence stated: for your own study, not to be passed on",
    files={
        "train": DataFile(
            "imdb_train.jsonl",
            rows=25_000,
            size=34_456_238,
            sha256="22c931623e67f3bdcd9935d0f5b568164a104a1bae7e7451e870d4257788cc66",
        ),
        "test": DataFile(
            "imdb_test.jsonl",
            rows=25_000,
            size=33_674_569,
            sha256="bde59eb478b67f8646a76a95df08894faacb9eafa38ab43300f53ff33baae0a5",
        ),
    },
    download=Download(
        "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
        sha256="c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
        most_bytes=84_125_825,
        first_bytes=b"\x1f\x8b",
    ),
    convert=convert,
    noun="review",
    class_names=("negative", "positive"),
    former_files=("imdb_train_from_package.jsonl",),
)
