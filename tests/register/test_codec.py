from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roznamcha.errors import RegisterError
from roznamcha.model import Actor, Claimed, Count, DateValue, Person, Place, PlaceValue, Repair, Span, Speaker, Weapon
from roznamcha.model.codebook import FIELDS
from roznamcha.register.codec import TYPE_OF_FIELD, read_json, read_value, write_json, write_value

words = st.text(max_size=20)
maybe = st.none() | words
numbers = st.integers(0, 10**9)
degrees = st.floats(-180, 180, allow_nan=False)
spans = st.builds(lambda start, text: Span(start, start + len(text), text), st.integers(0, 9999), st.text(min_size=1, max_size=9))
places = st.builds(
    Place,
    words,
    words,
    st.tuples(words, words),
    maybe,
    degrees,
    degrees,
    words,
    degrees,
    numbers,
    numbers,
    numbers,
    degrees,
    maybe,
    maybe,
)
STRATEGIES = {
    str: words,
    bool: st.booleans(),
    DateValue: st.builds(DateValue, maybe, maybe, maybe, maybe, maybe),
    PlaceValue: st.builds(
        PlaceValue, st.lists(words).map(tuple), maybe, st.none() | places, st.lists(places, max_size=2).map(tuple)
    ),
    Actor: st.builds(Actor, words, words, words, maybe),
    Person: st.builds(Person, words, words),
    Count: st.builds(Count, numbers, st.none() | numbers, st.lists(st.tuples(words, numbers), max_size=4).map(tuple)),
    Weapon: st.builds(Weapon, words, words),
    Claimed: st.builds(Claimed, words, st.none() | spans),
    Speaker: st.builds(Speaker, words, words),
}
values = st.sampled_from(FIELDS).flatmap(lambda field: st.tuples(st.just(field), STRATEGIES[TYPE_OF_FIELD[field]]))


@settings(deadline=None)
@given(values)
def test_value_comes_back_equal_and_is_written_the_same_way_again(pair):
    field, value = pair
    written = write_value(field, value)
    again = read_value(field, written)
    assert again == value
    assert write_value(field, again) == written


def test_every_field_of_the_codebook_has_a_type():
    assert set(TYPE_OF_FIELD) == set(FIELDS)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("killed", '{"low":"13","high":null}'),
        ("killed", '{"low":13,"high":13,"best":13}'),
        ("killed", '{"high":13}'),
        ("background", '"yes"'),
        ("date", "null"),
        ("place", "not json"),
        ("colour", '"red"'),
    ],
)
def test_anything_but_a_value_of_the_field_is_refused(field, text):
    with pytest.raises(RegisterError):
        read_value(field, text)


undecodable = st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8") | undecodable, max_size=12))
def test_bytes_that_are_no_characters_come_back(text):
    plan = (Repair("undecodable", 3, text + "\udcff", "\N{REPLACEMENT CHARACTER}"),)
    written = write_json(plan, tuple[Repair, ...])
    written.encode()
    assert read_json(written, tuple[Repair, ...]) == plan


def test_defaults_are_left_out():
    assert write_value("actor", Actor("TTP", "perpetrator", "Rebel group")) == (
        '{"name":"TTP","role":"perpetrator","kind":"Rebel group"}'
    )
    assert [field.name for field in fields(Actor)][-1] == "actor_id"
