from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

Run = Callable[..., "Ran"]


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def run() -> Run:
    """Run the command line as a user does: a process of its own, its output piped."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        command = [sys.executable, "-m", "roznamcha", *map(str, arguments)]
        environment = os.environ | {"COLUMNS": "120", "PYTHONWARNINGS": "ignore"}
        done = subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False, timeout=120)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def run_in_terminal() -> Callable[..., Ran]:
    """Run the command line on a terminal of 120 columns; what it prints on either stream comes back as `out`."""
    pty = pytest.importorskip("pty", reason="terminals are POSIX")

    def run(*arguments: object) -> Ran:
        main, side = pty.openpty()
        command = [sys.executable, "-m", "roznamcha", *map(str, arguments)]
        environment = os.environ | {"COLUMNS": "120", "LINES": "40", "TERM": "xterm"}
        process = subprocess.Popen(command, stdin=side, stdout=side, stderr=side, env=environment, close_fds=True)
        os.close(side)
        said = io.BytesIO()
        with os.fdopen(main, "rb", buffering=0) as stream:
            while piece := _read(stream):
                said.write(piece)
        return Ran(process.wait(), said.getvalue().decode().replace("\r\n", "\n"), "")

    return run


def _read(stream: io.FileIO) -> bytes:
    try:
        return stream.read(65536) or b""
    except OSError:  # Linux says so when the other side is closed
        return b""


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of three articles, one of them a page, and one file that is no article."""
    folder = tmp_path_factory.mktemp("articles")
    folder.joinpath("quetta.txt").write_text(
        "Gunmen shot dead three policemen in Quetta\n\nQUETTA, October 20: Gunmen shot dead three policemen near Banaras Chowk in"
        " Quetta on October 19, a police officer said. At least five others were injured. No group claimed responsibility.\n",
        encoding="utf-8",
    )
    folder.joinpath("lahore.html").write_text(
        "<html><head><title>Blast in Lahore</title></head><body><nav>Home | World</nav><article><h1>Blast in Lahore</h1>"
        "<p>A roadside bomb killed four soldiers in Lahore on November 2, the army said in a statement.</p>"
        "<p>The suspected militants of a banned group fled, and troops searched the area for hours.</p></article></body></html>",
        encoding="utf-8",
    )
    folder.joinpath("market.txt").write_text("The old market opened again after the rains, traders said.\n", encoding="utf-8")
    yield folder
