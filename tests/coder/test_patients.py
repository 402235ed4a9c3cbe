"""Who was taken to hospital: the wounded of short crime news."""

from __future__ import annotations

import pytest

from factories import make_document
from roznamcha.coder.patients import find_patients
from roznamcha.coder.reading import Text


def patients(text: str) -> list[str]:
    return [span.text for span in find_patients(Text(make_document(text)))]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("The victim was taken to a local hospital, police said.", ["The victim was taken to a local hospital"]),
        ("Both are listed in critical condition.", ["Both are listed in critical condition"]),
        (
            "The clerk, a 31-year-old man, was airlifted to Mercy Medical Center.",
            ["The clerk, a 31-year-old man, was airlifted to Mercy Medical Center"],
        ),
        ("A 31-year-old man was airlifted to Mercy Medical Center.", ["A 31-year-old man was airlifted to Mercy Medical Center"]),
        (
            "The 27-year-old victim went to Harbor Hospital on his own.",
            ["The 27-year-old victim went to Harbor Hospital on his own"],
        ),
        ("He is in serious but stable condition.", ["He is in serious but stable condition"]),
        (
            "Rivera remains in critical condition. Two women were rushed to St. Mary Hospital.",
            ["Rivera remains in critical condition", "Two women were rushed to St. Mary Hospital"],
        ),
    ],
)
def test_who_is_cared_for_is_a_patient(told: str, found: list[str]) -> None:
    assert patients(f"Shots were fired on Elm Street. {told}") == found


@pytest.mark.parametrize(
    "told",
    [
        "The victim was taken to a hospital, where he died.",
        "The man had shot himself. He was taken to a hospital.",
        "The victims were taken to a hospital. Police call it a homicide.",
        "The mayor went to the stadium. The bridge is in good shape.",
        "Donations were brought to the hospital by truck.",
        "The ambulance was taken to a garage.",
        "The suspect was taken to the county jail next to Mercy Hospital.",
        "The clerk was not hurt. The officers went to the hospital to interview witnesses.",
        "Both men were taken to a hospital for evaluation.",
        "They were taken to a hospital as a precaution.",
        "One man went to the hospital to visit his mother.",
        "Mercy Hospital was in good condition. The gun was in stable condition.",
    ],
)
def test_where_somebody_died_or_nobody_was_cared_for_there_is_none(told: str) -> None:
    assert patients(f"Shots were fired on Elm Street. {told}") == []


def test_a_sentence_for_a_sentence_of_death_tells_of_no_death() -> None:
    assert patients("The boy was taken to a hospital. His aunt wants the death penalty.") == ["The boy was taken to a hospital"]
