"""The command line: `python -m coursepkg COMMAND`, each command in a module of its own."""

import argparse
import shlex
import sys
from importlib import import_module

# A command's module has `add_arguments(parser)` and `run(arguments)`, which returns the exit
# status. Only the chosen one is imported: `--help` must not wait for what it does not need.
COMMANDS = {
    "data": ("coursepkg.data.cli", "list, fetch, verify and remove the data sets"),
    "doctor": ("coursepkg.doctor", "say what works on this machine, and mend the rest"),
}
# Commands of earlier versions, and the modules that have them now.
MOVED = {"grade": "classroom grade", "transfer": "classroom transfer", "study": "studies"}


def main(words):
    """Run the command that the words name and return its exit status."""
    if words and words[0] in MOVED:
        now = shlex.join([*MOVED[words[0]].split(), *words[1:]])
        print(f"This command is now: python -m {now}", file=sys.stderr)
        return 2
    return run_command("coursepkg", __doc__, COMMANDS, words)


def run_command(package, about, commands, words):
    """Run one of a package's commands and return its exit status.

    Args:
        package: what stands behind `python -m`.
        about: what `--help` says of all commands.
        commands: by name, a module and a description, as `COMMANDS`.
        words: the command line: a command's name, and what follows it.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {package}", description=about)
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, description) in commands.items():
        command = parsers.add_parser(name, help=description, description=description)
        if words[:1] == [name]:
            import_module(module).add_arguments(command)
    arguments = parser.parse_args(words)
    return import_module(commands[arguments.command][0]).run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
