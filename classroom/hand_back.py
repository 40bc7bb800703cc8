"""`python -m classroom feedback MARKS --for canvas|moodle`: pack the pages of a class.

Canvas takes them back on the assignment's page, "Upload Submissions", and Moodle by "Upload
multiple feedback files in a zip". Both find the learner by the name of the file, which must
begin as that of the submission did when it was downloaded:

    Canvas  name_ID_FILE_anything, of whose parts between "_" the first two that are numbers
            count; or anon_ID_FILE_anything, as it is under anonymous marking
    Moodle  name_PARTICIPANT_assignsubmission_file_anything, without a folder
"""

import re
import zipfile
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from .feedback import safe_name
from .ledger import Ledger
from .safe_text import complain, for_table, say
from .submissions import MOODLE
from .transfer import read_table

CANVAS = re.compile(r"(anon_[^_]+|(.*?_)?[0-9]+)_[0-9]+_.+")


def add_arguments(parser):
    """Describe what may follow `feedback` on the command line."""
    add = parser.add_argument
    add(
        "marks",
        type=Path,
        metavar="MARKS",
        help="the folder that `grade` has written, or its table",
    )
    add("--for", required=True, choices=NAMES, dest="system", help="whose upload")


def run(arguments):
    """Write MARKS/feedback-SYSTEM.zip, and say whose page is not in it."""
    folder = arguments.marks if arguments.marks.is_dir() else arguments.marks.parent
    ledger, name_for = Ledger(folder), NAMES[arguments.system]
    try:
        listed = {row["submission"] for row in read_table(ledger.table)[1]}
        with FileLock(folder / ".lock", timeout=0):
            names = [name for name in ledger.read() if for_table(name) in listed]
    except Timeout:
        complain(f"a run is writing into {folder}")
        return 2
    except ValueError as error:
        complain(error)
        return 2
    path, count = folder / f"feedback-{arguments.system}.zip", 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(names):
            page = ledger.pages / f"{safe_name(name)}.html"
            if (packed := name_for(name)) and page.is_file():
                archive.write(page, packed)
                count += 1
            else:
                say(f"not from {arguments.system.title()}, or without a page: {name}")
    say(f"{count} pages are in {path}")
    return 0


def canvas_name(name):
    """Return what Canvas has to find in a zip for the page of a submission, or None."""
    file = PurePosixPath(name).name
    if MOODLE.fullmatch(name) or not CANVAS.fullmatch(file):
        return None
    return f"{file}_feedback.html"  # Canvas passes over a last part that begins with "link"


def moodle_name(name):
    """Return what Moodle has to find in a zip for the page of a submission, or None."""
    if not (match := MOODLE.fullmatch(name)):
        return None
    file = match["file"].replace("/", "-")
    return f"{match['learner']}_{match['id']}_assignsubmission_{match['kind']}_{file}.html"


NAMES = {"canvas": canvas_name, "moodle": moodle_name}
