"""The direction of imports of design.md, section 4: who may know whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import roznamcha

PACKAGE = Path(roznamcha.__file__).parent
BASE = {"model", "data", "issues", "errors", "version"}
"""What every room but the model may know."""
STAGES = ("read", "clean", "coder", "resolve", "link")
MAY_IMPORT = {
    "model": set(),
    "data": {"errors"},
    "issues": set(),
    "errors": set(),
    "version": set(),
    "settings": BASE,
    **dict.fromkeys(STAGES, BASE),
    "coder": BASE | {"resolve"},
    "register": BASE,
    "export": BASE | {"register", "link", "resolve"},
    "reasons": BASE | {"link", "register"},
    "derive": BASE | {"link", "register", "export", "reasons"},
    "placing": BASE | {"link", "clean", "register", "reasons", "derive"},
    "pipeline": BASE | {*STAGES, "register", "settings", "placing"},
    "scale": BASE | {*STAGES, "pipeline", "register", "settings"},
    "web": BASE | {*STAGES, "pipeline", "register", "settings", "export", "reasons", "derive"},
    "evaluate": BASE | {*STAGES, "pipeline", "register", "settings", "export"},
    "train": BASE | {*STAGES, "evaluate", "export"},
}
"""For each room, the rooms that it may import besides itself. `cli` and the package's own face may import any."""
FREE = {"cli", "__init__", "__main__"}


def rooms_imported(file: Path) -> Iterator[tuple[int, str]]:
    """List the rooms of ours that a file imports at any depth, with the lines."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == "roznamcha":
            names = [f"roznamcha.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        else:
            continue
        for name in names:
            if name.startswith("roznamcha."):
                yield node.lineno, name.split(".")[1]


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_room_imports_only_what_it_may(file):
    room = room_of(file)
    if room in FREE:
        return
    assert room in MAY_IMPORT, f"{room} is a room that design.md does not have"
    strangers = {(line, other) for line, other in rooms_imported(file) if other != room and other not in MAY_IMPORT[room]}
    assert not strangers


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_imports_are_absolute(file):
    relative = [
        node.lineno
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_the_rooms_at_the_top_do_not_import_one_another():
    top = {"web", "evaluate", "scale", "cli"}
    for room in top - FREE:
        assert not MAY_IMPORT[room] & top


def lacks(file: Path) -> str:
    """Say what keeps a file of tests from being imported, in a process that has imported nothing yet."""
    tests = Path(__file__).parent
    run = f"import runpy, sys; sys.path.insert(0, {str(tests)!r}); runpy.run_path({str(file)!r})"
    return subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False).stderr


def test_every_module_of_tests_is_collected(request):
    """A module that cannot be imported yields no tests and, with doctests on, no error either; torch alone may be missing."""
    asked = request.config.option
    if asked.file_or_dir or asked.keyword or asked.markexpr or getattr(asked, "lf", False):
        pytest.skip("only a part of the suite is asked for")
    collected = {item.path for item in request.session.items}
    others = [file for file in Path(__file__).parent.rglob("test_*.py") if file not in collected]
    assert [file.name for file in others if "No module named 'torch'" not in lacks(file)] == []
