"""Kill `roznamcha code` at random moments and see that nothing is lost, halved or doubled (law 5 of the design).

    python benchmarks/kills.py --kills 100 --documents 400 --jobs 2

A reference register is coded in peace. Then the same input is coded into another register by a real process that is sent
SIGKILL at a random moment, again and again. After each kill every document in the register must be, line for line, as in the
reference, and none that was there may be gone. When the work is done before the kills are used up, a new register is begun.
At the end the run is let through and must give the reference's digest.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from roznamcha.register import open_register
from roznamcha.register.dump import dump_digest, dump_lines

TOWNS = ("Quetta", "Karachi", "Peshawar", "Lahore", "Bannu", "Swat", "Zhob", "Gwadar", "Hangu", "Kohat", "Tank", "Mastung")
PARENT = {"documents": None, "reports": 1, "claims": 1, "claim_spans": 0, "figures": 1}
"""Where in a dumped line the owner's id stands; a document owns itself."""


@dataclass
class Figures:
    """What the kills did: `during` of them hit a process that had begun to write and not ended."""

    kills: int = 0
    during: int = 0
    registers: int = 0
    documents: int = 0
    lost: int = 0
    different: int = 0
    damaged: int = 0
    equal_at_the_end: bool = True

    def sound(self) -> bool:
        return not (self.lost or self.different or self.damaged) and self.equal_at_the_end


def write_input(file: Path, documents: int) -> None:
    """Write reports of our own making, a line each."""
    with file.open("w", encoding="utf-8") as stream:
        for n in range(documents):
            town, killed = TOWNS[n % len(TOWNS)], n % 17 + 2
            text = (
                f"Gunmen shot dead {killed} policemen near check post {n} in {town} on October {n % 28 + 1}. "
                f"At least {n % 9 + 2} others were injured when a bomb went off minutes later, a police officer said. "
                f"No group has claimed responsibility. More than {n + 100} people were killed in the province last year."
            )
            stream.write(json.dumps({"id": f"report-{n}", "text": text, "published": "2014-11-01"}) + "\n")


def start(source: Path, register: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "roznamcha", "code", str(source), "--register", str(register), "--jobs", str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def document_count(register: Path) -> int:
    """Count the documents as another process sees them; none while the file is not there yet."""
    if not register.exists():
        return 0
    with open_register(register) as opened:
        return int(opened.db.execute("SELECT count(*) FROM documents").fetchone()[0])


def kill_once(process: subprocess.Popen[bytes], register: Path, chance: random.Random, documents: int) -> bool:
    """Kill the process at a random moment; tell whether it was at work then.

    One time in four the moment is anywhere in its start, else it comes a few milliseconds after a random number of documents.
    """
    if chance.random() < 0.25:
        time.sleep(chance.random())
    else:
        there = document_count(register)
        target = there + chance.randrange(0, max(1, (documents - there) // 4 + 1))
        while process.poll() is None and document_count(register) <= target:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.03)
    at_work = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return at_work and document_count(register) > 0


def content(register: Path) -> dict[str, set[str]]:
    """Give what the register holds of each document: its line, and those of its reports, claims, spans and figures."""
    if not register.exists():
        return {}
    held: dict[str, set[str]] = {}
    owner: dict[str, str] = {}
    with open_register(register) as opened:
        for line in dump_lines(opened):
            table, *row = json.loads(line)
            if table in PARENT:
                document = owner[row[PARENT[table]]] if PARENT[table] is not None else row[0]
                owner[row[0]] = document
                held.setdefault(document, set()).add(line)
    return held


def is_sound(register: Path) -> bool:
    """Ask SQLite whether the file is in order."""
    if not register.exists():
        return True
    with open_register(register) as opened:
        whole = opened.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return whole and opened.db.execute("PRAGMA foreign_key_check").fetchone() is None


def run(kills: int, documents: int, jobs: int, seed: int) -> Figures:
    """Do all of it in a folder of its own."""
    chance = random.Random(seed)
    figures = Figures(documents=documents)
    with tempfile.TemporaryDirectory() as folder:
        source, reference = Path(folder, "reports.jsonl"), Path(folder, "reference.register")
        write_input(source, documents)
        start(source, reference, 1).wait()
        expected = content(reference)
        while figures.kills < kills:
            figures.registers += 1
            register = Path(folder, f"{figures.registers}.register")
            there: dict[str, set[str]] = {}
            while figures.kills < kills and there.keys() != expected.keys():
                figures.during += kill_once(start(source, register, jobs), register, chance, documents)
                figures.kills += 1
                now = content(register)
                figures.lost += len(there.keys() - now.keys())
                figures.different += sum(lines != expected.get(document) for document, lines in now.items())
                figures.damaged += not is_sound(register)
                there = now
            start(source, register, jobs).wait()
            with open_register(register) as done, open_register(reference) as wanted:
                figures.equal_at_the_end &= dump_digest(done) == dump_digest(wanted)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    figures = run(options.kills, options.documents, options.jobs, options.seed)
    print(json.dumps(asdict(figures)))
    sys.exit(not figures.sound())


if __name__ == "__main__":
    main()
