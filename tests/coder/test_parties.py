"""The words of a party made whole: pieces of a noun phrase that the network cut short."""

from __future__ import annotations

import pytest

from factories import make_document
from roznamcha.coder.drafts import Mention
from roznamcha.coder.parties import whole_parties
from roznamcha.coder.reading import Text
from roznamcha.model import Span


def whole(text: str, *marked: str, label: str = "target") -> list[str]:
    mentions = [Mention(Span.of(text, at := text.index(words), at + len(words)), label) for words in marked]
    return [mention.span.text for mention in whole_parties(mentions, Text(make_document(text)))]


@pytest.mark.parametrize(
    ("text", "words", "expect"),
    [
        ("Rebels shot dead eight party workers in Sibi.", "eight", "eight party workers"),
        ("The blast damaged three buildings and a bus.", "three", "three buildings"),
        ("The blast killed 12 soldiers in Sibi.", "12", "12 soldiers"),
        ("A blast killed TWO\nPOLICEMEN ON PATROL.", "TWO", "TWO\nPOLICEMEN"),
        ("They led away five people with them.", "five people with", "five people"),
        ("They fought the Security Forces (SFs) for hours.", "Security Forces (", "Security Forces (SFs)"),
        ("A shootout with federal police left one dead.", "federal", "federal police"),
        ("Shells hit residential areas in the city.", "residential", "residential areas"),
        ("Pakistani Taliban were shot.", "Pakistani", "Pakistani Taliban"),
        ("Amal Haddad, 23, was shot.", "Amal", "Amal Haddad"),
        ("Haddad Monday was shot.", "Haddad", "Haddad"),
        ("His 17-year-old son was shot.", "His 17-year-old", "His 17-year-old son"),
        ("Maoists Kumar and Das were shot.", "Maoists", "Maoists"),
        ("A 12-year-old was shot in Sibi.", "A 12-year-old", "A 12-year-old"),
        ("A 12-year-old: police found him.", "A 12-year-old", "A 12-year-old"),
        ("Israelis Monday attacked a post.", "Israelis", "Israelis"),
        ("Ahmed Shot Dead By Rebels", "Ahmed", "Ahmed"),
        ("He army said was shot.", "He", "He"),
        ("The fire destroyed 1,200 houses.", "1,200", "1,200 houses"),
        ("Rebels shot Team A of the force.", "Team A", "Team A"),
        ("Police were shot.", "Police", "Police"),
        ("A woman of the town was shot.", "A woman", "A woman"),
    ],
)
def test_a_phrase_cut_short_is_made_whole(text: str, words: str, expect: str) -> None:
    assert whole(text, words) == [expect]


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        ("A clerk was killed and one was wounded.", "one", "target"),
        ("The attack killed three, and another in Sibi killed two.", "three", "target"),
        ("A suicide bomber killed 13 men.", "13", "perpetrator"),
        ("A suicide attack hit the town.", "suicide", "perpetrator"),
    ],
)
def test_a_number_or_a_manner_names_nobody(text: str, words: str, label: str) -> None:
    assert whole(text, words, label=label) == []


def test_who_acts_is_no_thing() -> None:
    assert whole("Shells hit residential areas in the city.", "residential", label="perpetrator") == ["residential"]


def test_a_part_of_a_party_made_whole_is_left_out() -> None:
    assert whole("Nine men who stood guard were shot. Police left.", "Nine", "men", "Police") == ["Nine men", "Police"]


def test_other_words_stay_as_they_are() -> None:
    assert whole("Rebels shot dead eight party workers in Sibi.", "eight", label="killed") == ["eight"]
