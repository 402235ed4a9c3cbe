"""How fast dates and numbers are read: processor time per document of 500 words.

    python benchmarks/resolve_speed.py [--shared ../shared] [--json]

Reads the articles of `long.dev` over and over on one core, warm; the first call, which compiles the grammar, is told apart.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

WORDS = 500
ROUNDS = 5


def measure(read: Callable[[str], object], texts: list[str]) -> float:
    """Give the least processor time per 500 words over several rounds, in milliseconds."""
    words = sum(len(text.split()) for text in texts)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            read(text)
        times.append(time.process_time() - start)
    return 1000 * min(times) * WORDS / words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lines = (options.shared / "gold/long.dev.texts.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]

    start = time.process_time()
    from roznamcha.resolve.dates import read_dates
    from roznamcha.resolve.numbers import read_numbers

    read_dates(texts[0], published="2016-01-01")
    first = 1000 * (time.process_time() - start)
    figures = {
        "first call with imports, ms": first,
        "dates, ms per 500 words": measure(lambda text: read_dates(text, published="2016-01-01"), texts),
        "numbers, ms per 500 words": measure(read_numbers, texts),
    }
    if options.json:
        print(json.dumps(figures))
    else:
        for name, figure in figures.items():
            print(f"{name:30} {figure:8.2f}")


if __name__ == "__main__":
    main()
