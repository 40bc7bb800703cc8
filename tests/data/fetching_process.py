"""A process of its own that fetches a made-up set and prints as JSON what came of it.

    python fetching_process.py NAME ADDRESS [--most-bytes N] [--no-rights]

It says "ready" first, so that a test can start several at the same moment.
"""

import argparse
import json
import os
import resource
import sys
import warnings
from importlib import import_module

from made_up import made_up

# All that a download imports, before the right to read it may be given up.
from coursepkg.data import files, registry, sources

LOADED = [import_module(name) for name in ("filelock", "pooch", "requests")]


def give_up_rights():
    """Stop being root, to whom permissions of files mean nothing."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setegid(65534)
        os.seteuid(65534)


def main(words):
    """Fetch and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("address")
    parser.add_argument("--most-bytes", type=int, help="no file can grow beyond that")
    parser.add_argument("--no-rights", action="store_true")
    arguments = parser.parse_args(words)
    name = arguments.name
    registry.SETS[name] = made_up(name, arguments.address).data_set
    files.RETRIES = 0
    if arguments.most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (arguments.most_bytes,) * 2)
    if arguments.no_rights:
        give_up_rights()
    print("ready", flush=True)
    with warnings.catch_warnings(record=True) as caught:
        source = sources.find_source(name)
    paths = {role: str(path) for role, path in source.files.items()}
    words = [str(warning.message) for warning in caught]
    print(json.dumps({"kind": source.kind, "files": paths, "warnings": words}))


if __name__ == "__main__":
    main(sys.argv[1:])
