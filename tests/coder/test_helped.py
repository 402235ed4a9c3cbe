"""What rules mend in the network's drafts: actors cut in two, words that name nobody, and what a claim says by its own words."""

from __future__ import annotations

import pytest

from factories import make_document
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.helped import helped
from roznamcha.coder.reading import Text
from roznamcha.model import Origin, Span

ORIGIN = Origin("model", "encoder", "1")


def mended(
    text: str,
    anchor: str,
    *mentions: tuple[str, str, str | None],
    background: bool = False,
    without: tuple[str, ...] = ("place", "killed", "injured"),
) -> list[tuple[str, str, str | None]]:
    def span(words: str) -> Span:
        at = text.index(words)
        return Span.of(text, at, at + len(words))

    marked = tuple(Mention(span(words), label, kind) for words, label, kind in mentions)
    draft = Draft(span(anchor), "Attack", ORIGIN, background=background, mentions=marked)
    (one,) = helped([draft], Text(make_document(text)))
    return [(mention.span.text, mention.label, mention.kind) for mention in one.mentions if mention.label not in without]


def test_an_actor_cut_in_two_is_joined() -> None:
    text = "A blast killed 13 police commandos in Karachi on Thursday."
    found = mended(text, "A blast killed", ("13", "target", "State forces"), ("police commandos", "target", "State forces"))
    assert found == [("13 police commandos", "target", "State forces")]


def test_a_number_is_no_place() -> None:
    text = "The Taliban, 745 miles to the north, killed 13 men in Karachi on Thursday."
    found = mended(text, "killed 13 men", ("745", "place", None), ("Karachi", "place", None), without=("killed", "injured"))
    assert found == [("Karachi", "place", None)]


def test_a_distance_is_no_place_and_ends_none() -> None:
    text = "A raid hit Jayrud 60 kilometres (35 miles) from Damascus, and 15 kilometers from there killed 13 men."
    places = (("Jayrud 60 kilometres (35 miles)", "place", None), ("15 kilometers", "place", None))
    assert mended(text, "A raid hit", *places, without=("killed", "injured")) == [("Jayrud", "place", None)]


@pytest.mark.parametrize(("words", "kept"), [("The Taliban", "Taliban"), ("The gunmen", "The gunmen")])
def test_a_party_is_named_without_its_article(words: str, kept: str) -> None:
    text = f"{words} killed 13 men in Karachi on Thursday."
    assert mended(text, "killed 13 men", (words, "perpetrator", "Rebel group")) == [(kept, "perpetrator", "Rebel group")]


@pytest.mark.parametrize(
    ("told", "read", "kept"),
    [
        ("The victim was hit three times.", "The victim was hit three", "The victim was hit three times"),
        ("A guard suffered two gunshot wounds.", "A guard suffered two", "A guard suffered two gunshot wounds"),
        ("Three times men were hurt.", "men were hurt", "men were hurt"),
    ],
)
def test_what_a_body_took_is_read_with_its_number(told: str, read: str, kept: str) -> None:
    found = mended(told, read, (read, "injured", None), without=("place",))
    assert [words for words, label, _ in found if label == "injured"] == [kept]


@pytest.mark.parametrize("words", ["suicide", "13", "A suicide"])
def test_a_number_or_a_manner_alone_is_no_actor(words: str) -> None:
    text = "A suicide bomber killed 13 men in Karachi on Thursday."
    assert mended(text, "killed 13 men", (words, "perpetrator", "Rebel group")) == []


def test_actors_with_words_between_them_stay_two() -> None:
    text = "A blast killed policemen and soldiers in Karachi on Thursday."
    found = mended(text, "A blast killed", ("policemen", "target", None), ("soldiers", "target", None))
    assert [words for words, _, _ in found] == ["policemen", "soldiers"]


@pytest.mark.parametrize(
    ("text", "read", "kept"),
    [
        ("Shells hit a school in Hong Kong on Thursday.", ["Hong"], ["Hong Kong"]),
        ("Shells hit a school in Urum al-Joz on Thursday.", ["Urum al-"], ["Urum al-Joz"]),
        ("Shells hit a school in Mastung town of the province.", ["Mastung town of the"], ["Mastung town"]),
        ("Shells hit the southern town of Mastung on Thursday.", ["southern", "town of", "Mastung"], ["Mastung"]),
        ("Shells hit a school in Urum al-Joz on Thursday.", ["Urum al", "Joz"], ["Urum al-Joz"]),
        ("Shells hit a Karachi-based school on Thursday.", ["Karachi"], ["Karachi"]),
        ("Shells hit the Kabul-Kandahar highway.", ["Kabul"], ["Kabul"]),
        ("Shells hit a market on Thursday.", ["a market"], ["a market"]),
    ],
)
def test_words_of_a_place_are_whole_names_where_one_is_told(text: str, read: list[str], kept: list[str]) -> None:
    found = mended(text, "Shells hit", *((words, "place", None) for words in read), without=("killed", "injured"))
    assert [words for words, _, _ in found] == kept


@pytest.mark.parametrize(
    ("said", "words", "status", "by"),
    [
        ("The Taliban claimed it as a defence.", "claimed it as a defence", "claimed", ["The Taliban"]),
        ("No extremist group has taken responsibility so far.", "No extremist group has taken responsibility", "none", []),
        ("The Taliban denied involvement.", "denied involvement", "denied", ["The Taliban"]),
    ],
)
def test_a_claim_says_by_its_words_what_it_is_and_who_makes_it(said: str, words: str, status: str, by: list[str]) -> None:
    found = mended(f"A blast killed two men in Karachi on Thursday. {said}", "A blast killed", (words, "claim", "claimed"))
    assert [kind for _, label, kind in found if label == "claim"] == [status]
    assert [name for name, label, _ in found if label == "claimant"] == by


