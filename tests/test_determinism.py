"""Law 4: the same input gives the same register and the same records, whatever the order and the number of workers."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pytest

from roznamcha.register import open_register
from roznamcha.register.dump import dump_digest

TOWNS = ("Quetta", "Karachi", "Peshawar", "Lahore", "Bannu", "Swat")


def code(*arguments: object) -> None:
    done = subprocess.run([sys.executable, "-m", "roznamcha", "code", *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr


@pytest.fixture(scope="module")
def entries() -> list[str]:
    texts = [
        f"Gunmen shot dead {n} policemen in {TOWNS[n % 6]} on October {n}. At least {n} others were hurt in a blast on Thursday."
        for n in range(2, 26)
    ]
    lines = [json.dumps({"id": f"r{n}", "text": text, "published": "2014-11-01"}) for n, text in enumerate(texts)]
    twins = [json.dumps({"id": "twin", "text": texts[0], "published": day}) for day in ("2014-11-01", "2014-12-01")]
    return [*lines, *twins, "this is not JSON", '{"id": "no text"}', lines[3]]


def test_register_is_the_same_for_every_order_and_number_of_workers(entries, tmp_path):
    digests = set()
    source = tmp_path / "reports.jsonl"
    for seed, jobs in ((0, 1), (1, 1), (2, 2), (3, 3)):
        random.Random(seed).shuffle(entries)
        source.write_text("\n".join(entries) + "\n", encoding="utf-8")
        register = tmp_path / f"{seed}.register"
        code(source, "--register", register, "--jobs", jobs)
        with open_register(register) as opened:
            digests.add(dump_digest(opened))
    assert len(digests) == 1


def test_register_coded_in_pieces_is_the_same_but_for_the_log_of_runs(entries, tmp_path):
    files = []
    for n, entry in enumerate(entries[:8]):
        files.append(tmp_path / f"{n}.jsonl")
        files[-1].write_text(entry + "\n", encoding="utf-8")
    whole, pieces = tmp_path / "whole.register", tmp_path / "pieces.register"
    code(*files, "--register", whole)
    for file in reversed(files):
        code(file, "--register", pieces)
    digests = set()
    for path in (whole, pieces):
        with open_register(path) as opened:
            opened.db.execute("PRAGMA foreign_keys = OFF")
            opened.db.execute("DELETE FROM runs")
            digests.add(dump_digest(opened))
    assert len(digests) == 1


def test_records_come_in_the_order_of_the_input_whatever_the_number_of_workers(entries, tmp_path):
    source = tmp_path / "reports.jsonl"
    source.write_text("\n".join(entries) + "\n", encoding="utf-8")
    written = set()
    for jobs in (1, 3):
        code(source, "--records", tmp_path / "out.jsonl", "--jobs", jobs)
        written.add((tmp_path / "out.jsonl").read_bytes())
    assert len(written) == 1
