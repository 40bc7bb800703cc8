"""`python -m coursepkg data`: list, fetch, verify and remove the data sets.

The exit status is 0 if all went well, 1 if a data set is missing or damaged, and 2 for a
command line that cannot be understood.
"""

import argparse
import sys
import warnings

from .data_set import DataError
from .files import cache_folder, check, data_folder, paths_in, remove
from .registry import SETS
from .sources import find_source

# "airline" ships with the package: it is listed, and nothing else is to be done about it.
FETCHED = [name for name, data_set in SETS.items() if data_set.files]


def add_arguments(parser):
    """Describe what may follow `data` on the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    parser.set_defaults(action="list", names=FETCHED)
    for name, action in ACTIONS.items():
        description = action.__doc__.splitlines()[0]
        action_parser = actions.add_parser(name, help=description, description=description)
        if name != "list":
            sets = f"one of {', '.join(FETCHED)}; all of them if none is named"
            action_parser.add_argument(
                "names", nargs="*", type=_name, metavar="NAME", help=sets
            )


def run(arguments):
    """Do what the command line asks for and return the exit status."""
    with warnings.catch_warnings(action="always"):
        # A reader of the command line wants the sentence, not the line of code it comes from.
        warnings.showwarning = lambda message, *_: print(message, file=sys.stderr)
        try:
            return ACTIONS[arguments.action](arguments.names or FETCHED)
        except (DataError, ValueError) as error:
            print(error, file=sys.stderr)
            return 1


def show(_):
    """List the data sets: size, terms, source, and where they are."""
    for data_set in SETS.values():
        print(f"{data_set.name}: {data_set.title}")
        print(f"    by      {data_set.makers}")
        print(f"    terms   {data_set.terms}")
        if data_set.files:
            rows = " + ".join(f"{file.rows:,}" for file in data_set.files.values())
            size = sum(file.size for file in data_set.files.values()) / 1e6
            print(f"    size    {rows} rows, {size:.0f} MB")
            print(f"    source  {data_set.download.address}")
        for place in _places(data_set) if data_set.files else ["in the package itself"]:
            print(f"    lies    {place}")
    return 0


def fetch(names):
    """Fetch data sets into the cache, unless they are here already."""
    status = 0
    for name in names:
        try:
            source = find_source(name)
            if source.kind == "stand-in":
                raise DataError("not here; no source could give it")
            print(f"{name}: {source.description}")
        except DataError as error:
            print(f"{name}: {error}", file=sys.stderr)
            status = 1
    return status


def verify(names):
    """Compare the files that are here with what is known of them."""
    status = 0
    for name in names:
        paths = _paths(SETS[name])
        if not paths:
            print(f"{name}: not here")
        for role, path in paths:
            try:
                check(path, SETS[name].files[role])
                print(f"{name}: {path} is right")
            except DataError as error:
                print(f"{name}: {error}", file=sys.stderr)
                status = 1
    return status


def where(names):
    """Show where the files are."""
    print(f"cache: {cache_folder()}")
    print(f"COURSEPKG_DATA_DIR: {data_folder() or 'not set'}")
    for name in names:
        for place in _places(SETS[name]):
            print(f"{name}: {place}")
    return 0


def clear(names):
    """Remove data sets from the cache; other folders stay as they are."""
    for name in names:
        for line in [f"removed {path}" for path in remove(SETS[name])] or [
            "nothing in the cache"
        ]:
            print(f"{name}: {line}")
    return 0


ACTIONS = {"list": show, "fetch": fetch, "verify": verify, "where": where, "remove": clear}


def _paths(data_set):
    """Return (role, path) of every file of a set, in the reader's folder and in the cache."""
    folders = [folder for folder in (data_folder(), cache_folder()) if folder]
    return [pair for folder in folders for pair in paths_in(folder, data_set.files).items()]


def _places(data_set):
    return [path for _, path in _paths(data_set)] or ["not here"]


def _name(word):
    if word not in FETCHED:
        sets = ", ".join(FETCHED)
        raise argparse.ArgumentTypeError(
            f"{word!r} is not a data set to fetch; those are {sets}"
        )
    return word
