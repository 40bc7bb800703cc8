"""`python -m classroom grade SUBMISSIONS --assignment SLUG`: mark a whole class.

The exit status is 0 if all submissions were marked, 2 if nothing could be begun, and 130 if
Ctrl-C came in between: what was marked until then is stored, and the same command goes on.
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

from . import sandbox
from .assignment import Assignment, find_key
from .feedback import write_page
from .ledger import Ledger
from .marking import mark
from .safe_text import complain, say, shortened
from .submission_process import Starter
from .submissions import SubmissionError, find_submissions, read_file

INTERRUPTED = 130  # the status of a command that Ctrl-C has ended, as shells report it


def add_arguments(parser):
    """Describe what may follow `grade` on the command line."""
    add = parser.add_argument
    add("submissions", type=Path, metavar="SUBMISSIONS", help="a folder")
    add("--assignment", required=True, metavar="SLUG", help="such as gru, or its folder")
    add("--out", type=Path, metavar="FOLDER", help="of marks and feedback; default marks/SLUG")
    add("--jobs", type=int, default=os.cpu_count(), metavar="N", help="at a time")
    add("--seed", type=int, metavar="N", help="of the random cases; default: drawn, and stored")
    add("--private-cases", type=Path, metavar="FILE", help="Python with more draw_TASK(rng)")
    more = "a library that learners may import, besides " + ", ".join(sandbox.LIBRARIES)
    add("--with", action="append", default=[], metavar="LIBRARY", dest="more", help=more)
    unsafe = "run learners' code with your rights: only code that you have read"
    add("--without-sandbox", action="store_true", help=unsafe)


def run(arguments):
    """Mark what is not marked yet, and write the table and the feedback."""
    out = arguments.out or Path("marks") / Path(arguments.assignment).name
    try:
        if arguments.jobs < 1:
            raise ValueError(f"--jobs {arguments.jobs}: expected 1 or more")
        if not arguments.without_sandbox:
            sandbox.check()
            sandbox.parts_of(_limits(arguments).libraries)
        key = find_key(arguments.assignment)
        submissions = find_submissions(arguments.submissions)
        ledger = Ledger(out)
        seed = arguments.seed
        if seed is None:
            seed = ledger.settings().get("seed", secrets.randbits(32))
        assignment = Assignment(key, seed, arguments.private_cases)
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / ".lock", timeout=0):
            libraries = list(_limits(arguments).libraries)
            ledger.open(key=assignment.digest, seed=seed, libraries=libraries)
            all_marked = _mark_all(submissions, assignment, ledger, arguments)
            ledger.write_table(assignment.tasks, all_marked)
            _report(all_marked)
            say(f"marks are in {ledger.table}, feedback is in {ledger.pages}")
            return 0
    except Timeout:
        complain(f"another run is writing into {out}")
    except (sandbox.SandboxError, ValueError, OSError) as error:
        complain(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 2


def _mark_all(submissions, assignment, ledger, arguments):
    """Mark what is missing, and return each `MarkedSubmission`, in order."""
    marked = ledger.read()
    missing = _missing(submissions, marked)
    print(f"{len(submissions)} submissions, {len(submissions) - len(missing)} marked already")
    start = Starter(sandbox.start_without if arguments.without_sandbox else sandbox.start)
    mark_one = partial(mark, assignment=assignment, start=start, limits=_limits(arguments))
    assignment.cases  # noqa: B018  made once, before the threads ask for them
    pool = ThreadPoolExecutor(arguments.jobs)
    try:
        futures = as_completed([pool.submit(mark_one, submission) for submission in missing])
        for future in tqdm(futures, total=len(missing), unit="submission", dynamic_ncols=True):
            one = future.result()
            texts = {name: shortened(part) for name, part in vars(one).items()}
            vars(one).update({**texts, "name": one.name})
            write_page(ledger.pages, one, assignment)
            ledger.add(one)
            marked[one.name] = one
    except KeyboardInterrupt:
        start.stop()
        stored = len(submissions) - len(_missing(submissions, ledger.read()))
        complain(
            f"interrupted: {stored} of {len(submissions)} submissions are marked and stored; "
            "type the same command again to go on"
        )
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    return [marked[submission.name] for submission in submissions]


def _limits(arguments):
    return sandbox.Limits(libraries=(*sandbox.LIBRARIES, *sorted(arguments.more)))


def _report(all_marked):
    for number, count in Counter(one.number for one in all_marked).items():
        if number is not None and count > 1:
            names = ", ".join(one.name for one in all_marked if one.number == number)
            say(f"student number {number} is in {count} submissions: {names}")
    for one in all_marked:
        if one.error:
            say(f"not graded: {one.name}: {one.error}")


def _missing(submissions, marked):
    """Return the submissions that have no marks, or have them for another file."""
    return [s for s in submissions if s.name not in marked or _changed(s, marked[s.name])]


def _changed(submission, marked):
    """Say whether a file is another one than that which was marked."""
    try:
        content = read_file(submission.path)
    except SubmissionError as error:
        return str(error) != marked.error
    return hashlib.sha256(content).hexdigest() != marked.digest
