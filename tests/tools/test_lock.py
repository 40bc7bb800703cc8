"""requirements.txt is what `make lock` makes of pyproject.toml, as far as it shows offline."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.txt").read_text("utf-8")
LOCKED = [Requirement(line) for line in LOCK.splitlines() if not line.startswith("#")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def asked():
    """Every range of pyproject.toml."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    texts = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["lock"]]
    for text in [*texts, *(text for extra in extras for text in extra)]:
        if (one := Requirement(text)).name != "coursepkg":
            yield one


def test_every_range_has_a_pin_within_it():
    for one in asked():
        name = canonicalize_name(one.name)
        pins = [pin for pin in LOCKED if canonicalize_name(pin.name) == name]
        assert pins, f"{one} is not locked: run make lock"
        for pin in pins:
            (exact,) = pin.specifier
            assert exact.operator == "=="
            assert one.specifier.contains(exact.version), f"{pin} is outside {one}"


def test_no_pin_without_a_reason():
    reasons = {canonicalize_name(one.name) for one in asked()}
    for pin in LOCKED:
        try:
            needs = metadata.requires(pin.name) or []
        except metadata.PackageNotFoundError:
            continue  # for another platform
        reasons |= {canonicalize_name(Requirement(text).name) for text in needs}
    # Wanted by what is itself only for another platform.
    elsewhere = {"pycparser"}
    unwanted = {canonicalize_name(pin.name) for pin in LOCKED} - reasons - elsewhere
    assert not unwanted, "nothing asks for these: run make lock"


def test_no_host_and_no_path():
    assert not re.search(r"://|@|--|file:", LOCK)
    assert len({str(pin) for pin in LOCKED}) == len(LOCKED)


def test_extras_take_in_what_they_need():
    extras = PROJECT["project"]["optional-dependencies"]
    assert {"keras", "labs", "teach", "book", "test", "study"} == set(extras)
    # Both would install the same modules, over each other.
    everything = " ".join(text for extra in extras.values() for text in extra)
    assert "tensorflow-cpu" not in everything
