"""The command line: `python -m tools.publishing [--yes | --dry-run]`, after `make book`."""

import argparse
import re
import sys
from pathlib import Path

from tools.publishing.branch import BRANCH, PublishingError, committed, git
from tools.publishing.conditions import require_addresses, require_compared

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = re.compile(r"//[^/@]*@")  # a name or a token in an address


def main(words=None, root=ROOT, ask=input):
    """Show what would be pushed, ask, push, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.publishing", description=__doc__)
    parser.add_argument("--remote", default="origin", help="default: origin")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--yes", action="store_true", help="push without asking")
    choice.add_argument("--dry-run", action="store_true", help="push nothing")
    arguments = parser.parse_args(words)
    html = Path(root, "_build", "html")
    try:
        with committed(root, html, arguments.remote) as (site, push):
            require_compared(root, site.source)
            require_addresses(root, html)
            print(described(site, git(root, "remote", "get-url", "--push", site.remote)))
            if arguments.dry_run:
                print("Nothing was pushed.")
            elif arguments.yes or agreed(ask):
                push()
                print(f"Pushed. GitHub shows it in a minute, if Pages serves {BRANCH}.")
            else:
                print("Nothing was pushed.")
                return 1
    except PublishingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def described(site, address):
    """Return what is about to happen, in words."""
    change = f"replaces {site.replaces[:12]}" if site.replaces else "is new there"
    return (
        f"The site of commit {site.source[:12]}: {site.files:,} files, "
        f"{site.size / 1e6:.0f} MB.\nThe branch {BRANCH} of {SECRET.sub('//', address)} "
        f"would hold it and nothing else; it {change}."
    )


def agreed(ask):
    """Tell whether the person at the terminal types yes; nobody there is a no."""
    try:
        return ask("Push it? Type yes: ").strip().lower() == "yes"
    except EOFError:
        print("\nNobody is here to ask: use --yes, or make publish YES=1.")
        return False


if __name__ == "__main__":
    sys.exit(main())
