"""Photograph the pages of a register: the pictures of the docs, or every page in every face. Called by script/screenshots.

The last picture shows what two reviewers decided, which this script decides itself: give it a register of its own.
"""

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

from roznamcha.derive import refresh_reports
from roznamcha.register import open_register
from roznamcha.register.decisions import decide

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
FLAGS = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
FACES = {"": ("light", 1280, 860), "-dark": ("dark", 1280, 860), "-phone": ("light", 390, 844), "-phone-dark": ("dark", 390, 844)}
PICTURES = (
    ("incidents", "incidents", "", ""),
    ("incidents-phone", "incidents", "-phone", ""),
    ("incident", "incident", "", ""),
    ("killed", "incident", "", ".cell-killed"),
    ("incident-dark", "incident", "-dark", ""),
    ("incident-phone", "incident", "-phone", ""),
    ("rule", "rule", "", ""),
    ("document", "document", "", ""),
    ("document-dark", "document", "-dark", ""),
    ("map", "map", "", ""),
    ("map-dark", "map", "-dark", ""),
    ("figures", "figures", "", ""),
)
"""The docs' pictures: name, page, face, and the part that is shown when it is not the window."""
SLOW = 600_000
"""Milliseconds to wait: a machine that does other work draws a map on its processor for minutes."""
READY = {
    "map": "#map[data-ready=yes]",
    "figures": "#plot svg path",
    "incident": "#spot[data-ready=yes]",
    "rule": "#spot[data-ready=yes]",
}
"""What to wait for on pages that draw; a page that has it not is photographed all the same."""


def pages(address: str) -> dict[str, str]:
    """Name the pages and their addresses; incident and document are those with most to show."""
    lines = _read(f"{address}/incidents.json")["incidents"]
    told = max(lines, key=lambda line: (line["n_reports"], line["id"]))
    others = [line["id"] for line in lines if line["id"] != told["id"]]
    incident = _read(f"{address}/incidents/{told['id']}.json")
    report = incident["reports"][-1]
    documents = _read(f"{address}/documents.json")["documents"]
    shown = max(documents, key=lambda document: (document["name"].endswith(".html"), document["reports"], document["id"]))
    return {
        "incidents": "/incidents",
        "incident": f"/incidents/{told['id']}",
        "rule": f"/incidents/{told['id']}?rule=most-informative",
        "document": f"/documents/{shown['id']}",
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
        for _ in range(SLOW // 200):
            try:
                _read(f"{address}/sources.json")
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def photograph(page: Page, name: str, path: Path, part: str = "") -> None:
    """Wait until a page has drawn, and take the picture of its window or of a part of it."""
    page.wait_for_load_state("networkidle")
    if name in READY and page.locator(READY[name].partition("[")[0].partition(" ")[0]).count():
        page.wait_for_selector(READY[name])
        page.wait_for_timeout(1500)
    if name == "document":
        page.locator("#article mark[tabindex]").nth(3).focus()
    if part:
        page.locator(part).first.screenshot(path=path)
    else:
        page.screenshot(path=path)


def open_page(browser: Browser, face: str) -> Page:
    """Open an empty page in one face."""
    scheme, width, height = FACES[face]
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": height})  # type: ignore[arg-type]
    page.set_default_timeout(SLOW)
    return page


def take(browser: Browser, address: str, folder: Path, wanted: list[str]) -> None:
    """Take the docs' pictures whose names begin with one of the wanted words (all when there is none)."""
    paths = pages(address)
    for name, of, face, part in PICTURES:
        if not wanted or name.startswith(tuple(wanted)):
            page = open_page(browser, face)
            page.goto(address + paths[of])
            photograph(page, of, folder / f"{name}.png", part)
            page.close()
    if not wanted or "incident-print".startswith(tuple(wanted)):
        page = open_page(browser, "")
        page.set_viewport_size({"width": 780, "height": 1000})
        page.emulate_media(media="print")
        page.goto(address + paths["incident"])
        photograph(page, "print", folder / "incident-print.png")
        page.close()


def take_every(browser: Browser, address: str, folder: Path) -> None:
    """Take every page in every face, to be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in pages(address).items():
        for face in FACES:
            page = open_page(browser, face)
            page.goto(address + path)
            photograph(page, name, folder / f"{name}{face}.png")
            page.close()


def take_verdicts(browser: Browser, address: str, folder: Path, register: Path) -> None:
    """Let two reviewers decide about the incident with most reports, and differ, and take the picture of its head."""
    path = pages(address)["incident"]
    incident = _read(f"{address}{path}.json")
    killed = next(cell for cell in incident["cells"] if cell["field"] == "killed")
    claim, report = killed["evidence"][0]["id"], killed["evidence"][0]["report"]
    with open_register(register, create=False) as opened:
        decide(opened, "confirm", report, user="amna", reason="read whole")
        decide(opened, "correct", claim, user="bela", value={"low": 12, "high": 12})
        refresh_reports(opened, [report])
    page = open_page(browser, "")
    page.goto(address + path)
    photograph(page, "incident", folder / "verdicts.png")


def main() -> None:
    """Serve the register named first, and put the pictures into the folder named second."""
    register, folder, *wanted = sys.argv[1:]
    with served(Path(register)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS), timeout=SLOW)
        if wanted == ["--every"]:
            take_every(browser, address, Path(folder))
        else:
            take(browser, address, Path(folder), wanted)
        if not wanted or "verdicts" in wanted:
            take_verdicts(browser, address, Path(folder), Path(register))
        browser.close()


if __name__ == "__main__":
    main()
