"""Puts into the wheel what the notebooks read of the repository, so that one copy is kept.

Hatchling runs this file by itself, without the rest of the repository on its path. The
patterns are in `pyproject.toml`; `coursepkg.results.find_file` looks the files up.
"""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE = "coursepkg/course_files"


class CourseFiles(BuildHookInterface):
    """Adds the files that match `patterns` to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version, build_data):
        """Name the files; an editable installation has the repository itself.

        Raises:
            ValueError: a pattern matches nothing.
        """
        if version == "editable":
            return
        root = Path(self.root)
        for pattern in self.config["patterns"]:
            paths = sorted(path for path in root.glob(pattern) if path.is_file())
            if not paths:
                raise ValueError(f"pyproject.toml names {pattern} for the wheel; none is here")
            for path in paths:
                name = path.relative_to(root).as_posix()
                build_data["force_include"][str(path)] = f"{INSIDE}/{name}"
