"""Makes the wheel and the sdist in `dist/`, and tries them: `python -m tools.packages`.

Each is installed by itself into fresh environments, with every Python of the course. And a
notebook of every earlier version runs against the wheel of that version, and has to print what
is stored in it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from coursepkg import __version__
from tools.packages.build import CLASSROOM, ROOT, build, build_commit
from website.published_site import LIST, wheels

PYTHONS = ("3.11", "3.12", "3.13")
SMOKE = Path(__file__).with_name("smoke.py")
LONGEST_IMPORT = 0.2  # seconds, promised by the course's design
NOTEBOOK = "notebooks/gru.ipynb"  # what is run of an earlier version


def main(words=None):
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.packages", description=__doc__)
    parser.add_argument("--pythons", nargs="*", default=PYTHONS, help=", ".join(PYTHONS))
    arguments = parser.parse_args(words)
    try:
        distributions = build(Path("dist"))
        (grader,) = build(Path("dist"), ["wheel"], CLASSROOM)
        for path in (*distributions, grader):
            print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")
        results = [
            report_trial(path, grader, python)
            for python in arguments.pythons
            for path in distributions
        ]
        versions = wheels(ROOT / LIST)
        versions.pop(__version__, None)
        for version, commit in versions.items():
            print(f"{NOTEBOOK} of version {version}:", flush=True)
            results.append(run_notebook_of(commit))
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if all(results) else 1


def report_trial(distribution, grader, python):
    """Try a distribution, print what was seen, and return whether all was well."""
    with tempfile.TemporaryDirectory() as folder:
        seen, problems = try_out(distribution, grader, python, Path(folder))
    print(f"{distribution.name} on Python {python}: {seen}", flush=True)
    for problem in problems:
        print(f"    {problem}", flush=True)
    return not problems


def try_out(distribution, grader, python, folder):
    """Install a distribution with nothing around it, and try it.

    Args:
        distribution: a wheel, or an sdist, which pip makes into a wheel.
        grader: the wheel of the classroom, which is installed after all else was tried.
        python: a version such as "3.12"; uv finds it on this machine, or fetches it.
        folder: an empty folder.

    Returns:
        seen: a line with the number and size of all packages, and the time of the import.
        problems: a list of texts.

    Raises:
        RuntimeError: there is no such Python, or the installation failed.
    """
    place, elsewhere = folder / "environment", folder / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(SMOKE, elsewhere)
    inside = place / ("Scripts" if os.name == "nt" else "bin") / "python"

    def install(*command):
        done = run_alone(*command)
        if done.returncode:
            raise RuntimeError(f"{command[2]} failed:\n{done.stdout}{done.stderr}")

    def run(*words):
        done = run_alone(inside, *words, cwd=elsewhere)
        if done.returncode:
            problems.append(f"{' '.join(words)}: {done.stdout}{done.stderr}".strip())
        return done

    problems = []
    install(sys.executable, "-m", "uv", "venv", "--quiet", "--seed", "--python", python, place)
    install(inside, "-m", "pip", "install", "--quiet", distribution)
    run("-m", "pip", "check")
    run("-m", "coursepkg", "doctor")
    smoke = run(SMOKE.name)
    install(inside, "-m", "pip", "install", "--quiet", grader)
    run("-m", "classroom", "example", "handed_in")
    # Ours, and there may be no bubblewrap.
    run("-m", "classroom", "grade", "handed_in", "--assignment", "gru", "--without-sandbox")
    if smoke.returncode:
        return "failed", problems
    counts = json.loads(smoke.stdout)
    if counts["seconds"] > LONGEST_IMPORT:
        problems.append(f"import coursepkg took {counts['seconds']:.2f} s")
    size, milliseconds = counts["bytes"] / 1e6, counts["seconds"] * 1000
    return f"{counts['packages']} packages, {size:.0f} MB, {milliseconds:.1f} ms", problems


def run_alone(*command, cwd=None):
    """Run a program as somebody would who has never seen the repository."""
    environment = {name: os.environ[name] for name in os.environ if "PYTHON" not in name}
    # Where uv does not look by itself for Pythons.
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    places = sorted(map(str, pyenv.glob("versions/*/bin")), reverse=True)
    environment["PATH"] = os.pathsep.join([*places, os.environ["PATH"]])
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True)


def run_notebook_of(commit):
    """Run a notebook of an earlier version with the wheel of that version; compare outputs.

    Args:
        commit: a commit or a tag of the repository.

    Raises:
        RuntimeError: the repository has no such commit, or the wheel could not be made.
    """
    with tempfile.TemporaryDirectory() as folder:
        installed, notebook = Path(folder, "installed"), Path(folder, "work", "notebook.ipynb")
        with zipfile.ZipFile(build_commit(folder, commit)) as archive:
            archive.extractall(installed)
        text = subprocess.run(
            ["git", "-C", ROOT, "show", f"{commit}:{NOTEBOOK}"],
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        notebook.parent.mkdir()
        notebook.write_bytes(text)
        options = [
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "tools.notebooks.comparison",
            "--nbval",
        ]
        return not subprocess.run(
            [sys.executable, "-m", "pytest", *options, notebook],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(installed)},
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
