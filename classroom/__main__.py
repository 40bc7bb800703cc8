"""The command line: `python -m classroom COMMAND`, each command in a module of its own."""

import argparse
import sys
from importlib import import_module

# A command's module has `add_arguments(parser)` and `run(arguments)`, which returns the exit
# status. Only the chosen one is imported: making assignments needs more than grading them.
COMMANDS = {
    "grade": ("classroom.grade", "mark what a class has handed in"),
    "transfer": ("classroom.transfer", "carry marks into Canvas' or Moodle's table"),
    "feedback": ("classroom.hand_back", "pack the pages for Canvas' or Moodle's upload"),
    "make": ("classroom.make", "make the forms of each assignment from its source"),
    "example": ("classroom.example_class", "hand in for an invented class of ten"),
}


def main(words):
    """Run the command that the words name and return its exit status."""
    about = "Marks what learners hand in, and makes assignments from their source."
    parser = argparse.ArgumentParser(prog="python -m classroom", description=about)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, description) in COMMANDS.items():
        command = commands.add_parser(name, help=description, description=description)
        if words[:1] == [name]:
            import_module(module).add_arguments(command)
    arguments = parser.parse_args(words)
    return import_module(COMMANDS[arguments.command][0]).run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
