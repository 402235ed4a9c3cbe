"""Photograph every page of a register: light and dark, on a laptop and on a phone. Called by script/screenshots."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
FLAGS = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
FACES = {"": ("light", 1280, 860), "-dark": ("dark", 1280, 860), "-phone": ("light", 390, 844), "-phone-dark": ("dark", 390, 844)}
READY = {"map": "#map[data-ready=yes]", "figures": "#plot svg path", "incident": "#spot[data-ready=yes]"}
"""What to wait for on pages that draw; a page that has it not is photographed all the same."""


def pages(address: str) -> dict[str, str]:
    """Name the pages and their addresses; incident and document are those with most to show."""
    lines = _read(f"{address}/incidents.json")["incidents"]
    told = max(lines, key=lambda line: (line["n_reports"], line["id"]))
    others = [line["id"] for line in lines if line["id"] != told["id"]]
    incident = _read(f"{address}/incidents/{told['id']}.json")
    report = incident["reports"][-1]
    return {
        "incidents": "/incidents",
        "incident": f"/incidents/{told['id']}",
        "rule": f"/incidents/{told['id']}?rule=most-informative",
        "document": f"/documents/{report['document']}",
        "review": "/review",
        "merge": f"/merge?one={told['id']}&other={others[0]}",
        "split": f"/split?incident={told['id']}&reports={report['id']}",
        "map": "/map",
        "figures": "/figures",
        "sources": "/sources",
        "documents": "/documents",
        "log": "/decisions",
        "agreement": "/agreement",
    }


def _read(url: str) -> Any:
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


@contextmanager
def served(register: Path) -> Iterator[str]:
    """Serve the register on a free port and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "roznamcha", "serve", str(register), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                _read(f"{address}/sources.json")
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def photograph(page: Page, name: str, path: Path, *, whole: bool) -> None:
    """Wait until a page has drawn, and take its picture."""
    page.wait_for_load_state("networkidle")
    if name in READY and page.locator(READY[name].partition("[")[0].partition(" ")[0]).count():
        page.wait_for_selector(READY[name], timeout=60_000)
        page.wait_for_timeout(1500)
    if name == "document":
        page.locator("#article mark[tabindex]").nth(3).focus()
    page.screenshot(path=path, full_page=whole)


def take(browser: Browser, address: str, folder: Path, wanted: list[str]) -> None:
    """Take all pictures, and the print of an incident."""
    for face, (scheme, width, height) in FACES.items():
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})  # type: ignore[arg-type]
        page = context.new_page()
        for name, path in pages(address).items():
            if not wanted or any(name.startswith(word) for word in wanted):
                page.goto(address + path)
                photograph(page, name, folder / f"{name}{face}.png", whole=name == "incident" and not face)
        context.close()
    if not wanted or "incident-print" in wanted:
        page = browser.new_page(viewport={"width": 800, "height": 1130})
        page.emulate_media(media="print")
        page.goto(address + pages(address)["incident"])
        photograph(page, "print", folder / "incident-print.png", whole=False)


def main() -> None:
    """Serve the register named first, and put the pictures into the folder named second."""
    register, folder, *wanted = sys.argv[1:]
    with served(Path(register)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        take(browser, address, Path(folder), wanted)
        browser.close()


if __name__ == "__main__":
    main()
