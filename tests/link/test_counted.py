"""A corpus that was counted and kept weighs as the one that counted."""

from __future__ import annotations

from roznamcha.link.facts import Facts
from roznamcha.link.profile import Corpus
from roznamcha.link.score import compare, default_weights
from roznamcha.register import open_register
from roznamcha.register.counts import StoryCounts, add_story_counts

PLACES = ("Korangi", "Landhi", "Malir")
ROWS = [
    Facts(
        id=f"r{n}",
        document=f"d{n}",
        published=f"2014-02-{10 + n % 5}",
        places=(PLACES[n % 3], "Karachi"),
        actors=("pk-ttp",) if n % 2 else (),
        names=("Karachi", f"Inspector Rashid {'Minhas' if n < 3 else 'Khan'}"),
        title=f"Blast kills {n} in {PLACES[n % 3]} | The Daily",
        lead=f"A bomb killed {n} policemen in {PLACES[n % 3]}, the police said. Markets {'shut' if n < 4 else 'opened'} early.",
    )
    for n in range(9)
]
STORIES = {"r0": "r0", "r3": "r0", "r6": "r0"}


def test_kept_counts_weigh_as_those_that_were_counted() -> None:
    corpus = Corpus(ROWS, STORIES)
    with open_register(":memory:") as register:
        with register.transaction() as db:
            add_story_counts(db, corpus.counts())
        for kind, term, stories in corpus.counts():
            assert StoryCounts(register, kind)[term] == stories
        again = Corpus((), counted=lambda kind: StoryCounts(register, kind))
        for one in ROWS:
            for other in ROWS:
                assert compare(one, other, again, default_weights()) == compare(one, other, corpus, default_weights())


def test_before_any_linking_words_weigh_by_the_background_alone() -> None:
    with open_register(":memory:") as register:
        corpus = Corpus((), counted=lambda kind: StoryCounts(register, kind))
        assert corpus.words.weigh("police") < corpus.words.weigh("korangi")
