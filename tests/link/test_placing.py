"""New reports are placed among the standing incidents by what lies near them, whatever batch they come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

import pytest

from factories import KARACHI, make_record, make_source
from roznamcha import placing
from roznamcha.model import Count, DateValue, PlaceValue, Record
from roznamcha.placing import link_register
from roznamcha.register import Register, open_register
from roznamcha.register.incidents import list_lines, members
from roznamcha.register.runs import begin_run
from roznamcha.register.writing import Coding, save_record

TOWNS = ("Orangi", "Shikarpur", "Turbat", "Parachinar", "Hangu", "Khuzdar", "Sibi", "Badin", "Jhang", "Mardan")
NAMES = ("Basit Lodhi", "Gul Zaman", "Nadir Khoso", "Saeed Mirani", "Asghar Toori", "Rafiq Mengal", "Zahid Bugti")
RUNS = count(1)


@dataclass(frozen=True)
class Act:
    """What the papers of these tests tell of."""

    number: int

    @property
    def day(self) -> date:
        return date(2014, 1, 5) + timedelta(days=9 * self.number)

    @property
    def town(self) -> str:
        return TOWNS[self.number % len(TOWNS)]

    @property
    def words(self) -> str:
        name = NAMES[self.number % len(NAMES)]
        return f"A blast killed [{3 + self.number} men|killed] of {name} in [{self.town}|place] on [{self.day:%d %B}|date]."


def told(act: Act, paper: int, more: str = "", wait: int = 1) -> Record:
    """Print the act in one paper's words."""
    text = f"{act.words} Paper {paper} has it from witness{'es' * (paper % 2)} in {act.town}.{more}"
    record = make_record(text, f"{act.number}-{paper}.txt", (act.day + timedelta(days=wait)).isoformat())
    town = replace(KARACHI, id=act.town, name=act.town, lat=25.0 + act.number % 10, lon=60.0 + act.number % 10, chain=(act.town,))
    values = {
        "killed": Count(3 + act.number, 3 + act.number),
        "date": DateValue(*[act.day.isoformat()] * 3),
        "place": PlaceValue((act.town,), "PK", town),
    }
    claims = tuple(replace(claim, value=values.get(claim.field, claim.value)) for claim in record.reports[0].claims)
    return replace(record, reports=(replace(record.reports[0], claims=claims),))


def save(register: Register, records: Iterable[Record]) -> None:
    run = begin_run(register, str(next(RUNS)), "{}")
    for record in records:
        name = record.document.name
        save_record(register, make_source(record.document.text, name), record, (), Coding(name, "1", run))


def linked(batches: Sequence[Sequence[Record]]) -> tuple[dict[str, dict[str, str]], dict[tuple[str, str], int], list[int]]:
    """Link batch by batch, and give the incidents, the counts, and the voices on the lines."""
    with open_register(":memory:") as register:
        for batch in batches:
            save(register, batch)
            link_register(register)
        counts = {(kind, term): n for kind, term, n in register.db.execute("SELECT kind, term, stories FROM story_counts")}
        return members(register), counts, [int(str(line["n_voices"])) for line in list_lines(register)]


RECORDS = [told(Act(number), paper) for number in range(10) for paper in range(1 + number % 3)]


@pytest.fixture
def register() -> Iterator[Register]:
    with open_register(":memory:") as register:
        yield register


@pytest.mark.parametrize("size", [1, 4, 7])
@pytest.mark.parametrize("backwards", [False, True])
def test_batches_of_any_size_and_order_give_what_one_batch_gives(size: int, backwards: bool) -> None:
    records = RECORDS[::-1] if backwards else RECORDS
    batches = [records[start : start + size] for start in range(0, len(records), size)]
    assert linked(batches) == linked([RECORDS])


def test_a_new_report_is_placed_without_reading_the_reports_far_from_it(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [told(Act(number), 1) for number in range(200)]
    save(register, many)
    link_register(register)
    read: list[str] = []
    kept = placing.read_document
    monkeypatch.setattr(placing, "read_document", lambda register, name: read.append(name) or kept(register, name))
    late = told(Act(105), 9)
    save(register, [late])
    assert link_register(register).placed == 1
    assert {late.document.id, many[105].document.id} <= set(read)
    assert len(read) == len(set(read)) < len(many) / 5
    assert len(members(register)) == len(many)


def test_an_earlier_copy_that_comes_later_gives_its_voice_to_all(register: Register) -> None:
    words = " ".join(
        f"The {word} of the town said that the {word} had been shut." for word in ("market", "school", "court", "bank")
    )
    copies = [told(Act(4), paper, f" {words}", wait) for paper, wait in ((2, 3), (4, 2), (6, 1))]
    save(register, [copies[0], *RECORDS])
    link_register(register)
    for copy in copies[1:]:
        save(register, [copy])
        link_register(register)
    voices = {voice for found in members(register).values() for voice in found.values()}
    assert copies[2].document.id in voices
    assert not voices & {copies[0].document.id, copies[1].document.id}
    whole = linked([[*RECORDS, *copies]])
    assert (members(register), [line["n_voices"] for line in list_lines(register)]) == (whole[0], whole[2])


def test_counting_anew_finds_what_the_batches_counted(register: Register) -> None:
    for record in RECORDS:
        save(register, [record])
        link_register(register)
    query = "SELECT kind, term, stories FROM story_counts ORDER BY kind, term"
    before = register.db.execute(query).fetchall()
    link_register(register, anew=True)
    assert register.db.execute(query).fetchall() == before


def test_a_register_whose_counts_are_of_other_reports_is_counted_whole(register: Register) -> None:
    save(register, RECORDS)
    link_register(register)
    whole = members(register)
    for table in ("story_counts", "link_keys", "common_lines"):
        register.db.execute(f"DELETE FROM {table}")
    save(register, [told(Act(2), 9)])
    link_register(register)
    (grown,) = [found for found in members(register).values() if not any(found == other for other in whole.values())]
    assert len(grown) == 1 + 1 + 2 % 3
