"""The three public sets of linked reports, as facts for the linker and the gold incident of each report.

GVA has whole articles, MAVERICK hand-coded rows without text, the UCDP headlines one line each. None of them is read further
than the linker itself reads: no gold value (a victim, a toll, a city) enters the facts of GVA and UCDP.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from roznamcha.errors import DataError
from roznamcha.evaluate.coding import code_outcomes
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.link import words
from roznamcha.link.facts import LEAD_CHARACTERS, NAMED_CHARACTERS, Facts, from_report
from roznamcha.link.furniture import common_lines

SOURCE: Final = re.compile(r"(?P<outlet>.*?) \((?P<day>\d{4}-\d\d-\d\d)\)\s*(?P<headline>.*)", re.DOTALL)
"""How MAVERICK cites: "Outlet (YYYY-MM-DD) Headline"."""
ARCHIVE: Final = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/")
MAVERICK_PRECISION: Final = {"6": 1, "5": 1, "4": 2, "3": 2, "2": 4, "1": 6}
"""MAVERICK's geographic precision (6 most exact) as UCDP's `where_prec`; its middle values are not documented."""
ACTORS: Final = range(1, 7)


@dataclass(frozen=True, slots=True)
class LinkedReport:
    """One report with the gold incidents that it tells of (none where the set keeps them back)."""

    facts: Facts
    incidents: tuple[str, ...]


HALVES: Final = ("tuned", "tested")

FILES: Final = ("articles*.jsonl", "headlines*.jsonl", "maverick*.csv")


def find_set(path: Path, *patterns: str) -> Path:
    """Give the file itself, or the one file of a folder that is named as the sets are; raise DataError when there is not one."""
    if not path.is_dir():
        return path
    found = sorted(file for pattern in patterns or FILES for file in path.glob(pattern))
    if len(found) != 1:
        raise DataError(f"{path} holds {len(found)} files of the sets of linked reports: name one file")
    return found[0]


def read_linked(path: Path) -> tuple[str, list[LinkedReport]]:
    """Read a set by its form and give its name ("gva", "maverick", "ucdp") and reports; raise DataError for another form.

    `path` is the file or the folder that holds it.
    """
    path = find_set(path)
    if path.suffix == ".csv":
        return "maverick", list(_read_maverick(path))
    rows = list(read_lines(path))
    if rows and "headline" in rows[0]:
        return "ucdp", list(_headlines(rows))
    if rows and "text" in rows[0]:
        return "gva", list(_articles(rows))
    raise DataError(
        f"{path} is no GVA article file, MAVERICK table or UCDP headline file: see docs/linking.md for the three forms"
    )


def half_of(reports: Iterable[LinkedReport], half: str) -> list[LinkedReport]:
    """Keep the reports whose incidents all fall in a half of `HALVES`, by a digest of each incident's id.

    So whole incidents are held back from every time and place. The later part by time (`--since`) is the other split: harder,
    where one election fills it.
    """
    return [report for report in reports if report.incidents and {_half(name) for name in report.incidents} == {half}]


def _half(incident: str) -> str:
    return HALVES[hashlib.sha256(incident.encode()).digest()[0] % 2]


def _articles(rows: list[dict[str, Any]]) -> Iterator[LinkedReport]:
    furniture = common_lines((row["title"], row["text"]) for row in rows)
    for row in rows:
        lines = (line.strip() for line in row["text"].splitlines())
        body = "\n".join(line for line in lines if line and line not in furniture)
        names = dict.fromkeys((*words.names(row["title"]), *words.names(body[:NAMED_CHARACTERS])))
        facts = Facts(
            id=row["id"],
            document=row["id"],
            voice=row["id"],
            publisher=urlsplit(ARCHIVE.sub("", row.get("url") or "")).hostname,
            published=_day(row.get("published")),
            names=tuple(names),
            people=tuple(dict.fromkeys(words.people(body[:NAMED_CHARACTERS]))),
            dateline=words.dateline(body),
            title=row["title"],
            lead=body[:LEAD_CHARACTERS],
        )
        yield LinkedReport(facts, (row["incident"],) if row.get("incident") else ())


def _headlines(rows: list[dict[str, Any]]) -> Iterator[LinkedReport]:
    """Read each headline with the coder; what it finds in the few words joins the words themselves."""
    lines = ({"id": row["headline_id"], "text": row["headline"], "published": _day(row.get("date"))} for row in rows)
    records = {outcome.record.document.name: outcome.record for outcome in code_outcomes(lines) if outcome.record}
    for row in rows:
        found = records[row["headline_id"]].reports if row["headline_id"] in records else ()
        news = [report for report in found if report.value_of("background") is not True]
        coded = from_report(news[0]) if news else Facts(id="", document="")
        facts = replace(
            coded,
            id=row["headline_id"],
            document=row["headline_id"],
            voice=row["headline_id"],
            publisher=row.get("office") or None,
            published=_day(row.get("date")),
            names=tuple(dict.fromkeys(words.names(row["headline"]))),
            title=row["headline"],
            lead="",
        )
        yield LinkedReport(facts, tuple(row.get("event_ids") or ()))


def _day(text: str | None) -> str | None:
    return (text or "")[:10] or None


def _read_maverick(path: Path) -> Iterator[LinkedReport]:
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                yield LinkedReport(_coded(row), (row["event_id"],) if row.get("event_id") else ())
            except (KeyError, ValueError) as error:
                raise DataError(f"{path}, line {number}: is no row of MAVERICK's table ({error}); see docs/linking.md") from error


def _coded(row: dict[str, str]) -> Facts:
    cited = SOURCE.fullmatch(row["source"])
    return Facts(
        id=row["id"],
        document=row["source"],
        voice=row["source"],
        publisher=row["source_author"] or None,
        published=cited["day"] if cited else None,
        earliest=row["date_start"] or None,
        latest=row["date_end"] or row["date_start"] or None,
        lat=float(row["latitude"]) if row["latitude"] else None,
        lon=float(row["longitude"]) if row["longitude"] else None,
        where_prec=MAVERICK_PRECISION.get(row["geo_precision"].split(".")[0]),
        places=tuple(dict.fromkeys(name for name in (row["location"], row["city"]) if name)),
        country=row["country"] or None,
        killed=_toll(row, "deaths"),
        injured=_toll(row, "injuries"),
        actors=tuple(row[f"actor{n}_id"] for n in ACTORS if is_told(row[f"actor{n}"])),
        actor_kinds=_across(row, "subtype"),
        weapons=tuple(sorted({name for names in _across(row, "violence") for name in names.split("; ") if is_told(name)})),
        tags=tuple(filter(is_told, (row["target"], row["event_context"], *_across(row, "party")))),
        title=cited["headline"] if cited else "",
    )


def _toll(row: dict[str, str], what: str) -> tuple[int, int | None] | None:
    best = int(float(row[f"{what}_best"] or 0))
    low, high = (int(float(row[f"{what}_{end}"] or best)) for end in ("low", "high"))
    return min(low, best), max(high, best)


def is_told(value: str) -> bool:
    """Tell whether a cell says something: coders write "Unknown" and "Unknown actor (Kenya)" where they found nothing.

    >>> is_told("Police (Kenya)"), is_told("Unknown actor (Kenya)"), is_told("")
    (True, False, False)
    """
    return bool(value) and not value.startswith("Unknown")


def _across(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tuple(value for value in (row[f"actor{n}_{column}"] for n in ACTORS) if value)
