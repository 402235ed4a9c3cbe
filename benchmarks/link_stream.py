"""How linking grows when reports come batch by batch: what a batch costs while the register behind it grows.

    python benchmarks/link_stream.py 20000 --batch 1000 --a-day 274

The reports are those of `link_scale`, printed so many a day, each in a document of its own that is saved without reading or coding.
A line a batch says how many reports stand, how long saving and linking took, and how many documents linking read for it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import link_scale

from roznamcha import placing
from roznamcha.link.facts import Facts
from roznamcha.model import (
    Block,
    Claim,
    Count,
    DateValue,
    Document,
    Meta,
    OffsetMap,
    Origin,
    Person,
    Place,
    PlaceValue,
    Record,
    Report,
    Segment,
    Source,
    Span,
    Value,
)
from roznamcha.register import Register, open_register
from roznamcha.register.runs import begin_run
from roznamcha.register.writing import Coding, save_record

MADE = Origin("rule", "benchmark", "1")


def as_record(facts: Facts) -> tuple[Source, Record]:
    """Print one made report as a document of two blocks."""
    text = f"{facts.title}\n{facts.lead}"
    digest = hashlib.sha256(f"{facts.id} {text}".encode()).hexdigest()
    document = Document(
        id=digest[:16],
        source=digest,
        name=facts.document,
        text=text,
        offsets=OffsetMap((Segment(0, len(text), 0, len(text)),)),
        blocks=(Block(0, len(facts.title), "title"), Block(len(facts.title) + 1, len(text), "body")),
        title=Meta(facts.title, "made"),
        publisher=Meta(facts.publisher or "", "made"),
        published=Meta(facts.published or "", "made"),
    )
    anchor = Span.of(text, len(facts.title) + 1, len(text))
    claims = tuple(Claim(field, value, (anchor,), MADE) for field, value in _values(facts))
    source = Source(digest, facts.document, facts.document, "text", text.encode(), text)
    return source, Record(document, (Report(document.id, anchor, claims),), ())


def _values(facts: Facts) -> Iterable[tuple[str, Value]]:
    yield "sub_event_type", facts.kind or "Attack"
    if facts.earliest and facts.latest:
        yield "date", DateValue(facts.earliest, facts.earliest, facts.latest)
    if facts.lat is not None and facts.lon is not None:
        place = Place(facts.places[0], facts.places[0], facts.places, "PK", facts.lat, facts.lon, "PPL")
        yield "place", PlaceValue(facts.places, "PK", place)
    for field, count in (("killed", facts.killed), ("injured", facts.injured)):
        if count:
            yield field, Count(*count)
    for name in facts.victims:
        yield "person", Person(name, "killed")


def save(register: Register, batch: Iterable[Facts], run: int) -> None:
    for facts in batch:
        source, record = as_record(facts)
        save_record(register, source, record, (), Coding(facts.id, "1", run))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how linking grows when reports come batch by batch.")
    parser.add_argument("reports", type=int)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--a-day", type=float, default=274.0)
    options = parser.parse_args()
    link_scale.DAYS = max(1, round(options.reports / options.a_day))
    rows = sorted((facts for facts, _ in link_scale.make_reports(options.reports)), key=lambda facts: facts.published or "")
    read = 0
    kept = placing.read_facts

    def counting(*arguments: object) -> object:
        nonlocal read
        read += 1
        return kept(*arguments)  # type: ignore[arg-type]

    placing.read_facts = counting  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "stream.register") as register:
        run = begin_run(register, "1", "{}")
        for start in range(0, len(rows), options.batch):
            batch, read, begun = rows[start : start + options.batch], 0, time.process_time()
            save(register, batch, run)
            saved = time.process_time()
            done = placing.link_register(register)
            linked = round(time.process_time() - saved, 2)
            line = {"reports": start + len(batch), "incidents": done.incidents, "save_s": round(saved - begun, 2)}
            print(json.dumps(line | {"link_s": linked, "documents_read": read}), flush=True)


if __name__ == "__main__":
    main()
