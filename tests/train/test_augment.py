"""Changed and joined texts keep every span on its words (law 1 holds in training too)."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from roznamcha.coder.drafts import Draft, Mention
from roznamcha.model import Origin, Span
from roznamcha.train.augment import Pools, edited, joined, pools_of, recased, renamed, renumbered, unpunctuated, varied
from roznamcha.train.examples import Example

TEXT = "Gunmen killed Rahim Gul, a teacher, in Karigah village of Swabi District on March 3, reports Dawn."


def span(words: str, text: str = TEXT) -> Span:
    at = text.index(words)
    return Span.of(text, at, at + len(words))


def example() -> Example:
    mentions = (
        Mention(span("Karigah village"), "place"),
        Mention(span("Swabi District"), "place"),
        Mention(span("Rahim Gul"), "person", "killed"),
        Mention(span("Dawn"), "source", "media"),
        Mention(span("on March 3"), "date"),
    )
    draft = Draft(span("killed Rahim Gul, a teacher"), "Attack", Origin("person", "gold", "1"), mentions=mentions)
    return Example(TEXT, (draft,), ({"killed": (1, 1)},))


POOLS = Pools(("Turbat", "Sukma"), ("Asad Khan", "Meena Devi"), ("The News",), ("Rain is expected over the weekend.",))


def spans(changed: Example) -> list[Span]:
    return [one for draft in changed.drafts for one in (draft.anchor, *(mention.span for mention in draft.mentions))]


@given(st.integers(0, 10_000))
def test_every_span_stays_on_its_words(seed: int) -> None:
    changed = varied(example(), POOLS, random.Random(seed))
    assert all(one.holds(changed.text) for one in spans(changed))
    assert len(spans(changed)) == len(spans(example()))


def test_edits_move_spans_and_widen_those_they_touch() -> None:
    changed = edited(example(), [(0, 6, "Two men"), (TEXT.index("Rahim"), TEXT.index("Rahim") + 5, "Abdur Rahim")])
    assert changed.text.startswith("Two men killed Abdur Rahim Gul")
    assert changed.drafts[0].labelled("person")[0].span.text == "Abdur Rahim Gul"
    assert changed.drafts[0].labelled("date")[0].span.text == "on March 3"


def test_names_are_swapped_everywhere_and_generic_words_stay() -> None:
    changed = renamed(example(), POOLS, random.Random(4))
    place = changed.drafts[0].labelled("place")[0].span.text
    assert place.endswith(" village")


def test_joined_texts_tell_all_their_incidents() -> None:
    both = joined([example(), example()], random.Random(1))
    assert len(both.drafts) == len(both.totals) == 2
    assert all(one.holds(both.text) for one in spans(both))


def test_punctuation_and_case_can_go() -> None:
    bare = unpunctuated(example())
    assert "," not in bare.text and all(one.holds(bare.text) for one in spans(bare))
    assert recased(example(), "upper").drafts[0].anchor.text == "KILLED RAHIM GUL, A TEACHER"


def test_pools_hold_the_names_without_generic_words() -> None:
    assert pools_of([example()], ()).places == ("Karigah", "Swabi")


def test_numbers_of_people_are_swapped_and_their_totals_no_longer_asked() -> None:
    text = "Two soldiers and 12 militants were killed and three injured."
    mentions = (
        Mention(span("Two soldiers", text), "killed", "state"),
        Mention(span("12 militants", text), "killed", "militants"),
        Mention(span("three", text), "injured"),
    )
    draft = Draft(span("were killed", text), "Armed clash", Origin("person", "gold", "1"), mentions=mentions)
    old = Example(text, (draft,), ({"killed": (14, 14), "injured": (3, 3)},))
    for seed in range(30):
        new = renumbered(old, random.Random(seed))
        assert all(one.holds(new.text) for one in spans(new))
        for label in ("killed", "injured"):
            same = [m.span.text for m in new.drafts[0].labelled(label)] == [m.span.text for m in draft.labelled(label)]
            assert same or label not in new.totals[0]
    assert len({renumbered(old, random.Random(seed)).text for seed in range(30)}) > 10


def test_organisations_are_swapped_for_others_of_their_kind() -> None:
    text = "Cadres of the Baloch Liberation Army fired at a patrol."
    draft = Draft(
        span("fired at a patrol", text),
        "Attack",
        Origin("person", "gold", "1"),
        mentions=(Mention(span("Baloch Liberation Army", text), "perpetrator", "Rebel group"),),
    )
    pools = Pools((), (), (), (), (("Rebel group", ("Shining Path", "New People's Army")),))
    texts = {renamed(Example(text, (draft,), ({},)), pools, random.Random(seed)).text for seed in range(20)}
    assert "Cadres of the Shining Path fired at a patrol." in texts
