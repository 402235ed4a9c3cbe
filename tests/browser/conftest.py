"""A real server on a free port and a real Chromium; every page must stay silent in the console and inside the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser_tab import Tab
from conftest_web import filled

__all__ = ["filled"]

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
VENDOR = Path(__file__).parents[2] / "src" / "roznamcha" / "web" / "static" / "vendor"
FLAGS = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Start the browser once."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium (script/test installs Debian's)")
    if not (VENDOR / "maplibre-gl.mjs").exists():
        pytest.skip("needs the pages' scripts (script/assets brings them)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve one register file with the real command, for all tests: starting it takes longer than a test."""
    register = Path(shutil.copy(filled, tmp_path_factory.mktemp("served") / "attacks.register"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "roznamcha", "serve", str(register), "--port", str(port)], stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url)
        yield url, register
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def address(server: tuple[str, Path], filled: Path) -> str:
    """Put a fresh register under the server, which opens the file anew for every request, and give its address."""
    url, register = server
    for name in ("attacks.register-wal", "attacks.register-shm"):
        register.with_name(name).unlink(missing_ok=True)
    shutil.copy(filled, register)
    return url


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/incidents.json"):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not come up")


@pytest.fixture
def tab(chromium: object, address: str) -> Iterator[Tab]:
    """Open a tab; after the test its console must have been silent."""
    tab = Tab(chromium, address)
    yield tab
    tab.context.close()
    assert tab.complaints == []
