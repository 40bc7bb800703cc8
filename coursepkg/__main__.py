"""The command line: `python -m coursepkg COMMAND`, each command in a module of its own."""

import argparse
import sys
from importlib import import_module

# A command's module has `add_arguments(parser)` and `run(arguments)`, which returns the exit
# status. Only the chosen one is imported: `--help` must not wait for what it does not need.
COMMANDS = {
    "data": ("coursepkg.data.command", "list, fetch, verify and remove the data sets"),
    "doctor": ("coursepkg.doctor.command", "say what works on this machine, and mend the rest"),
    "grade": ("coursepkg.grading.command", "mark what a class has handed in"),
    "transfer": ("coursepkg.grading.transfer", "carry marks into Canvas' or Moodle's table"),
}
# What typing a command's former name says.
MOVED = {"study": "python -m studies, in a clone of the course's repository"}


def main(words):
    """Run the command that the words name and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m coursepkg", description=__doc__)
    if words[:1] and words[0] in MOVED:
        parser.error(f"{words[0]} is now {MOVED[words[0]]}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, description) in COMMANDS.items():
        command = commands.add_parser(name, help=description, description=description)
        if words[:1] == [name]:
            import_module(module).add_arguments(command)
    arguments = parser.parse_args(words)
    return import_module(COMMANDS[arguments.command][0]).run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
