"""Decisions about links: replayed in order, undone exactly, and stronger than anything the linker finds."""

from hypothesis import given
from hypothesis import strategies as st

from roznamcha.link.decisions import LinkDecision, Obligations, replay
from roznamcha.link.facts import Facts
from roznamcha.link.linker import LinkOptions, link_facts

IDS = ("a", "b", "c", "d", "e")


def decision(
    number: int, kind: str, reports: tuple[str, ...] = (), others: tuple[str, ...] = (), undoes: str | None = None
) -> LinkDecision:
    return LinkDecision(str(number), kind, "amna", f"2024-05-{number + 1:02d}T08:00", "checked", reports, others, undoes)


@st.composite
def log(draw: st.DrawFn) -> list[LinkDecision]:
    lines: list[LinkDecision] = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["merge", "split", "unlink", "undo"] if lines else ["merge", "split", "unlink"]))
        reports = tuple(sorted(draw(st.sets(st.sampled_from(IDS), min_size=1, max_size=3))))
        others = tuple(sorted(draw(st.sets(st.sampled_from(IDS), min_size=1, max_size=3)) - set(reports)))
        undoes = draw(st.sampled_from(lines)).id if kind == "undo" else None
        lines.append(decision(number, kind, reports, others, undoes))
    return lines


def alike(number: int) -> Facts:
    """One of several reports that any linker would put together."""
    return Facts(
        id=IDS[number], document=f"doc {number}", voice=f"doc {number}", published="2024-02-03", earliest="2024-02-02",
        latest="2024-02-02", lat=30.2, lon=67.0, where_prec=1, places=("Hazarganji", "Quetta"), kind="Suicide bomb",
        killed=(13, 13), injured=(40, 40), names=("Shahid Khan", "Hazarganji"), title="13 killed in Hazarganji market blast",
        lead="A suicide bomber killed 13 people at the Hazarganji market, Shahid Khan of the police said.",
    )  # fmt: skip


@given(log())
def test_no_linking_breaks_a_decision(lines: list[LinkDecision]) -> None:
    obligations = replay(lines)
    found = link_facts([alike(number) for number in range(len(IDS))], LinkOptions(obligations=obligations))
    owner = {report: group for group in found for report in group}
    for group in obligations.together:
        assert len({owner[report] for report in group}) == 1
    for pair in obligations.apart:
        one, other = sorted(pair)
        assert owner[one] != owner[other]


@given(log())
def test_undoing_the_last_line_restores_what_stood_before(lines: list[LinkDecision]) -> None:
    if lines:
        undone = [*lines, decision(len(lines), "undo", undoes=lines[-1].id)]
        assert replay(undone) == replay(lines[:-1])


@given(log())
def test_obligations_never_contradict_each_other(lines: list[LinkDecision]) -> None:
    obligations = replay(lines)
    assert not any(pair <= group for pair in obligations.apart for group in obligations.together)


def test_without_decisions_the_reports_link() -> None:
    assert link_facts([alike(number) for number in range(len(IDS))]) == [IDS]


def test_the_later_word_counts() -> None:
    split_first = [decision(1, "unlink", ("a",), ("b",)), decision(2, "merge", ("a", "b"))]
    assert replay(split_first) == Obligations((frozenset("ab"),), frozenset())
    merge_first = [decision(1, "merge", ("a", "b", "c")), decision(2, "split", ("a", "b"), ("c",))]
    assert replay(merge_first).together == (frozenset("ab"),)
    assert replay(merge_first).keeps_apart("a", "c")
    assert not replay(merge_first).keeps_apart("a", "b")
