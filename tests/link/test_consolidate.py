"""Disagreeing reports settle by a rule with a name; what loses is kept with the reason, copies never outvote."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.errors import SettingsError
from roznamcha.link.consolidate import RULES, Told, consolidate
from roznamcha.link.consolidate.eventreport import METHODS, Column
from roznamcha.model import Claim, Count, DateValue, Origin, Report, Span, Value
from roznamcha.model.incident import Incident, Toll
from roznamcha.model.values import Actor, Claimed, Place, PlaceValue

RULE = Origin("rule", "test", "1")


def claim(field: str, value: Value, words: str = "words", **more: object) -> Claim:
    return Claim(field, value, (Span(0, len(words), words),), RULE, 0.8, **more)  # type: ignore[arg-type]


def told(name: str, *claims: Claim, day: str | None = None, voice: str | None = None, copy: bool = False) -> Told:
    return Told(name, Report(f"doc-{name}", Span(0, 5, "words"), claims), voice or name, f"Outlet {name}", day, copy)


def killed(low: int, high: int | None, **by: int) -> Claim:
    return claim("killed", Count(low, high, tuple(by.items())))


def toll(incident: Incident) -> Toll:
    value = incident.value_of("killed")
    assert isinstance(value, Toll)
    return value


KARACHI = (
    told("flash", killed(8, None), day="2014-02-13"),
    told("evening", killed(13, 13, state=13), day="2014-02-13"),
    told("next-day", killed(13, 13, state=13), day="2014-02-14"),
    told("counts-the-bomber", killed(14, 14, state=13, militants=1), day="2014-02-15"),
)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule not in ("most-conservative", "most-informative", "gtd", "latest")]
)
def test_thirteen_victims_is_best_by_every_rule_that_counts_voices(rule: str) -> None:
    assert toll(consolidate(KARACHI, rule)).best == 13


def test_the_early_open_toll_is_kept_as_superseded() -> None:
    cell = consolidate(KARACHI, "ucdp").cell("killed")
    assert cell is not None
    early = next(lost for lost in cell.beaten if lost.status == "superseded")
    assert (early.value, early.reports) == (Count(8, None), ("flash",))


def superseded(*reports: Told) -> dict[object, str]:
    cell = consolidate(reports, "ucdp").cell("killed")
    assert cell is not None
    return {lost.value: lost.reason for lost in cell.beaten if lost.status == "superseded"}


def test_a_superseded_figure_says_what_superseded_it() -> None:
    reports = [
        told("flash", killed(8, None), day="2014-02-13"),
        told("more", killed(10, None), day="2014-02-13"),
        told("night", killed(11, 11), day="2014-02-13"),
        told("next-day", killed(13, 13), day="2014-02-14"),
    ]
    assert superseded(*reports[:2]) == {Count(8, None): "an open figure that 10+ goes beyond"}
    assert superseded(*reports[::2]) == {Count(8, None): "an open figure that 11 fulfils"}
    assert superseded(*reports[2:]) == {Count(11, 11): "13 was printed later, on 2014-02-14, and by no fewer voices"}


@pytest.mark.parametrize(
    ("hours", "best"),
    [
        (("T08:00:00+05:00", "T21:00:00+05:00"), 14),
        (("T21:00:00+05:00", "T08:00:00+05:00"), 13),
        (("T12:00:00+05:00", "T11:00:00+00:00"), 14),
        (("T12:00:00", "T13:00:00"), 14),
        (("", "T21:00:00+05:00"), 13),
        (("T12:00:00", "T21:00:00+05:00"), 13),
        (("", ""), 13),
    ],
)
@pytest.mark.parametrize("rule", ["ucdp", "latest"])
def test_of_equals_of_one_day_the_figure_of_the_later_hour_is_taken_where_each_hour_is_known(
    hours: tuple[str, str], best: int, rule: str
) -> None:
    first, second = (f"2014-02-13{hour}" for hour in hours)
    reports = (told("a", killed(13, 13), day=first), told("b", killed(14, 14), day=second))
    assert toll(consolidate(reports, rule)).best == best
    assert len(consolidate(reports, rule, as_of="2014-02-13").report_ids) == 2


def test_the_minimum_hears_the_early_toll_too() -> None:
    assert toll(consolidate(KARACHI, "most-conservative")).best == 8


def test_ucdp_adds_the_attacker_that_another_report_counts() -> None:
    result = toll(consolidate(KARACHI, "ucdp"))
    assert (result.low, result.best, result.high) == (13, 13, 14)
    assert dict(result.by) == {"state": 13, "militants": 1}


def test_as_of_an_early_day_only_what_was_printed_by_then_is_known() -> None:
    early = consolidate(KARACHI[:1] + KARACHI[2:], "ucdp", as_of="2014-02-13")
    assert (toll(early).best, toll(early).high, early.report_ids) == (8, None, ("flash",))


def test_a_report_without_a_day_is_not_heard_as_of_a_day() -> None:
    assert consolidate((told("undated", killed(3, 3)),), as_of="2014-02-13").cells == ()


def test_copies_speak_with_one_voice_and_cannot_outvote() -> None:
    copies = tuple(told(f"copy{n}", killed(20, 20), day="2014-02-14", voice="wire", copy=n > 0) for n in range(5))
    others = (told("a", killed(13, 13), day="2014-02-14"), told("b", killed(13, 13), day="2014-02-14"))
    result = consolidate((*copies, *others), "most-cited")
    assert (toll(result).best, result.voices) == (13, 3)


def test_what_no_report_fills_has_no_cell() -> None:
    assert consolidate((told("a", claim("status", "occurred")),)).cells_of("killed") == ()


def test_a_resolved_day_goes_before_bare_weekdays() -> None:
    reports = (
        *(told(f"w{n}", claim("date", DateValue(None))) for n in range(3)),
        told("d", claim("date", DateValue("2014-02-13"))),
    )
    value = consolidate(reports).value_of("date")
    assert isinstance(value, DateValue)
    assert value.edtf == "2014-02-13"


def day(edtf: str, first: str, last: str | None = None) -> Claim:
    return claim("date", DateValue(edtf, first, last or first))


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in ("latest", "gtd", "most-conservative")])
@pytest.mark.parametrize(
    ("wider", "closer"),
    [
        (day("2014-02-15~", "2014-02-15"), day("2014-02-14", "2014-02-14")),
        (day("2014-02-15?", "2014-02-15"), day("2014-02-14", "2014-02-14")),
        (day("2014-02-12/2014-02-15", "2014-02-12", "2014-02-15"), day("2014-02-14", "2014-02-14")),
        (day("2014-02", "2014-02-01", "2014-02-28"), day("2014-02-15~", "2014-02-15")),
        (day("2013-24", "2013-12-01", "2014-02-28"), day("2014-02", "2014-02-01", "2014-02-28")),
        (claim("date", DateValue("2014-02-10/..", "2014-02-10")), day("2014", "2014-01-01", "2014-12-31")),
        (claim("date", DateValue("XXXX-02-13")), day("-0043-03", "-0043-03-01", "-0043-03-31")),
    ],
    ids=lambda claim: claim.value.edtf,
)
def test_of_equals_the_date_that_spans_fewer_days_is_taken_and_an_exact_one_before_about(
    wider: Claim, closer: Claim, rule: str
) -> None:
    cell = consolidate((told("a", wider), told("b", closer)), rule).cell("date")
    assert cell is not None
    assert cell.value == closer.value
    assert [lost.status for lost in cell.beaten] == ["less precise"]


CHOWK = Place("geonames:1", "Liaquat Chowk", ("Liaquat Chowk", "Karachi"), "PK", 24.9, 67.1, "PPLX")


@pytest.mark.parametrize("rule", RULES)
def test_what_is_known_goes_before_what_is_not_under_every_rule(rule: str) -> None:
    placed, unplaced = claim("place", PlaceValue(("Liaquat Chowk",), "PK", CHOWK)), claim("place", PlaceValue(("the bus depot",)))
    dated, undated = day("2014-02-13", "2014-02-13"), claim("date", DateValue(None))
    reports = (
        *(told(f"r{n}", placed, dated, day="2014-02-13") for n in range(7)),
        *(told(f"u{n}", unplaced, undated, day="2014-02-20") for n in range(9)),
    )
    result = consolidate(reports, rule)
    assert (result.value_of("place"), result.value_of("date")) == (placed.value, dated.value)
    for field in ("place", "date"):
        cell = result.cell(field)
        assert cell is not None
        assert cell.reason.startswith("known, where others are not")
        assert [(lost.status, "another report" in lost.reason) for lost in cell.beaten] == [("less precise", True)]


def test_the_latest_rule_takes_the_place_printed_last_among_those_on_the_map() -> None:
    first, last = (PlaceValue((name,), "PK", replace(CHOWK, id=name, name=name)) for name in ("Korangi", "Landhi"))
    reports = (
        told("a", claim("place", first), day="2014-02-13"),
        told("b", claim("place", last), day="2014-02-14"),
        told("c", claim("place", PlaceValue(("the bus depot",))), day="2014-02-20"),
    )
    cell = consolidate(reports, "latest").cell("place")
    assert cell is not None
    assert cell.value == last
    assert {lost.status for lost in cell.beaten} == {"superseded", "less precise"}


def test_a_value_that_lost_says_in_what() -> None:
    sure, unsure = claim("status", "occurred"), replace(claim("status", "thwarted"), confidence=0.4)
    cell = consolidate((told("a", sure), told("b", unsure))).cell("status")
    assert cell is not None
    assert [lost.reason for lost in cell.beaten] == ["as many voices, but read less surely (40%)"]


def test_a_late_claim_of_responsibility_outdates_that_nobody_claimed() -> None:
    reports = (
        told("a", claim("claim", Claimed("none"))),
        told("b", claim("claim", Claimed("none"))),
        told("c", claim("claim", Claimed("claimed"))),
    )
    assert consolidate(reports).value_of("claim") == Claimed("claimed")


def test_names_of_one_actor_are_one_cell_and_suspicion_stays() -> None:
    short = claim("actor", Actor("Taliban", "perpetrator", "Rebel group"), stance="suspected")
    long = claim("actor", Actor("the Pakistani Taliban", "perpetrator", "Rebel group"), stance="suspected")
    (cell,) = consolidate((told("a", short), told("b", long))).cells_of("actor")
    assert (cell.value, cell.stance, cell.reports) == (long.value, "suspected", ("a", "b"))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=7))
def test_most_representative_is_the_packages_mode_which_takes_the_lowest_of_equals(counts: list[int]) -> None:
    reports = [told(f"r{n}", killed(count, count), day="2014-02-13") for n, count in enumerate(counts)]
    mode = METHODS["low mode"](Column(tuple(map(float, counts)))).value
    assert toll(consolidate(reports, "most-representative")).best == mode


def test_acled_reads_words_that_are_no_number_by_its_codebook() -> None:
    reports = (told("a", claim("killed", Count(24, None), "dozens were killed")),)
    assert toll(consolidate(reports, "acled")).best == 12


def test_an_unknown_rule_is_refused_with_the_choices() -> None:
    with pytest.raises(SettingsError, match="most-cited"):
        consolidate(KARACHI, "average")


COUNTS = st.tuples(st.integers(0, 60), st.booleans())


@given(
    st.lists(
        st.tuples(COUNTS, st.sampled_from(["2014-02-13", "2014-02-14", None]), st.sampled_from("abc")), min_size=1, max_size=7
    )
)
def test_order_does_not_matter_and_the_best_figure_is_one_that_was_told(
    rows: list[tuple[tuple[int, bool], str | None, str]],
) -> None:
    reports = [
        told(f"r{n}", killed(low, None if open_ else low), day=day, voice=voice)
        for n, ((low, open_), day, voice) in enumerate(rows)
    ]
    shuffled = random.Random(1).sample(reports, len(reports))
    for rule in RULES:
        result = consolidate(reports, rule)
        assert result == consolidate(shuffled, rule)
        assert toll(result).best in {low for (low, _), _, _ in rows}
        assert (
            toll(result).low <= toll(result).best <= (toll(result).high if toll(result).high is not None else toll(result).best)
        )
