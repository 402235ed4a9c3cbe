"""The words of a party made whole: who attacked or was attacked, as its noun phrase says it.

The network marks pieces of words and cuts a phrase short now and then. Put right here are: an article before a name; a number
or an adjective without what it counts or describes ("eight" of "eight party workers", "federal" of "federal police"); a
demonym or a first name without the name that it opens ("Pakistani" of "Pakistani Taliban", "Amal" of "Amal Haddad"); an end
that leads on to nothing ("five people with"); one party in two pieces ("13", "police commandos"). A number, a demonym or a
manner alone names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from roznamcha.coder.drafts import Mention
from roznamcha.coder.kinds import sort_of
from roznamcha.coder.reading import Text
from roznamcha.model import NumberMention, Span

_PARTIES: Final = ("perpetrator", "target", "participant")
_ARTICLE: Final = re.compile(r"[Tt]he\s(?=[^\W\d_a-z])")
"""Before a name: of 684 named perpetrators in hand-coded news 18 are quoted with it."""
_NAME: Final = re.compile(
    r"(?:\s(?!(?:In|On|At|By|Of|From|To|And|Shot|Dead|Dies?|Kill(?:s|ed)?|Hits?|Says?|Said|Was|Were|Is|Are|Attack(?:s|ed)?)(?!\w))"
    r"[A-Z][\w’'-]+)+"
)
_NEXT_WORD: Final = re.compile(r"\s[^\W\d_][\w’'-]*(?=[\s.,;:])")
_ONE_WORD: Final = re.compile(r"(?!(?:he|she|they|it|we|who|today|yesterday)\b)[^\W\d_]+", re.IGNORECASE)
_FIRST_NAME: Final = re.compile(r"[A-Z][a-z’'-]+")
_OPEN_AGE: Final = re.compile(r"\d[- ]years?[- ]old$")
_LAST_LINK: Final = re.compile(r"(?<=[\s,(])(?:with|and|in|of|by|from|to|for|on|at|near|the|an|(?-i:a))$", re.IGNORECASE)
_LINKS: Final = 5
"""So many words that lead on are cut from an end."""
_SEPARATORS: Final = " \t\n\r,("
_IN_BRACKETS: Final = re.compile(r"[^()]{1,20}\)")
_NOBODY: Final = re.compile(
    r"(?:an? |the )?(?:[\d,]+|suicide|armed|suspected|unidentified|alleged|explosive|roadside)(?: bomb| attacks?| blasts?)?",
    re.IGNORECASE,
)
"""Words that name nobody, though they may stand before a name."""


def whole_parties(mentions: Sequence[Mention], text: Text) -> list[Mention]:
    """Make the words of the parties among `mentions` whole, and leave out those that name nobody."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before and mention.label in _PARTIES and mention.label == before.label and _touch(before.span, mention.span, text):
            joined[-1] = replace(mention, span=Span.of(text.text, before.span.start, mention.span.end))
        else:
            joined.append(mention)
    named = (one for one in joined if one.label not in _PARTIES or not _is_manner(one))
    whole = [_whole(one, text) if one.label in _PARTIES else one for one in named]
    return [one for one in whole if one.label not in _PARTIES or not (_is_number(one.span, text) or _is_within(one, whole))]


def bare(mention: Mention, text: Text) -> Mention:
    """Leave out the article before a name."""
    article = _ARTICLE.match(text.text, mention.span.start, mention.span.end)
    return _ending(mention, mention.span.end, text, article.end()) if article else mention


def ended(mention: Mention, text: Text) -> Mention:
    """Give a phrase that leads on to nothing without its end, or with the bracket that it opens."""
    kept = mention.span.text
    for _ in range(_LINKS):
        kept = _LAST_LINK.sub("", kept.rstrip(_SEPARATORS))
    kept = kept.rstrip(_SEPARATORS)
    if not kept or kept == mention.span.text:
        return mention
    opens = mention.span.text.rstrip().endswith("(")
    bracket = _IN_BRACKETS.match(text.text, mention.span.end) if opens else None
    return _ending(mention, bracket.end() if bracket else mention.span.start + len(kept), text)


def _touch(one: Span, two: Span, text: Text) -> bool:
    return one.end < two.start and text.text[one.end : two.start].isspace()


def _whole(mention: Mention, text: Text) -> Mention:
    mention = ended(bare(mention, text), text)
    noun = _counted_noun(mention.span, text)
    if noun is not None:
        return _ending(mention, noun.end, text)
    return _named(mention, text) if _is_demonym(mention.span, text) else _described(mention, text)


def _named(mention: Mention, text: Text) -> Mention:
    """Give a demonym or a first name with the name that it opens, a weekday being none."""
    name = _NAME.match(text.text, mention.span.end)
    if name is None or any(time.span.overlaps(Span.of(text.text, name.start(), name.end())) for time in text.times):
        return mention
    return _ending(mention, name.end(), text)


def _ending(mention: Mention, end: int, text: Text, start: int | None = None) -> Mention:
    return replace(mention, span=Span.of(text.text, mention.span.start if start is None else start, end))


def _number_of(span: Span, text: Text) -> NumberMention | None:
    return next((number for number in text.numbers_in(span) if span.lies_in(number.span)), None)


def _counted_noun(span: Span, text: Text) -> Span | None:
    """Give the noun that a number alone counts."""
    number = _number_of(span, text)
    return number.noun if number is not None and number.noun is not None and number.noun.end > span.end else None


def _described(mention: Mention, text: Text) -> Mention:
    """Give an adjective that tells no party with the noun behind it, where the two tell one, and a first name with the rest."""
    word = _NEXT_WORD.match(text.text, mention.span.end)
    if word is not None and _OPEN_AGE.search(mention.span.text):
        return _ending(mention, word.end(), text) if sort_of(word[0].strip()) else mention
    if word is None or not _ONE_WORD.fullmatch(mention.span.text) or sort_of(mention.span.text):
        return mention
    if _FIRST_NAME.fullmatch(mention.span.text) and (named := _named(mention, text)) != mention:
        return named
    sort = sort_of(mention.span.text + word[0])
    fits = sort is not None and sort.by in ("head", "name") and (sort.kind != "Property" or mention.label == "target")
    return _ending(mention, word.end(), text) if fits else mention


def _is_demonym(span: Span, text: Text) -> bool:
    return any(place.kind == "demonym" and place.span == span for place in text.places_in(span))


def _is_manner(mention: Mention) -> bool:
    """Tell a manner alone ("suicide"), and figures that the network took for who acts: mostly they count who suffers."""
    is_figure = mention.span.text.replace(",", "").isdecimal()
    return bool(_NOBODY.fullmatch(mention.span.text)) and not (mention.label == "target" and is_figure)


def _is_number(span: Span, text: Text) -> bool:
    number = _number_of(span, text)
    return number is not None and number.span == span and number.noun is None and not _OPEN_AGE.search(span.text)


def _is_within(mention: Mention, others: Sequence[Mention]) -> bool:
    """Tell whether a party is part of another of the same role, once both are whole."""
    same = (other for other in others if other is not mention and other.label == mention.label)
    return any(mention.span.lies_in(other.span) and mention.span != other.span for other in same)
