"""Every vendored file is the one that was recorded, and none is unrecorded."""

import hashlib
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "website" / "vendor"


def recorded():
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def present():
    files = (
        path for folder in VENDOR.iterdir() if folder.is_dir() for path in folder.rglob("*")
    )
    return {path.relative_to(VENDOR).as_posix(): path for path in files if path.is_file()}


def test_every_file_is_recorded_and_every_record_has_its_file():
    assert present().keys() == recorded().keys()


def test_every_file_is_the_recorded_one():
    changed = [
        name
        for name, path in present().items()
        if hashlib.sha256(path.read_bytes()).hexdigest() != recorded()[name]
    ]
    assert changed == []


def test_every_folder_is_explained_and_brings_its_licence():
    explained = (VENDOR / "README.md").read_text(encoding="utf-8")
    for folder in (path for path in VENDOR.iterdir() if path.is_dir()):
        assert f"`{folder.name}/`" in explained
        assert list(folder.rglob("LICENSE*"))
