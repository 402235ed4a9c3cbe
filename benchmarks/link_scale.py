"""How linking grows with the number of reports: time and memory from ten thousand to a million synthetic reports.

    python benchmarks/link_scale.py 10000 100000 1000000
    python benchmarks/link_scale.py 10000 100000 1000000 --per-day 274

Each incident has a day within ten years (with `--per-day` within as many days as keep the reports as dense, whatever their number), one of 5,000 places, a kind, a toll and some named victims, and is told by one to six
reports that differ in the toll, leave fields out and use other words, as news do. Every size runs in a process of its own, so that
its peak memory is its own. Beside time and memory stands the pairwise F1, to show that the work was done.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from roznamcha.evaluate.clusters import pairwise
from roznamcha.link.facts import Facts
from roznamcha.link.linker import link_facts

FIRST_DAY = date(2010, 1, 1)
DAYS = 3650
PLACES = 5000
KINDS = ("Armed clash", "Attack", "Remote explosive/landmine/IED", "Suicide bomb", "Grenade", "Abduction/forced disappearance")
OUTLETS = tuple(f"Outlet {number}" for number in range(40))
SYLLABLES = (
    "ka",
    "ra",
    "chi",
    "mir",
    "pur",
    "zai",
    "gul",
    "shah",
    "ban",
    "nu",
    "dera",
    "khel",
    "war",
    "abad",
    "lal",
    "tor",
    "sang",
    "bagh",
)
VERBS = ("killed", "shot dead", "gunned down", "slain", "left dead")
ACTS = ("attack", "blast", "firing", "clash", "ambush", "raid", "explosion", "shooting")


def word(source: random.Random, syllables: int) -> str:
    return "".join(source.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def make_reports(number: int, days: int = DAYS, seed: int = 7) -> Iterator[tuple[Facts, str]]:
    """Yield reports with the incident each tells of, over so many days."""
    source = random.Random(seed)
    places = [(word(source, 3), word(source, 2), 24 + 12 * source.random(), 61 + 14 * source.random()) for _ in range(PLACES)]
    told = incident = 0
    while told < number:
        incident += 1
        day = FIRST_DAY + timedelta(days=source.randrange(days))
        place, kind = places[int(PLACES * source.random() ** 2)], source.choice(KINDS)
        toll, hurt = int(1 / (0.04 + source.random())), int(3 * source.random() ** 2 / (0.1 + source.random()))
        victims = [f"{word(source, 2)} {word(source, 3)}" for _ in range(min(toll, 2))] if source.random() < 0.4 else []
        act = source.choice(ACTS)
        for _ in range(min(6, 1 + int(source.expovariate(0.9)), number - told)):
            yield _report(source, told, (day, place, kind, toll, hurt, victims, act)), f"i{incident}"
            told += 1


def _report(source: random.Random, number: int, event: tuple) -> Facts:
    day, (town, district, lat, lon), kind, toll, hurt, victims, act = event
    printed = day + timedelta(days=min(6, int(source.expovariate(0.9))))
    count = max(0, toll + (source.choice((-1, 0, 0, 1)) if toll > 2 else 0))
    exact = source.random() < 0.8
    named = [victim for victim in victims if source.random() < 0.7]
    title = f"{count} {source.choice(VERBS)} in {town if exact else district} {act}"
    lead = (
        f"{title}, {source.choice(('police', 'officials', 'residents', 'hospital sources'))} said. {', '.join(named)} of {town}."
    )
    return Facts(
        id=f"r{number:07d}",
        document=f"d{number:07d}",
        voice=f"d{number:07d}",
        publisher=source.choice(OUTLETS),
        published=printed.isoformat(),
        earliest=day.isoformat() if source.random() < 0.85 else None,
        latest=day.isoformat() if source.random() < 0.85 else None,
        lat=lat if exact else round(lat * 2) / 2,
        lon=lon if exact else round(lon * 2) / 2,
        where_prec=1 if exact else 3,
        places=(town, district) if exact else (district,),
        country="PK",
        kind=kind if source.random() < 0.9 else "Attack",
        killed=(count, count),
        injured=(hurt, hurt) if source.random() < 0.6 else None,
        victims=tuple(named),
        names=(town, district, *named),
        weapons=("Firearms",) if kind in ("Armed clash", "Attack") else ("Explosives",),
        title=title,
        lead=lead,
    )


def measure(number: int, days: int) -> dict[str, float]:
    """Link so many reports of so many days and say what it took."""
    rows, gold = zip(*make_reports(number, days), strict=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, cpu = time.perf_counter(), time.process_time()
    clusters = link_facts(rows)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    label = {report: found[0] for found in clusters for report in found}
    agreement = pairwise(label, {facts.id: (incident,) for facts, incident in zip(rows, gold, strict=True)})
    return {
        "reports": number,
        "days": days,
        "seconds": round(wall, 1),
        "cpu_seconds": round(cpu, 1),
        "peak_mb": round(peak),
        "input_mb": round(before),
        "microseconds_per_report": round(1e6 * cpu / number),
        "pairwise_f1": round(agreement.f1, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how linking grows with the number of reports.")
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--here", action="store_true", help="in this process (used by the benchmark itself)")
    parser.add_argument("--per-day", type=int, help="reports a day, whatever their number; otherwise all lie within ten years")
    options = parser.parse_args()
    for size in options.sizes:
        if options.here:
            print(json.dumps(measure(size, max(1, size // options.per_day) if options.per_day else DAYS)))
        else:
            dense = ["--per-day", str(options.per_day)] if options.per_day else []
            subprocess.run([sys.executable, __file__, str(size), "--here", *dense], check=True)


if __name__ == "__main__":
    main()