def test_a_bus_that_overturns_is_no_incident() -> None:
    text = "At least nine passengers were killed when a bus overturned near Thatta early on Friday."
    at = text.index("a bus overturned")
    draft = Draft(Span.of(text, at, at + 16), "Remote explosive/landmine/IED", ORIGIN)
    assert helped([draft], Text(make_document(text))) == ()


@pytest.mark.parametrize(
    ("text", "harmed_by", "stays"),
    [
        ("At least two people died in a gas explosion at a noodle shop.", None, False),
        ("Two people were killed by a gas explosion at a noodle shop.", "gas explosion", False),
        ("Two boys drowned while swimming in the canal.", None, False),
        ("A protester set his jacket on fire along the fence.", None, False),
        ("A protester set the guards' jackets on fire along the fence.", None, True),
        ("A gas explosion set off by a bomb killed two people.", "bomb", True),
        ("Two men were drowned by rebels in the river.", None, True),
        ("Rebels drowned two priests in the river.", None, True),
        ("Two people died in an explosion at a noodle shop.", None, True),
    ],
)
def test_what_nobody_does_to_anybody_is_no_incident(text: str, harmed_by: str | None, stays: bool) -> None:
    whole = Span.of(text, 0, len(text) - 1)
    weapon = (Mention(Span.of(text, at := text.index(harmed_by), at + len(harmed_by)), "weapon"),) if harmed_by else ()
    assert len(helped([Draft(whole, "Attack", ORIGIN, mentions=weapon)], Text(make_document(text)))) == stays


def test_who_burns_himself_attacks_nobody() -> None:
    text = "A trader set himself on fire outside the court on Thursday and died that night."
    draft = Draft(Span.of(text, 2, 29), "Attack", ORIGIN, mentions=())
    assert helped([draft], Text(make_document(text))) == ()


def test_a_word_that_tells_nothing_is_no_incident() -> None:
    text = "The guard was shot dead by gunmen in Karachi on Thursday."
    draft = Draft(Span.of(text, 0, 3), "Attack", ORIGIN)
    document = Text(make_document(text))
    assert helped([draft], document) == helped([], document)


def test_news_without_a_date_has_that_of_the_date_line_and_background_has_not() -> None:
    text = "Troops seize a hill\n\nMonday 18 Aug 2014 Troops drove fighters from a hill. The hill was shelled before."
    assert mended(text, "Troops drove fighters from a hill") == [("Monday 18 Aug 2014", "date", None)]
    assert mended(text, "Troops drove fighters from a hill", ("before", "date", None)) == [("before", "date", None)]
    assert mended(text, "The hill was shelled", background=True) == []


@pytest.mark.parametrize(
    ("told", "marked", "harmed"),
    [
        ("Rebels blew up a bridge in Sibi. The blast killed four villagers.", (), ["killed four villagers"]),
        ("Rebels set a bus on fire. A bomb wounded two men in Sibi. A bomb killed three men in Duki.", (), ["wounded two men"]),
        ("A man fired at a bar. The owner was taken to a hospital.", (), []),
        ("A man fired at a bar. The victim was taken to a hospital.", (), ["The victim was taken to a hospital"]),
        (
            "A man fired at a bar. No officers were hurt. A woman was taken to a hospital.",
            (("No officers were hurt", "injured"),),
            ["No officers were hurt", "A woman was taken to a hospital"],
        ),
        (
            "A man shot a clerk. A woman was shot. Both were taken to a hospital.",
            (("A woman was shot", "injured"),),
            ["A woman was shot", "Both were taken to a hospital"],
        ),
        (
            "A man shot a clerk. A woman was hurt. The victim was taken to a hospital.",
            (("A woman was hurt", "injured"),),
            ["A woman was hurt"],
        ),
    ],
)
def test_the_only_act_of_a_text_has_its_harm_from_other_sentences(
    told: str, marked: tuple[tuple[str, str], ...], harmed: list[str]
) -> None:
    anchor = told[: told.index(".")]
    found = mended(told, anchor, *((words, label, None) for words, label in marked), without=("place",))
    assert [words for words, label, _ in found if label in ("killed", "injured")] == harmed


def test_who_sets_the_clothes_of_others_on_fire_attacks_them() -> None:
    text = "The mob beat the woman and set her clothes on fire on Monday."
    at = text.index("the woman")
    draft = Draft(Span.of(text, 0, 49), "Mob violence", ORIGIN, mentions=(Mention(Span.of(text, at, at + 9), "target"),))
    assert len(helped([draft], Text(make_document(text)))) == 1


def test_the_dead_of_another_day_are_not_those_of_the_only_act() -> None:
    text = "Gunmen attacked a guard post in Sibi on Monday. In March 2010, 40 people were killed in a bombing in Peshawar."
    assert mended(text, "Gunmen attacked a guard post", ("on Monday", "date", None), without=("place", "date")) == []


def test_background_has_no_harm_from_other_sentences() -> None:
    text = "In May rebels blew up a bridge in Sibi. The blast killed four villagers."
    assert mended(text, "rebels blew up a bridge", background=True, without=("place",)) == []


@pytest.mark.parametrize(
    ("words", "label", "kept"),
    [("a bomb on", "weapon", "a bomb"), ("police in", "source", "police"), ("took the", "abducted", "took the")],
)
def test_words_that_lead_on_to_nothing_lose_their_end(words: str, label: str, kept: str) -> None:
    text = "Rebels laid a bomb on the road and took the driver, police in Duki said."
    assert mended(text, "Rebels laid a bomb", (words, label, None)) == [(kept, label, None)]
