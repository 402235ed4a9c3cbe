"""Read and decide all at once while `code` writes: 20 readers and 3 reviewers on loopback, two minutes.

python benchmarks/web_load.py out/load.register FOLDER --seconds 120

FOLDER holds the reports that `code` reads into the register meanwhile; the register must hold some incidents already. Each
reader opens a page, waits up to half a second and opens the next; each reviewer confirms, corrects or takes back a value
about once a second, under an account of its own. At the end every answered decision must stand in the log.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from roznamcha.register import open_register
from roznamcha.register.decisions import read_decisions
from roznamcha.web.auth import add_account

READERS, REVIEWERS = 20, 3
PAGES = ("/incidents", "/incidents?sort=-killed", "/incidents?q=killed", "/map", "/figures", "/sources", "/decisions", "/review")


class Visitor:
    """One signed-in browser: a connection of its own, its cookies, and what it has met."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.times: list[tuple[str, float]] = []
        self.faults: list[str] = []
        self.decided = 0
        token = self._token(self.get("/login"))
        self.post("/login", name=name, password=password, token=token)

    def get(self, path: str) -> str:
        """Open a page and follow where it leads."""
        status, headers, body = self._ask("GET", path)
        return self.get(headers["location"]) if status in (302, 303, 307) else body

    def post(self, path: str, **form: str) -> bool:
        """Send a form; tell whether it was taken."""
        status, _, _ = self._ask("POST", path, urlencode(form))
        return status == 303

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, dict[str, str], str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        start = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        page = f"{method} " + re.sub(r"(?<=/incidents/)\w+|\?at=.*", "…", path)
        self.times.append((page, (time.perf_counter() - start) * 1000))
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        connection.close()
        if answer.status >= 400:
            self.faults.append(f"{method} {path}: {answer.status} {text[:80]}")
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    @staticmethod
    def _token(page: str) -> str:
        found = re.search(r'name="token" value="([^"]+)"', page)
        return found.group(1) if found else ""

    def read(self, until: float, chance: random.Random) -> None:
        """Open one page after another, an incident's among them."""
        incidents: list[str] = []
        while time.monotonic() < until:
            page = self.get(chance.choice(incidents) if incidents and chance.random() < 0.4 else chance.choice(PAGES))
            incidents = re.findall(r'href="(/incidents/\w+)"', page) or incidents
            time.sleep(chance.random() / 2)

    def review(self, until: float, chance: random.Random) -> None:
        """Decide about one value after another."""
        while time.monotonic() < until:
            page = self.get(f"/review?at={chance.randrange(5)}")
            claims = re.findall(r'data-claim="(\w+)"', page)
            kind = chance.choice(("confirm", "confirm", "unknown", "reject"))
            if claims and self.post("/claims", token=self._token(page), claim=chance.choice(claims), kind=kind):
                self.decided += 1
            time.sleep(0.5 + chance.random())


def serve(register: Path, accounts: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "roznamcha", "serve", str(register), "--port", str(port), "--auth", str(accounts)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.1)
    raise SystemExit("the server did not come up")


def run(given: argparse.Namespace, accounts: Path) -> tuple[list[Visitor], subprocess.Popen[bytes]]:
    """Let everybody work until the time is over."""
    names = [f"reader{n}" for n in range(READERS)] + [f"reviewer{n}" for n in range(REVIEWERS)]
    password = secrets.token_urlsafe(12)
    for name in names:
        add_account(accounts, name, password, name.rstrip("0123456789"))
    server, port = serve(given.register, accounts)
    try:
        visitors = [Visitor(port, name, password) for name in names]
        for visitor in visitors:
            visitor.times.clear()  # signing in is slow on purpose
        code = [sys.executable, "-m", "roznamcha", "code", str(given.folder), "--register", str(given.register)]
        writer = subprocess.Popen(code, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + given.seconds
        threads = [
            threading.Thread(target=v.review if n >= READERS else v.read, args=(until, random.Random(n)))
            for n, v in enumerate(visitors)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        writer.wait()
    finally:
        server.terminate()
        server.wait()
    return visitors, writer


def _p95(times: list[float]) -> int:
    return round(sorted(times)[int(len(times) * 0.95)])


def main() -> None:
    """Print what was met, as JSON; leave with 1 when something failed or was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=120)
    given = parser.parse_args()
    with open_register(given.register, create=False) as register:
        before = len(read_decisions(register))
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        visitors, writer = run(given, Path(folder) / "accounts.json")
    with open_register(given.register, read_only=True) as register:
        kept = len(read_decisions(register)) - before
        (documents,) = register.db.execute("SELECT count(*) FROM documents").fetchone()
    by_page: dict[str, list[float]] = {}
    for page, took in (timed for visitor in visitors for timed in visitor.times):
        by_page.setdefault(page, []).append(took)
    times = sorted(took for some in by_page.values() for took in some)
    faults = [fault for visitor in visitors for fault in visitor.faults]
    decided = sum(visitor.decided for visitor in visitors)
    result = {
        "requests": len(times),
        "median_ms": round(statistics.median(times)),
        "p95_ms": _p95(times),
        "p95_ms_by_page": {page: [len(some), _p95(some)] for page, some in sorted(by_page.items())},
        "errors": len(faults),
        "decisions": decided,
        "decisions_lost": decided - kept,
        "documents": documents,
        "code_exit": writer.returncode,
        "load_before": round(load, 1),
        "load_after": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(result, indent=2))
    print("\n".join(faults[:5]), file=sys.stderr)
    sys.exit(bool(faults or decided != kept or writer.returncode))


if __name__ == "__main__":
    main()
