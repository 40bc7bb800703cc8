"""The layout is a promise to newcomers: what is named, where it lies, what imports what."""

import ast
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "coursepkg").rglob("*.py"))

# A module whose name starts with the first may import of the package only what follows.
MAY_IMPORT = {
    "coursepkg.numpy_nn": ["coursepkg.numpy_nn"],
    "coursepkg.variants": ["coursepkg.numpy_nn", "coursepkg.variants"],
    "coursepkg.keras_nn": [],
    "coursepkg.data": ["coursepkg.data"],
    "coursepkg.plots": [],
    "coursepkg.labs": ["coursepkg.data", "coursepkg.plots", "coursepkg.labs"],
    "coursepkg.checks": [],
    "coursepkg.results": ["coursepkg.numpy_nn"],
    "coursepkg.doctor": ["coursepkg.data"],
    "coursepkg.moved": [],
    "coursepkg.__main__": [],
}
HEAVY = {"numpy", "matplotlib", "sklearn", "keras", "tensorflow", "IPython"}


def dotted(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path):
    """Yield the absolute dotted name of everything a module imports."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*base, *([node.module] if node.module else [])])


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_direction_of_imports(path):
    name = dotted(path)
    allowed = [targets for start, targets in MAY_IMPORT.items() if name.startswith(start)]
    if name == "coursepkg":
        allowed = [["coursepkg"]]  # of itself, its list of old names alone: the next test
    assert allowed, f"{name} is not in MAY_IMPORT: say what it may import"
    for imported in imports(path):
        assert imported.split(".")[0] not in {"classroom", "studies", "tools", "website"}
        if imported.split(".")[0] == "coursepkg":
            assert any(imported.startswith(start) for start in allowed[0]), (
                f"{name} imports {imported}, which MAY_IMPORT does not allow"
            )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "coursepkg/numpy_nn").rglob("*.py")), ids=dotted
)
def test_the_scratch_twin_needs_numpy_alone(path):
    outside = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)
    # One module makes use of threadpoolctl where it is installed, and does without elsewhere.
    optional = {"threadpoolctl"} if path.stem == "machine" else set()
    assert outside <= {"numpy", "coursepkg"} | optional


def test_only_the_keras_twin_loads_keras():
    loading = [
        dotted(p)
        for p in MODULES
        if {"keras", "tensorflow"} & {n.split(".")[0] for n in imports(p)}
    ]
    assert loading == ["coursepkg.keras_nn"]


def test_importing_the_package_loads_nothing_heavy():
    code = "import coursepkg, sys; print(*(m.split('.')[0] for m in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not HEAVY & set(loaded)


def test_the_twins_offer_the_same_names():
    from coursepkg import keras_nn, numpy_nn

    # What Keras has no counterpart of, with the reason.
    only_ours = {
        "Cell",  # Keras takes any object with a `call`, and derives its gradients
        "ProgressBar",  # Keras draws its own bar, on standard output
        "gradient_norms",  # Keras keeps its gates to itself
        "state_gradients",
        "trace",
        "check_vjp",  # Keras derives gradients by itself
        "read_weights",  # serve both twins
        "write_weights",
    }
    ours, theirs = set(numpy_nn.__all__), set(keras_nn.__all__)
    assert (ours - theirs, theirs - ours) == (only_ours, set())


FOLDERS = ("coursepkg", "studies", "classroom", "website", "tools", "tests")
OURS = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]


def test_no_module_of_the_package_imports_itself_by_way_of_others():
    names = {dotted(path): path for path in MODULES}
    graph = {
        name: {n for n in at_once(path) for n in (n, n.rpartition(".")[0]) if n in names}
        for name, path in names.items()
    }
    packages = {dotted(path) for path in MODULES if path.stem == "__init__"}
    for name, imported in graph.items():
        imported -= {name} | {package for package in packages if name.startswith(package)}
    tuple(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def at_once(path):
    """Yield what a module imports when it is imported itself, not in a function."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
            yield from (".".join(filter(None, [*base, alias.name])) for alias in node.names)


def test_no_two_modules_have_one_name_unless_they_are_about_one_idea():
    slugs = {page.stem for page in (ROOT / "chapters").rglob("*.md")}
    ours = [path for path in OURS if "tests" not in path.parts]
    counts = Counter(path.stem for path in ours if not path.stem.startswith("__"))
    assert [name for name, count in counts.items() if count > 1 and name not in slugs] == []


EMPTY_WORDS = {"found", "given", "told", "kept", "ahead", "behind", "aside"}


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_say_what_they_hold(path):
    """The field has a word for what was found, given or kept: predictions, scores, a model."""
    if path.is_relative_to(ROOT / "tests"):
        return
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    names |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    names |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    assert not names & EMPTY_WORDS


def test_the_top_level_has_a_folder_for_each_kind_of_reader():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    folders = {line.split("/")[0] for line in listed.stdout.splitlines() if "/" in line}
    if folders:  # a ZIP of the course has no git
        assert {name for name in folders if name[0] != "."} == {
            *("assignments", "chapters", "classroom", "coursepkg", "notebooks", "studies"),
            *("tests", "tools", "website"),
        }


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_named_for_their_idea(path):
    assert path.stem not in {"utils", "helpers", "misc", "common"}
    assert not any(character.isdigit() for character in path.stem)


@pytest.mark.parametrize(
    "page", sorted((ROOT / "chapters").rglob("*.md")), ids=lambda p: p.stem
)
def test_slugs_have_no_numbers(page):
    assert not any(character.isdigit() for character in page.stem)


LABS = [
    p for p in (ROOT / "coursepkg/labs").glob("*.py") if "def load_data" in p.read_text("utf-8")
]


@pytest.mark.parametrize("lab", sorted(LABS), ids=lambda p: p.stem)
def test_a_lab_has_one_slug_everywhere(lab):
    for place in (f"chapters/labs/{lab.stem}.md", f"tests/labs/test_{lab.stem}.py"):
        assert (ROOT / place).exists(), f"{lab.stem} has no {place}"


def test_the_table_of_contents_names_every_page_and_no_other(docnames):
    pages = (page.relative_to(ROOT) for page in (ROOT / "chapters").rglob("*.md"))
    assert set(docnames) == {page.with_suffix("").as_posix() for page in pages}
