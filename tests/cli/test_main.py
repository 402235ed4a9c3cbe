from __future__ import annotations

import subprocess
import sys

import pytest
import typer.main

from roznamcha.cli import app
from roznamcha.cli.progress import count_documents
from roznamcha.version import __version__


def commands():
    def walk(command, path):
        subcommands = getattr(command, "commands", None)
        if not subcommands:
            yield path, command
        for name, child in (subcommands or {}).items():
            yield from walk(child, (*path, name))

    return list(walk(typer.main.get_command(app), ()))


@pytest.mark.parametrize(("path", "command"), commands(), ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_every_command_says_what_it_does_and_shows_a_runnable_example(path, command):
    assert command.help
    assert f"roznamcha {' '.join(path)} " in command.help + "\n", "an example that begins with the command itself"


def test_version(run):
    assert run("--version").out == f"roznamcha {__version__}\n"


def test_help_does_not_load_what_only_coding_needs():
    heavy = "{'numpy', 'trafilatura', 'onnxruntime', 'pydantic', 'starlette', 'sqlite3', 'ftfy'}"
    code = f"import sys; import roznamcha.cli; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_documents_are_counted_before_they_are_read(articles, tmp_path):
    assert count_documents([str(articles)]) == 3
    (tmp_path / "many.jsonl").write_text("{}\n{}\n", encoding="utf-8")
    assert count_documents([str(articles), str(tmp_path / "many.jsonl")]) == 5
    assert count_documents(["-"]) is None
    assert count_documents(["https://example.org/a"]) is None
