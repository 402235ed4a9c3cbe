"""Texts in one case: names get the capitals of print, plain words lose theirs, and every letter keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.resolve.places import recased
from roznamcha.resolve.places.casing import is_in_one_case

WORDS = st.sampled_from(["NEW YORK", "KILLED", "straße", "İzmir", "QUETTA'S", "the", "FMLN", "U.S.", ",", "\n", "March", "-"])


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("HE LEFT NEW YORK FOR EL SALVADOR", "he left New York for El Salvador"),
        ("THE OUTSKIRTS OF QUETTA'S HAZARA TOWN WERE HIT", "the outskirts of Quetta's Hazara town were hit"),
        ("the army shelled lahore and then left", "the army shelled Lahore and then left"),
    ],
)
def test_a_text_in_one_case_is_written_as_a_paper_would(text: str, printed: str) -> None:
    assert recased(text) == printed


@pytest.mark.parametrize(
    "text", ["", "QUETTA", "Gunmen killed two men in Quetta.", "UN: two men were killed in Quetta, police said."]
)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert not is_in_one_case(text) or len(text) >= 20
    assert recased(text) == text


def test_a_long_sentence_with_its_capital_is_in_print() -> None:
    text = (
        "Two men on a motorcycle opened fire on a police van in the old city on a busy market day, " * 2
        + "and left for the hills."
    )
    assert recased(text.replace(", T", ", t")) == text.replace(", T", ", t")


def test_another_language_has_no_plain_words_to_tell_names_by() -> None:
    assert recased(text := "EL ATAQUE CONTRA LA ESTACIÓN DEJÓ VARIOS HERIDOS EN SANTIAGO") == text


def test_abbreviations_keep_their_capitals() -> None:
    assert recased("TWO U.S. MARINES AND THE PKK FOUGHT IN THE OLD TOWN").startswith("two U.S. ")


def test_what_neither_news_nor_the_gazetteer_knows_stays_in_capitals() -> None:
    assert "FMLN" in recased("THE FMLN CLAIMED THE ATTACK ON SAN SALVADOR")


@given(st.lists(WORDS).map(" ".join) | st.text(max_size=200))
def test_every_letter_keeps_its_place(text: str) -> None:
    printed = recased(text)
    assert len(printed) == len(text)
    assert printed.casefold() == text.casefold() or printed.upper() == text.upper()
