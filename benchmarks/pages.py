"""Time every kind of page over a register, as a reader at this machine would meet it: median and 95th percentile.

roznamcha code examples --register out/big.register
python benchmarks/synthetic_register.py out/big.register 100000
python benchmarks/pages.py out/big.register --repeat 20

The application is called in this process, without a network, so that the time is that of the page. Each request carries a
filter of its own, so that no count comes from memory ("cold"); the second column repeats one and the same request ("warm").
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

warnings.simplefilter("ignore")
from starlette.testclient import TestClient  # noqa: E402

from roznamcha.register import open_register  # noqa: E402
from roznamcha.web.app import Options, create_app  # noqa: E402

PAGES: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("register, all", lambda n: f"/incidents?to=9999-12-{n % 28 + 1:02}"),
    ("register, by kind", lambda n: f"/incidents?kind=Suicide+bomb&min_killed={n}"),
    ("register, dates", lambda n: f"/incidents?from=2014-{n % 12 + 1:02}&to=2016-{n % 12 + 1:02}"),
    ("register, actor", lambda n: f"/incidents?actor=group+{n}"),
    ("register, words", lambda n: f"/incidents?q=attack+{n}"),
    ("register, sorted by killed", lambda n: f"/incidents?sort=-killed&page={n + 1}"),
    ("register, last page", lambda n: f"/incidents?page={1990 - n}"),
    ("review queue", lambda n: f"/review?at={n * 97}&id={{incident}}"),
    ("second reading", lambda n: f"/review?second=yes&at={n * 97}&id={{incident}}"),
    ("incident", lambda n: "/incidents/{incident}?rule=" + ("ucdp", "most-conservative")[n % 2]),
    ("document", lambda n: "/documents/{document}"),
    ("map, page", lambda n: f"/map?min_killed={n % 3}"),
    ("figures", lambda n: f"/figures?by=type&min_killed={n % 9}"),
    ("sources", lambda n: "/sources"),
    ("review log", lambda n: "/decisions"),
)
MOST_TOLD = """
SELECT m.incident, min(r.document) FROM incident_reports m JOIN reports r ON r.id = m.report
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""
DATA = (("map, points (JSON)", lambda n: f"/map.json?min_killed={n % 3}"),)


def timed(client: TestClient, path: str) -> tuple[float, float]:
    """Give the milliseconds on the clock and those on the processor: other work on the machine lengthens the first alone."""
    start, busy = time.perf_counter(), time.process_time()
    answer = client.get(path)
    took = (time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000
    assert answer.status_code == 200, (path, answer.status_code)
    return took


def main() -> None:
    """Print a Markdown table of the times and the load of the machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register", type=Path)
    parser.add_argument("--repeat", type=int, default=20)
    given = parser.parse_args()
    with open_register(given.register, read_only=True) as register:
        (size,) = register.db.execute("SELECT count(*) FROM incidents").fetchone()
        names = dict(zip(("incident", "document"), register.db.execute(MOST_TOLD).fetchone(), strict=True))
    print(f"{size:,} incidents; load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| page | median ms | p95 ms | processor, median ms | the same again, median ms |\n|---|---|---|---|---|")
    with TestClient(create_app(Options(given.register)), base_url="http://127.0.0.1") as client:
        client.get("/incidents")
        for name, path in (*PAGES, *DATA):
            cold = [timed(client, path(n).format(**names)) for n in range(given.repeat)]
            warm = [timed(client, path(0).format(**names))[0] for _ in range(given.repeat)]
            clock, busy = (sorted(times) for times in zip(*cold, strict=True))
            p95 = clock[min(len(clock) - 1, int(len(clock) * 0.95))]
            middle = [statistics.median(times) for times in (clock, busy, warm)]
            print(f"| {name} | {middle[0]:.0f} | {p95:.0f} | {middle[1]:.0f} | {middle[2]:.0f} |", flush=True)
    print(f"\nload of the machine after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
