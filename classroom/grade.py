"""`python -m coursepkg grade SUBMISSIONS --assignment SLUG`: mark a whole class.

The exit status is 0 if all submissions were marked, and 2 if nothing could be begun.
"""

import hashlib
import os
import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout
from tqdm import tqdm

from . import feedback, sandbox
from .assignment import Assignment, find_key
from .ledger import Ledger, LedgerError
from .limits import Limits
from .marking import mark
from .notebooks import SubmissionError, read_file
from .shown import complain, say
from .submissions import find


def add_arguments(parser):
    """Describe what may follow `grade` on the command line."""
    parser.add_argument("submissions", type=Path, metavar="SUBMISSIONS", help="a folder")
    parser.add_argument(
        "--assignment", required=True, metavar="SLUG", help="such as gru, or its folder"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="for marks and feedback; default marks/SLUG"
    )
    parser.add_argument(
        "--jobs", type=_positive, default=os.cpu_count(), metavar="N", help="at a time"
    )
    parser.add_argument(
        "--seed", type=int, metavar="N", help="of the random cases; default: drawn, and kept"
    )
    parser.add_argument(
        "--private-cases", type=Path, metavar="FILE", help="Python with more draw_TASK(rng)"
    )
    parser.add_argument(
        "--without-sandbox",
        action="store_true",
        help="run learners' code with your rights: only code that you have read",
    )


def run(arguments):
    """Mark what is not marked yet, and write the table and the feedback."""
    out = arguments.out or Path("marks") / Path(arguments.assignment).name
    try:
        if not arguments.without_sandbox:
            sandbox.check()
        key = find_key(arguments.assignment)
        submissions, others = find(arguments.submissions)
        ledger = Ledger(out)
        seed = arguments.seed
        if seed is None:
            seed = ledger.kept().get("seed", secrets.randbits(32))
        assignment = Assignment(key, seed, arguments.private_cases)
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / ".lock", timeout=0):
            ledger.open(key=assignment.digest, seed=seed)
            return _mark_all(submissions, others, assignment, ledger, arguments, out)
    except Timeout:
        complain(f"another run is writing into {out}")
    except (sandbox.SandboxError, LedgerError, ValueError) as error:
        complain(error)
    return 2


def _mark_all(submissions, others, assignment, ledger, arguments, out):
    for name in others:
        say(f"left aside, no notebook or script: {name}")
    rows = ledger.rows()
    missing = [s for s in submissions if s.name not in rows or _changed(s, rows[s.name])]
    print(f"{len(submissions)} submissions, {len(submissions) - len(missing)} marked already")
    pages = out / "feedback"
    pages.mkdir(exist_ok=True)
    begin = sandbox.start_without if arguments.without_sandbox else sandbox.start
    one = partial(mark, assignment=assignment, start=begin, limits=Limits())
    assignment.cases  # noqa: B018  made once, before the threads ask for them
    pool = ThreadPoolExecutor(arguments.jobs)
    try:
        marked = as_completed([pool.submit(one, submission) for submission in missing])
        for future in tqdm(marked, total=len(missing), unit="submission", dynamic_ncols=True):
            row = future.result()
            feedback.write(pages, row, assignment)
            ledger.add(row)
            rows[row.name] = row
    finally:
        pool.shutdown(cancel_futures=True)
    ledger.write_table(assignment.tasks, [rows[s.name] for s in submissions])
    _report([rows[s.name] for s in submissions], ledger, pages)
    return 0


def _report(rows, ledger, pages):
    for number, count in Counter(row.number for row in rows).items():
        if number is not None and count > 1:
            names = ", ".join(row.name for row in rows if row.number == number)
            say(f"student number {number} is in {count} submissions: {names}")
    failed = [row for row in rows if row.error]
    for row in failed:
        say(f"not graded: {row.name}: {row.error}")
    say(f"marks are in {ledger.table}, feedback is in {pages}")


def _changed(submission, row):
    """Say whether a file is another one than that which was marked."""
    try:
        content = read_file(submission.path)
    except SubmissionError as error:
        return str(error) != row.error
    return hashlib.sha256(content).hexdigest() != row.digest


def _positive(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number
