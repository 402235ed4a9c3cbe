"""Documents per second and peak memory of `roznamcha code`, as a user runs it.

    python benchmarks/throughput.py --documents 10000 --jobs 2

The input is a stream of reports of our own making in the shape of a press day: one in `--relevant` tells of incidents (about three
in 500 words, as hand-coded news does), the others are about weather, cricket and budgets, all of about `--words` words. Each figure is taken from a process of its own:
the wall clock, and the peak resident size of it and its workers together as the kernel counted it every 50 ms.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

TOWNS = ("Quetta", "Karachi", "Peshawar", "Lahore", "Bannu", "Swat", "Zhob", "Gwadar", "Hangu", "Kohat", "Tank", "Mastung")
FIRST = "Bar Chak Dal Gul Jan Kot Lal Mir Nar Pir Shah Tor Yar Zar".split()
LAST = "abad garh kot pur wala zai dera khel mandi nagar".split()
MONTHS = "January February March April May June July August September October November December".split()
VILLAGES = tuple(first + last for first in FIRST for last in LAST)
ACTS = (
    "Gunmen on motorcycles shot dead {n} policemen at a check post in {village}, {town}, on Thursday, an officer said.",
    "A roadside bomb killed at least {n} soldiers and injured {m} others in {village} near {town} late on Monday, the army said.",
    "Unidentified attackers abducted {n} engineers from a road camp at {village}, {town}, on {day}; no group has claimed it.",
    "{n} people were killed and over {m} wounded when a suicide bomber struck a procession at {village} in {town} on {day}.",
)
CALM = (
    "The finance ministry expects growth of about four per cent this year, an official told reporters in {town}.",
    "Heavy rain closed the road to {town} for several hours and delayed trains across the district.",
    "The home side won the second match in {town} by {n} wickets after a long stand for the fifth.",
    "Traders in {town} asked for lower tariffs on tea and cloth, and for a new bridge over the river.",
    "Schools in {town} will open a week later because the repair of their roofs is not finished.",
)


@dataclass(frozen=True)
class Figures:
    documents: int
    words: int
    jobs: int
    target: str
    seconds: float
    documents_per_second: float
    peak_mb: float


def write_input(file: Path, documents: int, words: int, relevant: int) -> int:
    """Write the stream and give the mean number of words of a document."""
    chance = random.Random(1)
    total = 0
    with file.open("w", encoding="utf-8") as stream:
        for n in range(documents):
            sentences = []
            while sum(len(sentence.split()) for sentence in sentences) < words:
                pool = ACTS if n % relevant == 0 and len(sentences) % 12 == 0 else CALM
                facts = {"n": chance.randrange(2, 30), "m": chance.randrange(30, 90), "town": chance.choice(TOWNS)}
                facts |= {"village": chance.choice(VILLAGES), "day": f"{MONTHS[chance.randrange(12)]} {chance.randrange(1, 29)}"}
                sentences.append(chance.choice(pool).format(**facts))
            text = "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))
            total += len(text.split())
            day = f"2014-{n * 12 // documents + 1:02}-{n * 336 // documents % 28 + 1:02}"  # a year's news, in order
            stream.write(json.dumps({"id": f"report-{n}", "text": text, "published": day}) + "\n")
    return total // documents


def resident_mb(pid: int) -> float:
    """Sum up the resident memory of a process and its children, from /proc."""
    total = 0
    for one in [pid, *_children(pid)]:
        try:
            status = Path(f"/proc/{one}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
    return total / 1024


def _children(pid: int) -> list[int]:
    try:
        found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []
    return found + [grandchild for child in found for grandchild in _children(child)]


def measure(source: Path, target: list[str], jobs: int) -> tuple[float, float]:
    """Code the source and give the seconds and the peak of memory in MB."""
    command = [sys.executable, "-m", "roznamcha", "code", str(source), *target, "--jobs", str(jobs)]
    begun, peak = time.monotonic(), 0.0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, resident_mb(process.pid))
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"coding failed with exit code {process.returncode}")
    return time.monotonic() - begun, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=10000)
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--relevant", type=int, default=20, help="one document in so many tells of incidents")
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--target", choices=("register", "records"), nargs="*", default=["register"])
    parser.add_argument("--no-link", action="store_true", help="leave the new reports unlinked")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "stream.jsonl")
        words = write_input(source, options.documents, options.words, options.relevant)
        for target in options.target:
            for jobs in options.jobs:
                where = [f"--{target}", str(Path(folder, f"{jobs}.{target}")), *(["--no-link"] if options.no_link else [])]
                seconds, peak = measure(source, where, jobs)
                rate = options.documents / seconds
                figures = Figures(options.documents, words, jobs, target, round(seconds, 1), round(rate, 1), round(peak))
                print(json.dumps(asdict(figures)), flush=True)


if __name__ == "__main__":
    main()
