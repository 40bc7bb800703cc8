"""How long a class of 300 takes to grade, and whether memory stays flat.

    python -m classroom.load_trial [--learners 300] [--jobs 2]

The class is made of the forms of an assignment: most are right, some have a known mistake, some
are blank, and one in fifty is endless, crashes or takes all memory.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from classroom.assignment_source import read

ROOT = Path(__file__).resolve().parents[1]
SLUG = "reset_before"
HOSTILE = (
    "while True: pass",
    "import os; os._exit(1)",
    "hoard = [bytearray(10**6) for _ in range(10**9)]",
)


def main():
    """Make a class, grade it, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        handed_in = Path(folder) / "handed in"
        handed_in.mkdir()
        for number in range(options.learners):
            text = submission(number, ROOT / "assignments" / SLUG)
            (handed_in / f"learner{number}_{number}_1_gru.ipynb").write_text(text, "utf-8")
        seconds, memory = graded(handed_in, Path(folder) / "marks", options.jobs)
    quarter = len(memory) // 4
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{options.learners} submissions, {options.jobs} at a time: {seconds:.0f} s")
    print(f"processor time of the grader itself: {used.ru_utime + used.ru_stime:.0f} s")
    print(
        f"grader's memory: {memory[quarter]:.0f} MB after a quarter, at most {max(memory):.0f}"
    )


def submission(number, folder):
    """Return the notebook of one learner, as text."""
    solution = json.loads((folder / "instructor.ipynb").read_text("utf-8"))
    mistakes = read(folder).mistakes
    if number % 50 == 0:
        source = HOSTILE[number // 50 % len(HOSTILE)]
        solution["cells"].append({"cell_type": "code", "source": source, "metadata": {}})
    elif number % 5 == 1:
        mistake = mistakes[number // 5 % len(mistakes)]
        for cell in solution["cells"]:
            cell["source"] = "".join(cell["source"]).replace(mistake["right"], mistake["wrong"])
    elif number % 10 == 2:
        return (folder / f"{SLUG}.ipynb").read_text("utf-8")
    return json.dumps(solution)


def graded(handed_in, out, jobs):
    """Grade a folder; return the seconds, and the grader's own memory in MB along the way."""
    words = [
        "grade",
        str(handed_in),
        "--assignment",
        SLUG,
        "--out",
        str(out),
        "--jobs",
        str(jobs),
    ]
    start, memory = time.monotonic(), []
    process = subprocess.Popen([sys.executable, "-m", "classroom", *words], cwd=ROOT)
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        memory.append(watched.memory_info().rss / 2**20)
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit("the grader failed")
    return time.monotonic() - start, memory


if __name__ == "__main__":
    main()
