from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from roznamcha.clean.duplicates import candidate_pairs, containment, signature, similarity

WIRE = (
    "Gunmen on motorcycles opened fire on a police patrol in the old city of Quetta on Friday, killing two officers. "
    "A passer-by was hurt. The attackers fled towards the hills, and police sealed off the roads out of the city. "
    "No group has claimed the attack. The district has seen a number of killings of policemen since the spring."
)
OTHER = (
    "A bomb hidden in a motorcycle went off near a fruit market in Chaman on Monday, officials said, and injured eleven people. "
    "The blast broke windows in the street, and shopkeepers carried the wounded to the hospital in handcarts."
)


def test_the_same_words_are_the_same_text_whatever_their_marks() -> None:
    assert similarity(signature(WIRE), signature(WIRE.upper().replace(".", " ..."))) == 1.0


def test_a_copy_that_was_cut_and_reheaded_stands_in_the_longer() -> None:
    cut = "Two officers shot in Quetta. " + WIRE[:215]
    assert containment(signature(cut), signature(WIRE)) > 0.7
    assert containment(signature(OTHER), signature(WIRE)) < 0.1


def test_candidates_are_near_duplicates_only() -> None:
    signatures = {"a": signature(WIRE), "b": signature(WIRE + " Police said so."), "c": signature(OTHER)}
    assert list(candidate_pairs(signatures)) == [("a", "b")]


def test_signatures_of_different_making_are_never_compared() -> None:
    with pytest.raises(ValueError, match="different making"):
        similarity(signature(WIRE), replace(signature(WIRE), making="other"))


def test_a_signature_is_the_same_in_every_process() -> None:
    script = f"from roznamcha.clean.duplicates import signature; print(signature({WIRE!r}).hashes)"
    made = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"})
    assert made.stdout.strip() == str(signature(WIRE).hashes)


def test_short_and_empty_texts_have_signatures() -> None:
    assert similarity(signature(""), signature("")) == 1.0
    assert similarity(signature("Two killed"), signature("Three hurt")) < 0.1
