"""Small made-up sets in the layouts of the makers, and the files that should come of them."""

import gzip
import hashlib
import io
import json
import tarfile
from dataclasses import dataclass, replace

from coursepkg.data import registry
from coursepkg.data.data_set import DataFile, DataSet

# Letters beyond ASCII, line separators inside a line, quotes, blanks at the ends.
TEXTS = ("Ça va\x85 \u2028 fine", 'He said "no"\t', "a\\b\nc", "ünïcode 你好", "<br />", "last")
TAGS = ("csharp", "java", "javascript", "python")


@dataclass(frozen=True)
class MadeUp:
    """A set as its makers would offer it."""

    data_set: DataSet  # for the registry
    path: str  # on the server
    archive: bytes
    files: dict  # what should come of it: role to bytes


def json_lines(rows):
    """Return rows in the one form of the readers."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def tar_gz(members):
    """Return an archive of (name or TarInfo, content) pairs."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, content in members:
            member = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    # Without the time, so that another process makes the same bytes.
    return gzip.compress(target.getvalue(), compresslevel=1, mtime=0)


def folder_member(name):
    """Return the member of an archive that stands for a folder."""
    member = tarfile.TarInfo(name)
    member.type = tarfile.DIRTYPE
    return member, b""


def review_members(rows):
    """Return the members of aclImdb for the rows of each part."""
    for part, rows_of_part in rows.items():
        for row in rows_of_part:
            label = ("neg", "pos")[row["label"]]
            name = f"aclImdb/{part}/{label}/{row['id']}_{row['rating']}.txt"
            yield name, row["text"].encode()


def question_members(rows):
    """Return the members of the archive of questions for the rows of each part."""
    for part, rows_of_part in rows.items():
        for row in rows_of_part:
            yield f"{part}/{row['file']}", row["text"].encode()


def headlines():
    """Return rows, archive and what the registry calls its parts."""
    rows = {"all": [{"headline": text, "is_sarcastic": i % 2} for i, text in enumerate(TEXTS)]}
    return rows, json_lines(rows["all"])


def reviews():
    """Sixty reviews of each kind, so that 10 comes after 9 and not after 1."""
    rows = {
        part: [
            {"id": number, "label": label, "rating": 1 + label * 7, "text": f"{part} {text}"}
            for label in (0, 1)
            for number, text in enumerate(TEXTS * 10)
        ]
        for part in ("train", "test")
    }
    other = [
        folder_member("aclImdb"),
        ("aclImdb/README", b"not a review"),
        ("aclImdb/train/unsup/0_0.txt", b"a review without a label"),
        ("aclImdb/train/labeledBow.feat", b"0 1:2"),
    ]
    return rows, tar_gz([*other, *reversed(list(review_members(rows)))])


def questions():
    """Twelve questions of each tag, as archives of `tar .` name them."""
    rows = {
        part: [
            {"file": f"{tag}/{number}.txt", "label": tag, "text": f"{part} {tag} {text}\n"}
            for tag in TAGS
            for number, text in enumerate(TEXTS * 2)
        ]
        for part in ("train", "test")
    }
    members = [(f"./{name}", content) for name, content in question_members(rows)]
    return rows, tar_gz([folder_member("./train"), ("./README.md", b"read"), *members[::-1]])


MAKERS = {"sarcasm": headlines, "imdb": reviews, "stack_overflow": questions}


def made_up(name, address):
    """Return the set of a name as a `MadeUp`, to be offered at an address."""
    rows, archive = MAKERS[name]()
    files = {role: json_lines(rows_of_role) for role, rows_of_role in rows.items()}
    real = registry.SETS[name]
    path = f"/{real.download.address.rpartition('/')[2]}"
    known_files = {
        role: DataFile(
            real.files[role].name,
            rows=len(rows[role]),
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for role, content in files.items()
    }
    download = real.download._replace(
        address=address + path,
        sha256=real.download.sha256 and hashlib.sha256(archive).hexdigest(),
        most_bytes=len(archive),
    )
    data_set = replace(real, files=known_files, download=download)
    return MadeUp(data_set, path, archive, files)
