"""The corpus: honest files get the marks that a human would give, and no trick gets any."""

import numpy as np
import pytest
from corpus import FULL, HONEST, NOT_GRADABLE, TRICKS, cheat
from every_assignment import FOLDERS, assignment_in

from classroom import marking
from classroom.marking import mark
from classroom.sandbox import Limits
from classroom.submissions import Submission

# Of honest files nothing takes long but what should not; a fifth of a second is enough.
QUICK = Limits(statement_seconds=0.2)
PATIENT = Limits(statement_seconds=60)  # an import takes long where much else is tested


def assignment_of(slug):
    return assignment_in(FOLDERS[slug], 3)


@pytest.mark.parametrize("kind", HONEST)
def test_honest_work_keeps_its_marks(in_this_process, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    limits = QUICK if kind == "slow cells" else PATIENT
    differing = []
    for handed in HONEST[kind]:
        path = tmp_path / handed.name
        path.write_bytes(handed.content)
        row = mark(Submission(path, handed.name), assignment_of(handed.slug), None, limits)
        marks = {task: row.marks[task] for task in handed.marks}
        if marks != handed.marks:
            differing.append((handed.content[:300], marks, handed.marks, row))
    assert not differing


def test_a_trick_gets_nothing(sandbox, trick, libraries, tmp_path):
    path = tmp_path / "a.py"
    path.write_text(cheat(TRICKS[trick]))
    limits = Limits(load_seconds=4, statement_seconds=2, call_seconds=2, libraries=libraries)
    row = mark(Submission(path, "a.py"), assignment_of("gru"), sandbox.start, limits)
    assert (row.total, row.marks.keys()) == (0, FULL["gru"].keys()), row


@pytest.mark.parametrize("name", NOT_GRADABLE)
def test_what_cannot_be_graded_says_why(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(NOT_GRADABLE[name])
    row = mark(Submission(path, name), assignment_of("gru"), None, Limits())
    assert row.error
    assert row.total == 0


def test_the_corpus_is_large_enough():
    assert sum(map(len, HONEST.values())) >= 120
    assert all(len(files) >= 5 for kind, files in HONEST.items() if kind != "slow cells")
    assert len(TRICKS) >= 20


VALUE = """
import numpy as np
student_number = 12
chosen_scores = lambda validation, test: np.ones(test.shape[:2])
paired_interval = lambda first, second, quantile: (1.0, 2.0, 3.0)
my_result = 1.0, 2.0, 3.0
"""


def test_constants_lead_to_no_value(in_this_process, tmp_path):
    path = tmp_path / "a.py"
    path.write_text(VALUE)
    row = mark(Submission(path, "a.py"), assignment_of("comparison"), None, Limits())
    assert row.total == 0


def test_no_right_result_goes_into_the_sandbox(in_this_process, mistake_of, tmp_path):
    """Not even while the grader follows a mistake through."""
    slug, name = mistake_of
    assignment, asked = assignment_of(slug), []

    class Recording(marking.SubmissionProcess):
        def ask(self, name, arguments=None, keys=()):
            asked.append(arguments)
            return super().ask(name, arguments, keys)

    marking.SubmissionProcess, original = Recording, marking.SubmissionProcess
    path = tmp_path / "a.py"
    (mistake,) = (m for m in assignment.solution()["MISTAKES"] if m["name"] == name)
    key = (FOLDERS[slug] / "key.py").read_text()
    path.write_text(key.replace(mistake["right"], mistake["wrong"]))
    mark(Submission(path, "a.py"), assignment, None, Limits())
    marking.SubmissionProcess = original
    sent = {a.tobytes() for question in asked for a in arrays_in(question)}
    public = {
        a.tobytes()
        for task in assignment.tasks
        for case in assignment.cases[task.name]
        for a in arrays_in(case.arguments)
    }
    assert public & sent
    lost = [task for task in assignment.tasks if task.name in mistake["loses"]]
    for task in lost:
        for case in assignment.cases[task.name]:
            right = {a.tobytes() for a in arrays_in(tuple(case.expected))}
            assert not right & (sent - public), task.name


def arrays_in(value):
    """Yield the arrays of nested tuples and dictionaries."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict | tuple | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from arrays_in(part)
