"""What a class of 300 costs to grade: time, processor time, and memory, which stays flat.

    python -m classroom.load_trial [--learners 300] [--jobs 2]

The class is made of the forms of an assignment: most are right, some have a known mistake, some
are blank, and one in fifty is endless, crashes or takes all memory. Beside other work the
seconds say little; the processor time divided by the cores is what they come to on a quiet
machine, plus what is waited for endless ones.
"""

import argparse
import contextlib
import json
import resource
import tempfile
import threading
import time
from pathlib import Path

import psutil

from classroom import marking
from classroom.__main__ import main as classroom
from classroom.assignment_source import read
from classroom.submission_process import SubmissionProcess

ROOT = Path(__file__).resolve().parents[1]
SLUG = "reset_before"
HOSTILE = (
    "while True: pass",
    "import os; os._exit(1)",
    "hoard = [bytearray(10**6) for _ in range(10**9)]",
)
PAUSE = 0.2  # seconds between two looks at the memory


class MeasuredProcess(SubmissionProcess):
    """A submission that adds up, before its processes end, what they took.

    Attributes:
        processor: seconds of all submissions so far.
        largest: bytes of the largest process so far.
    """

    processor, largest = 0.0, 0

    def close(self):
        """Measure the processes, and end them."""
        if self._process is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                outer = psutil.Process(self._process.pid)
                for process in (outer, *outer.children(recursive=True)):
                    used = process.cpu_times()
                    MeasuredProcess.processor += used.user + used.system
                    size = process.memory_info().rss
                    MeasuredProcess.largest = max(MeasuredProcess.largest, size)
        super().close()


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
        seconds, processor, memory = graded(handed_in, Path(folder) / "marks", options.jobs)
    inside = MeasuredProcess.processor
    each = (processor + inside) / options.learners
    print(f"{options.learners} submissions, {options.jobs} at a time: {seconds:.0f} s")
    print(f"processor time: {processor:.0f} s of the grader, {inside:.0f} s of submissions")
    print(f"of one submission: {each:.2f} s")
    print(
        f"memory: grader {memory[len(memory) // 4]:.0f} MB after a quarter, at most "
        f"{max(memory):.0f}; largest submission {MeasuredProcess.largest / 2**20:.0f}"
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
    """Grade a folder, and measure.

    Returns:
        seconds: from begin to end.
        processor: seconds of the grader itself, which this process is.
        memory: of this process in MB, a list in the order of time.
    """
    memory, finished = [], threading.Event()

    def watch():
        while not finished.wait(PAUSE):
            memory.append(psutil.Process().memory_info().rss / 2**20)

    watcher = threading.Thread(target=watch)
    words = ["grade", str(handed_in), "--assignment", SLUG, "--out", str(out)]
    marking.SubmissionProcess = MeasuredProcess
    start, used = time.monotonic(), processor_time()
    watcher.start()
    try:
        status = classroom([*words, "--jobs", str(jobs)])
    finally:
        finished.set()
        watcher.join()
    if status:
        raise SystemExit("the grader failed")
    return time.monotonic() - start, processor_time() - used, memory


def processor_time():
    """Return the seconds that this process itself has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
