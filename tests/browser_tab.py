"""A browser tab that notes every complaint and every request that leaves the machine."""

from __future__ import annotations

import json
import urllib.request
from typing import Any


class Tab:
    """One page with what it said in the console and whom it tried to reach."""

    def __init__(self, browser: object, address: str, **options: object) -> None:
        self.address = address
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[attr-defined]
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note_request)

    def _note_request(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"reached for {url}")

    def open(self, path: str) -> None:
        """Open a path and wait until it is still."""
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")


def read(tab: Tab, path: str) -> Any:
    """Read a JSON twin from the server that a tab is open at."""
    with urllib.request.urlopen(tab.address + path) as answer:
        return json.load(answer)


def bombing(tab: Tab) -> str:
    """Name the incident with two reports."""
    lines = read(tab, "/incidents.json")["incidents"]
    return next(str(line["id"]) for line in lines if line["sub_event_type"].startswith("Remote"))
