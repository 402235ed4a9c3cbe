"""Which count phrases of the network count no victims, and are left out before they are added up."""

from __future__ import annotations

import pytest

from factories import make_document
from roznamcha.coder.drafts import Mention
from roznamcha.coder.reading import Text
from roznamcha.coder.victims import only_victims
from roznamcha.model import Span


def kept(text: str, *mentions: tuple[str, str]) -> list[tuple[str, str]]:
    """Give the phrases that stay, each with its label."""
    marked = [Mention(Span.of(text, at := text.index(words), at + len(words)), label) for words, label in mentions]
    return [(one.span.text, one.label) for one in only_victims(marked, Text(make_document(text)))]


DEAD = ("two drivers were killed", "killed")
CASES = [
    ("Around 5:20 p.m. Tuesday two drivers were killed.", (DEAD,), ("20", "injured")),
    ("A 20-year-old was robbed: two drivers were killed.", (DEAD,), ("20", "injured")),
    ("Rockets fell: two drivers were killed and six trucks were damaged.", (DEAD,), ("six trucks were damaged", "injured")),
    (
        "A bomb killed nine people, including two policemen, and injured at least 40 others.",
        (("killed nine people, including two policemen", "killed"), ("injured at least 40 others", "injured")),
        ("two policemen", "injured"),
    ),
    (
        "A bomber tried to kill a brigadier of the Rangers, and one guard was killed.",
        (("one guard was killed", "killed"),),
        ("kill a brigadier of the Rangers", "killed"),
    ),
    (
        "A constable was shot at and injured in the bazaar.",
        (("A constable was shot at and injured", "injured"),),
        ("A constable was shot", "killed"),
    ),
    (
        "Men on a motorcycle shot at a trader named Karim in the bazaar; his son was hurt.",
        (("his son was hurt", "injured"),),
        ("shot at a trader named Karim", "killed"),
    ),
    (
        "Habib Gul died on Friday. Habib Gul suffered burns in the attack.",
        (("Habib Gul died", "killed"),),
        ("Habib Gul suffered burns", "injured"),
    ),
    (
        "Police have also arrested four men: two drivers were killed.",
        (("four men", "arrested"), DEAD),
        ("Police", "arrested"),
    ),
    (
        "Gunmen kidnapped two engineers in the hills: two drivers were killed.",
        (("two engineers", "abducted"), DEAD),
        ("Gunmen", "abducted"),
    ),
    ("A van burnt while no loss of life was reported.", (("no loss of life", "killed"),), ("no", "injured")),
]


@pytest.mark.parametrize(("text", "victims", "none"), CASES)
def test_what_counts_no_victims_is_left_out(text: str, victims: tuple[tuple[str, str], ...], none: tuple[str, str]) -> None:
    assert kept(text, *victims, none) == list(victims)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Four men in a car were killed.", (("Four men in a car were killed", "killed"),)),
        ("A guard was shot dead.", (("A guard was shot", "killed"),)),
        ("A trader was shot at point-blank range.", (("A trader was shot at point-blank range", "killed"),)),
        ("Two policemen were shot on Monday.", (("Two policemen were shot on Monday", "killed"),)),
        ("Men opened fire on a van; the death toll was 5.", (("opened fire on a van; the death toll was 5", "killed"),)),
        (
            "A blast killed Amir Jan and wounded Sher Jan's son.",
            (("killed Amir Jan", "killed"), ("wounded Sher Jan's son", "injured")),
        ),
        (
            "Two were killed; Amir Jan, one of five people hurt, is a teacher. Amir Jan's uncle died.",
            (("Two were killed", "killed"), ("five people hurt", "injured"), ("Amir Jan's uncle died", "killed")),
        ),
        ("Three policemen killed, two policemen hurt", (("Three policemen killed", "killed"), ("two policemen", "injured"))),
    ],
)
def test_victims_stay(text: str, mentions: tuple[tuple[str, str], ...]) -> None:
    assert kept(text, *mentions) == list(mentions)


def test_who_died_of_injuries_is_killed() -> None:
    text = "A raid killed a man. Three more people died of serious injuries; two injured women died of their wounds."
    phrases = (("killed a man", "killed"), ("Three more people died of serious injuries", "injured"))
    assert kept(text, *phrases) == [(words, "killed") for words, _ in phrases]
    assert kept(text, ("two injured women", "injured")) == [("two injured women", "injured")]


@pytest.mark.parametrize(
    "words",
    [
        "One man died of his injuries and ten others were wounded",
        "Twelve people were taken to hospital, two of whom died of their injuries",
        "Two soldiers nearly died from their injuries",
    ],
)
def test_who_is_told_of_more_than_the_dead_stays_injured(words: str) -> None:
    assert kept(f"{words}.", (words, "injured")) == [(words, "injured")]


@pytest.mark.parametrize("words", ["No deaths or injuries", "no casualties"])
def test_what_denies_wounds_too_is_told_of_both(words: str) -> None:
    mentions = [(words, "killed"), (words.split()[0], "injured")]
    assert kept(f"{words} were reported.", *mentions) == mentions


@pytest.mark.parametrize("words", ["Three policemen", "Two gunmen", "Activists"])
@pytest.mark.parametrize(
    "then", [" on Monday were freed.", " near Quetta were freed.", " last week were freed.", ".", " two days ago"]
)
def test_who_was_arrested_or_abducted_stays(words: str, then: str) -> None:
    assert kept(f"{words} abducted{then}", (words, "abducted")) == [(words, "abducted")]
