"""Probabilities of pieces become stretches; two readings of one incident become one."""

from __future__ import annotations

import numpy as np
import pytest

from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.grouping import choose, one_date, softmax, stretches, sure_counts
from roznamcha.model import Origin, Span

MODEL = Origin("model", "encoder", "test")
TEXT = "Two men were shot dead in Quetta on Monday. Police said the two men were killed in Quetta. A bomb went off in Pishin."


def rows(letters: str) -> np.ndarray:
    chances = {"O": (0.9, 0.05, 0.05), "B": (0.1, 0.8, 0.1), "I": (0.1, 0.1, 0.8)}
    return np.array([chances[letter] for letter in letters], dtype=np.float32)


def found(letters: str, inner: str = "") -> list[tuple[int, int]]:
    marks = np.array([k < len(inner) and inner[k] == "#" for k in range(len(letters))])
    return [(one.first, one.last) for one in stretches(rows(letters), marks)]


def test_stretches_run_until_a_piece_is_outside_or_begins_another() -> None:
    assert found("OBIIOBBI") == [(1, 4), (5, 6), (6, 8)]


def test_an_inside_without_a_begin_is_taken_to_begin_or_dropped() -> None:
    assert found("OOIO") in ([], [(2, 3)])


def test_one_doubtful_piece_does_not_break_a_phrase() -> None:
    chances = rows("BIIII")
    chances[2] = (0.55, 0.0, 0.45)
    assert [(one.first, one.last) for one in stretches(chances, np.zeros(5, dtype=bool))] == [(0, 5)]


def test_a_word_is_never_cut_in_two() -> None:
    assert found("OBOBI", "__#__") in ([(1, 3), (3, 5)], [(3, 5)])


def test_nothing_is_found_where_all_is_outside() -> None:
    assert found("OOO") == []


def test_softmax_sums_to_one() -> None:
    assert np.allclose(softmax(np.array([[1.0, 2.0, 900.0]], dtype=np.float32)).sum(), 1)


def draft(anchor: str, valid: float, *mentions: tuple[str, str], kind: str = "Attack") -> Draft:
    def span(words: str) -> Span:
        at = TEXT.index(words)
        return Span.of(TEXT, at, at + len(words))

    marked = tuple(Mention(span(words), label) for label, words in mentions)
    return Draft(span(anchor), kind, MODEL, mentions=marked, scores=(("valid", valid),))


def test_two_readings_of_one_incident_become_the_surer_one() -> None:
    slots = (("place", "Quetta"), ("date", "on Monday"), ("target", "Two men"))
    one, other = draft("shot dead", 0.9, *slots), draft("were killed", 0.6, *slots)
    assert choose([other, one]) == (one,)


def test_different_incidents_stay_in_the_order_of_the_text() -> None:
    one = draft("shot dead", 0.6, ("place", "Quetta"), ("date", "on Monday"))
    other = draft("A bomb went off", 0.9, ("place", "Pishin"), kind="Remote explosive/landmine/IED")
    assert choose([other, one]) == (one, other)


def test_drafts_without_words_are_no_twins_unless_their_anchors_meet() -> None:
    assert len(choose([draft("shot dead", 0.6), draft("A bomb went off", 0.9)])) == 2
    assert len(choose([draft("shot dead", 0.6), draft("were shot dead", 0.9)])) == 1


def test_the_same_blast_told_again_is_one_incident_and_another_place_is_not() -> None:
    monday = ("date", "on Monday")
    one = draft("shot dead", 0.9, monday, ("place", "Quetta"))
    assert choose([one, draft("were killed", 0.8, ("place", "Quetta"))]) == (one,)
    assert len(choose([one, draft("were killed", 0.8, monday, ("place", "Pishin"))])) == 2


@pytest.mark.parametrize(
    ("places", "others", "apart"),
    [
        pytest.param(("Pishin", "Balochistan"), ("Quetta", "Balochistan"), True, id="two towns of one province"),
        pytest.param(("Quetta", "Balochistan"), ("Balochistan",), False, id="a town and its province"),
        pytest.param(("the bazaar", "Quetta"), ("the city", "Quetta"), False, id="what is no name tells nothing"),
        pytest.param(("the police station", "Quetta"), ("a bus stop", "Quetta"), False, id="what is no name in two words"),
        pytest.param(("Saddar", "Quetta"), ("Quetta", "Balochistan"), False, id="a quarter, and the town it is in"),
    ],
)
def test_two_places_in_one_wider_place_are_two_incidents(places: tuple[str, ...], others: tuple[str, ...], apart: bool) -> None:
    text = "On Monday " + ", ".join((*places, *others)) + " was hit, then hit again"

    def hit(words: str, score: float, named: tuple[str, ...], after: int) -> Draft:
        spans = [Span.of(text, at := text.index(name, after), at + len(name)) for name in named]
        anchor = Span.of(text, at := text.index(words), at + len(words))
        mentions = (Mention(Span.of(text, 0, 9), "date"), *(Mention(span, "place") for span in spans))
        return Draft(anchor, "Attack", MODEL, mentions=mentions, scores=(("valid", score),))

    behind = len("On Monday " + ", ".join(places))
    assert len(choose([hit("was hit", 0.9, places, 0), hit("hit again", 0.8, others, behind)])) == 1 + apart


def test_numbers_that_differ_keep_incidents_apart() -> None:
    one = draft("shot dead", 0.9, ("place", "Quetta"), ("killed", "Two men"))
    other = draft("A bomb", 0.8, ("place", "Quetta"), ("killed", "A bomb went off"))
    assert choose([one, other]) == (one,)


def test_who_counts_the_same_victims_in_the_same_words_tells_one_incident() -> None:
    one = draft("shot dead", 0.9, ("date", "on Monday"), ("killed", "Two men"))
    other = draft("were killed", 0.8, ("place", "Pishin"), ("killed", "Two men were shot dead"))
    assert choose([one, other]) == (one,)
    assert len(choose([one, draft("were killed", 0.8, ("place", "Pishin"), ("killed", "the two men"))])) == 2


def test_date_words_that_touch_are_one_phrase() -> None:
    text = "on Thursday, and earlier in March"
    parts = [Mention(Span.of(text, a, b), "date", score=s) for a, b, s in ((0, 2, 0.6), (3, 11, 0.9), (25, 27, 0.8))]
    assert [mention.span.text for mention in one_date(parts, text)] == ["on Thursday"]
    assert one_date(parts[2:], text) == []


def test_a_doubtful_second_phrase_adds_nobody_to_a_count() -> None:
    text = "Two troopers were injured. A guard was killed, the SI said."
    phrases = {"Two troopers": 0.9, "injured": 0.9, "A guard": 0.8, "SI": 0.55}
    spans = {words: Span.of(text, at, at + len(words)) for words in phrases if (at := text.index(words)) >= 0}
    counted = sure_counts([Mention(spans[words], "injured", score=score) for words, score in phrases.items()])
    assert [mention.span.text for mention in counted] == ["Two troopers", "A guard"]
