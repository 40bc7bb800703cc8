"""The command line: `python -m coursepkg COMMAND`, each command in a module of its own."""

import argparse
import sys
from importlib import import_module

# A command's module has `add_arguments(parser)` and `run(arguments)`, which returns the exit
# status. Only the chosen one is imported: `--help` must not wait for what it does not need.
COMMANDS = {
    "data": ("coursepkg.data.cli", "list, fetch, verify and remove the data sets"),
    "doctor": ("coursepkg.doctor", "say what works on this machine, and mend the rest"),
    "grade": ("coursepkg.grading.command", "mark what a class has handed in"),
    "transfer": ("coursepkg.grading.transfer", "carry marks into Canvas' or Moodle's table"),
    "study": ("coursepkg.study.command", "train a lab's models over many seeds"),
}


def main(words):
    """Run the command that the words name and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m coursepkg", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, description) in COMMANDS.items():
        command = commands.add_parser(name, help=description, description=description)
        if words[:1] == [name]:
            import_module(module).add_arguments(command)
    arguments = parser.parse_args(words)
    return import_module(COMMANDS[arguments.command][0]).run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
