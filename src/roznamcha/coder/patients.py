"""Who was taken to hospital: the wounded of a text that tells of one act and never says that anybody was hurt.

Short crime news says that somebody was shot, and three sentences on that "the victim was taken to a hospital" or "both are
listed in critical condition". Reports of war tell of hospitals beside counts of the wounded, which these words would count
once more; so they are read for the only act of a text, and where it has no dead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roznamcha.coder.lexicon import rows
from roznamcha.coder.reading import Text
from roznamcha.model import Span

_PEOPLE: Final = "|".join(row[0] for row in rows("harmed.tsv"))
_WHO: Final = (
    rf"(?:(?:the|an?|one|another|both|two|three|four|five|six|all\s\w+)\s(?:[\w-]+,?\s){{0,3}}?(?:{_PEOPLE}|suspects?|males?|females?)"
    rf"(?:,\s(?:\d+|an?\s[^,.;]{{3,40}}),)?|both|he|she|they|(?-i:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)(?=\s(?:is|was|remain)))"
)
_CARE: Final = (
    r"(?:(?:(?:was|were|is|are|remains?|being|been)\s)?(?:also\s|then\s|later\s|both\s|quickly\s)?(?:taken|transported|rushed|airlifted|flown"
    r"|brought|driven|went)\s(?:by\s\w+\s|himself\s|herself\s|themselves\s)?to\s[^.;]{0,60}?(?:hospital|medical\scent(?:er|re))"
    r"|(?:was|were|is|are|remains?)\s(?:now\s|currently\s|still\s|both\s)?(?:(?:listed|reported|said\sto\sbe)\s)?in\s"
    r"(?:critical|serious|stable|fair|good|grave)(?:\s(?:but|and|,)?\s?\w+)?\scondition|(?:was|were|is|are)\shospitali[sz]ed)"
)
_PATIENT: Final = re.compile(rf"(?<!\w)(?P<who>{_WHO})(?:,|,?\swho)?\s{_CARE}", re.IGNORECASE)
_DIED: Final = re.compile(
    r"(?<!\w)(?:died|dies|dead|deceased|succumb\w*|fatal(?:ly)?|killed|homicide|murder\w*|death(?!\s(?:sentence|penalty|row|threats?))|self-inflicted"
    r"|(?:shot|shoots|shooting|stabbed|injur\w+|wound\w+)\s(?:him|her)self)(?!\w)",
    re.IGNORECASE,
)


def find_patients(text: Text) -> Iterator[Span]:
    """Find the words that tell who was taken to hospital, one a sentence; none where the text speaks of anybody's death."""
    if _DIED.search(text.text):
        return
    for sentence in text.body:
        if found := _PATIENT.search(text.text, sentence.start, sentence.end):
            yield Span.of(text.text, found.start(), found.end())
