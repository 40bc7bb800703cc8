"""The command line: `python -m classroom COMMAND`, each command in a module of its own."""

import sys

from coursepkg.__main__ import run_command

# Only the chosen module is imported: making assignments needs more than grading them.
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
    return run_command("classroom", about, COMMANDS, words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
