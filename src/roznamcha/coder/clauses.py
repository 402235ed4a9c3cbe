"""Finds who suffers and who acts around a verb, without a parser.

News sentences about violence are built alike: "NP was killed and NP injured when NP opened fire". A clause begins after the
last finite verb, subordinator or reporting phrase before a verb; what stands between is its subject. An object runs from an
active verb to the next preposition, verb or clause. This is wrong on nested sentences, which the trained finder reads; here
it has to be simple.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from roznamcha.coder.lexicon import patterns
from roznamcha.model import Span

_BE: Final = re.compile(
    r"(?:(?:has|have|had)\s(?:\w+ly\s)?)?(?<!\w)(?:was|were|been|being|be|is|are|got|gets)(?!\w)\s*"
    r"(?:(?:\w+ly|also|later|all|both|feared|already|since|still|then|only|shot|being|reported)\s+)*$",
    re.IGNORECASE,
)
_HAVE: Final = re.compile(r"(?<!\w)(?:has|have|had)\s(?:\w+ly\s|also\s)?$", re.IGNORECASE)
_BREAK: Final = re.compile(
    r";|:\s|(?<!\w)but(?!\w)|\s[-–—]+\s|(?<!\w)(?:when|while|after|before|because|although|though"
    r"|where|if|in which|during which|that|said|says|told|added|adds"
    r"|reported|reports|claimed|stated|was|were|is|are|has|have|had|survived|escaped|opened fire"
    r"|attacked|fired|exploded|hurled|lobbed|took place|occurred|ambushed"
    r"|stormed|triggered|detonated|leaving|resulting in|resulted in|killed|killing|injured|injuring"
    r"|wounded|wounding|dead|hurt|abducted|arrested)(?!\w)(?:\sand(?!\w))?",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(r",\s(?:which|who|whose)\s[^,;]+,\s$")
_NOUNLIKE: Final = re.compile(r"(?<!\w)(?:the|of|those|all|among)\s(?:critically |seriously |also )?$", re.I)
"""What makes a participle a noun: "the injured were taken to hospital"."""
_LEAD: Final = re.compile(
    r"^(?:[\s,]|(?:and|but|also|then|meanwhile|separately|however|similarly|elsewhere|later|earlier"
    r"|further|thereafter|subsequently|the incident|as)(?!\w)"
    r"|(?:in|on|at|during|after|before|following|between|according to|over|since|from|by)\s[^,]{2,90},(?!\d))+",
    re.IGNORECASE,
)
_OBJECT_ENDS: Final = re.compile(
    r"[;:]|,(?!\s(?:\d|an?\s|two|three|four|five|six|seven|eight|nine|ten|including|identified"
    r"|namely))|(?<!\w)(?:in|at(?!\s(?:least|most))|near|on|when|while|as|by|from|during|after|before|inside|outside|under"
    r"|with|for|to|into|over(?!\s\d)|through"
    r"|who|which|that|was|were|is|are|has|have|had|leaving|reports?|said|along|late|early|yesterday"
    r"|today|around(?!\s(?:\d|a\s|[a-z]+teen|ten|[a-z]+ty(?!\w)))|between|using|because)(?!\w)",
    re.IGNORECASE,
)
_OBJECT_BEGINS: Final = re.compile(
    r"\s(?:(?:at least|at most|as many as|no (?:fewer|less) than|up to|an estimated|more than|over|about|around|some"
    r"|nearly|almost|close to)\s)?(?:\d|an?\s|the\s|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|[a-z]+teen(?!\w)|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|several|dozens?|scores|many|half a|his|her"
    r"|their|him|them|another|[A-Z]|civilians|people|militants|soldiers|policemen|villagers)"
)
"""What follows an active verb of harm, and never a passive one: a number or a sufferer."""
_NEXT_VERB: Final = re.compile(
    r"\s(?:and|besides|before|but)\s+(?:also\s+|then\s+|later\s+|critically\s+|seriously\s+)?(?:\w+ed"
    r"|\w+ing|took|shot|set|fled|left|threw|beat|burnt|blew)(?!\w)(?!\s(?:by|in)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Harm:
    """One mention of harm: which count it fills, the sufferers, who acts (None: not told here), and the whole phrase."""

    count: str
    sufferers: Span
    actor: Span | None
    phrase: Span


def find_harms(text: str, sentence: Span) -> Iterator[Harm]:
    """Find the harms that a sentence tells, in the order of the text."""
    found = [
        (match.start(), match.end(), columns)
        for pattern, columns in patterns("harms.tsv")
        for match in pattern.finditer(text, sentence.start, sentence.end)
    ]
    for start, end, (count, voice) in sorted(found):
        inside = any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in found)  # "dead" in "shot dead"
        if inside or _NOUNLIKE.search(text[max(0, start - 24) : start]):
            continue
        if harm := _read_harm(text, sentence, start, end, count, voice):
            yield harm


def tells_harm(words: str, count: str | None = None) -> bool:
    """Tell whether words tell a harm at all, or the one that fills `count`.

    >>> tells_harm("two were shot dead", "killed"), tells_harm("two were shot dead", "abducted")
    (True, False)
    """
    return any(pattern.search(words) for pattern, columns in patterns("harms.tsv") if count in (None, columns[0]))


def subject_before(text: str, sentence: Span, verb: int) -> Span | None:
    """Give the noun phrase that stands as the subject before `verb`, or None."""
    relative = _RELATIVE.search(text[:verb], sentence.start)
    if relative:  # "The Taliban, which is based in Miranshah, claimed it": what acts stands before the relative clause
        verb = relative.start()
    start = sentence.start
    for match in _BREAK.finditer(text, sentence.start, verb):
        start = match.end()
    return trim(text, start, verb)


def object_after(text: str, sentence: Span, verb_end: int) -> Span | None:
    """Give the noun phrase that follows an active verb, or None."""
    end = sentence.end
    for pattern in (_OBJECT_ENDS, _NEXT_VERB):
        match = pattern.search(text, verb_end + 1, end)
        if match:
            end = match.start()
    return trim(text, verb_end, end)


def trim(text: str, start: int, end: int) -> Span | None:
    """Strip connectives, leading adverbials and punctuation from a stretch; None when nothing is left."""
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    while start < end and not (text[start].isalnum() or text[start] in "“\"'("):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")”\"'"):
        end -= 1
    return Span.of(text, start, end) if end - start >= 2 else None


def _read_harm(text: str, sentence: Span, start: int, end: int, count: str, voice: str) -> Harm | None:
    if voice == "ing" or (voice == "verb" and _is_active(text, sentence, start, end)):
        sufferers = object_after(text, sentence, end)
        have = _HAVE.search(text[sentence.start : start])
        actor = None if voice == "ing" else subject_before(text, sentence, sentence.start + have.start() if have else start)
        if actor and re.search(r"(?:^|\s)and$", actor.text):
            actor = None  # "killed 13 commandos and injured 50": who acts stands before the first verb
        return Harm(count, sufferers, actor, Span.of(text, start, sufferers.end)) if sufferers else None
    be = _BE.search(text[sentence.start : start])
    be = be or _HAVE.search(text[sentence.start : start])
    sufferers = subject_before(text, sentence, sentence.start + be.start() if be else start)
    if sufferers is None:
        return None
    actor = _agent(text, sentence, end) if voice == "verb" else None
    return Harm(count, sufferers, actor, Span.of(text, sufferers.start, end))


def _is_active(text: str, sentence: Span, start: int, end: int) -> bool:
    if _BE.search(text[sentence.start : start]):
        return False
    following = text[end : sentence.end]
    return bool(_OBJECT_BEGINS.match(following))


def _agent(text: str, sentence: Span, verb_end: int) -> Span | None:
    match = re.match(r"[^.;]{0,60}?(?<!\w)by\s", text[verb_end : sentence.end])
    return object_after(text, sentence, verb_end + match.end() - 1) if match else None
