"""Questions about programming in C#, Java, JavaScript and Python, with one tag each.

What it is:
    8,000 training and 8,000 test questions, 2,000 of each tag in either part, which the
    authors of the TensorFlow tutorials chose. They are in lower case, with full stops for line
    ends, and "blank" for the name of a question's own language.
Terms:
    Creative Commons BY-SA: name the source, pass on under the same terms.
Files:
    The archive has a file for each question, such as `train/python/0.txt`. Here a question is
    a line, `{"file": "python/0.txt", "label": "python", "text": …}`, ordered by tag and
    number. Nobody has published a hash of the archive; those of the two files decide.
Cleaning:
    By the rules for all sets nothing has to leave.
Parts:
    The official test part stays as it is. Validation rows are drawn from the training part by
    a seeded rule, class by class: 6,800 train and 1,200 validate.
"""

import re
from operator import itemgetter

from .data_set import DataFile, DataSet, Download
from .files import json_lines, read_texts

TAGS = ("csharp", "java", "javascript", "python")
QUESTION = re.compile(rf"(train|test)/({'|'.join(TAGS)})/(\d{{1,4}})\.txt")


def convert(archive):
    """Return the two parts of the archive, a dictionary from part to bytes."""
    rows = {"train": [], "test": []}
    for name, text in read_texts(archive, QUESTION).items():
        part, tag, number = QUESTION.fullmatch(name).groups()
        row = {"file": f"{tag}/{number}.txt", "label": tag, "text": text}
        rows[part].append((tag, int(number), row))
    ordered = {part: sorted(rows[part], key=itemgetter(0, 1)) for part in rows}
    return {part: json_lines(row for *_, row in ordered[part]) for part in rows}


SET = DataSet(
    name="stack_overflow",
    title="16,000 Stack Overflow questions of the TensorFlow tutorials",
    makers="the people who asked, chosen by the TensorFlow authors",
    terms="CC BY-SA: name the source, pass on under the same terms",
    files={
        "train": DataFile(
            "stack_overflow_train.jsonl",
            rows=8_000,
            size=9_786_980,
            sha256="7aa68e60a4faecc2e12befaf11f13995da1141e113c6db743fb0d671ae2718f0",
        ),
        "test": DataFile(
            "stack_overflow_test.jsonl",
            rows=8_000,
            size=9_464_826,
            sha256="deb4d15c3a0289c554920a9d6d7a981d5e49db85f2c0c23473f0c1c4cd48ddcd",
        ),
    },
    download=Download(
        "https://storage.googleapis.com/download.tensorflow.org/data/stack_overflow_16k.tar.gz",
        sha256=None,
        most_bytes=50_000_000,
        first_bytes=b"\x1f\x8b",
    ),
    convert=convert,
    noun="question",
    labels=TAGS,
    class_names=TAGS,
)
