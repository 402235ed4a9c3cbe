"""Who was taken to hospital: the wounded of a text that tells of one act and never says that anybody was hurt.

Short crime news says that somebody was shot, and three sentences on that "the victim was taken to a hospital" or "both are
listed in critical condition". Reports of war tell of hospitals beside counts of the wounded, which these words would count
once more; so they are read for the only act of a text, and where it has no dead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roznamcha.coder.lexicon import alternatives
from roznamcha.coder.reading import Text
from roznamcha.model import Span

_PEOPLE: Final = alternatives("harmed.tsv")
_NUMBER: Final = r"(?:the|an?|one|another|both|two|three|four|five|six|all\s\w+)"
_WHO: Final = (
    rf"(?:{_NUMBER}\s(?:[\w-]+,?\s){{0,3}}?(?:{_PEOPLE}|suspects?|males?|females?)(?:,\s(?:\d+|an?\s[^,.;]{{3,40}}),)?"
    r"|both|he|she|they)"
)
_BE: Final = r"(?:was|were|is|are|remains?)"
_TO_HOSPITAL: Final = (
    r"to\s(?:(?:an?|the|local|area|nearby|another|of|(?-i:[A-Z])[\w.'’-]*)\s){0,6}(?:hospitals?|medical\scent(?:er|re))(?!\w)"
)
_CARE: Final = (
    rf"(?:(?:{_BE}\s)?(?:also\s|then\s|later\s|both\s|quickly\s)?(?:taken|transported|rushed|airlifted|flown|brought|driven)"
    rf"\s(?:by\s\w+\s)?{_TO_HOSPITAL}|went\s{_TO_HOSPITAL}\son\s(?:his|her|their)\sown"
    rf"|{_BE}\s(?:now\s|currently\s|still\s|both\s)?(?:(?:listed|reported|said\sto\sbe)\s)?in\s"
    r"(?:critical|serious|stable|fair|good|grave)(?:\s(?:but|and|,)?\s?\w+)?\scondition)"
)
_NAMED: Final = (
    rf"(?-i:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)\s{_BE}\s(?:listed\s)?in\s(?:critical|serious|stable|grave)"
    r"(?:\s(?:but|and)\s\w+)?\scondition"
)
_PATIENT: Final = re.compile(rf"(?<!\w)(?:{_WHO}(?:,|,?\swho)?\s{_CARE}|{_NAMED})", re.IGNORECASE)
_UNHURT: Final = re.compile(
    r"(?<!\w)(?:not\s(?:\w+\s)?(?:hurt|injured|wounded)|unhurt|uninjured|evaluat\w+|precaution\w*|tests?|checked|visit|depression"
    r"|hospital\s(?:staff|workers?|officials?))(?!\w)",
    re.IGNORECASE,
)
_DIED: Final = re.compile(
    r"(?<!\w)(?:died|dies|dead|deceased|succumb\w*|fatal(?:ly)?|killed|homicide|murder\w*|death(?!\s(?:sentence|penalty|row|threats?))"
    r"|self-inflicted|(?:shot|shoots|shooting|stabbed|injur\w+|wound\w+)\s(?:him|her)self)(?!\w)",
    re.IGNORECASE,
)


def find_patients(text: Text) -> Iterator[Span]:
    """Find the words that tell who was taken to hospital, one a sentence; none where the text speaks of anybody's death."""
    if _DIED.search(text.text):
        return
    for sentence in text.body:
        found = _PATIENT.search(text.text, sentence.start, sentence.end)
        if found and not _UNHURT.search(sentence.text):
            yield Span.of(text.text, found.start(), found.end())
