"""Words, numbers and signs of a text with their offsets: what the readers of numbers and of dates walk over.

Cut for numerals, not for grammar: "12th", "1970s", "10:30", "2014-02-13" and "1,50,000" are one token each, "October19" and
"10pm" are two, since news text loses blanks; so is "3½", whose sign is a "vulgar" fraction. Thousands that blanks set apart are
"spaced": one token where the last group is "000", which is no number of its own; "3 160" may be two numbers, and a blank that
does not break may stand between a day and a count. One pass of one expression whose parts cannot run into each other, so that a
line of megabytes costs time in proportion to its length.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Token(NamedTuple):
    """A piece of the text: its offsets, its kind ("word", "number", "ordinal", …), its words in lower case, and their capital."""

    start: int
    end: int
    kind: str
    low: str
    capital: bool = False


_TOKEN: Final = re.compile(
    r"""
    (?P<meridiem>[ap]\.m\b\.?|(?<=\d)[ap]m\b)
  | (?P<bc>b\.c\b\.?(?:e\b\.?)?)
  | (?P<oclock>o['’]clock\b)
  | (?P<vulgar>[¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])
  | (?P<word>[^\W\d_]+)
  | (?P<isodate>\d{4}-\d{2}-\d{2}(?!\d)(?:T\d{2}:\d{2}(?::\d{2})?)?)
  | (?P<numdate>\d{1,2}(?P<sign>[/.\-])\d{1,2}(?P=sign)(?:\d{4}|\d{2})(?![\d/\-])|\d{4}[/.]\d{1,2}[/.]\d{1,2}(?!\d))
  | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?![\d:])|\d{1,2}\.\d{2}(?=\s{0,2}[ap]\.?m\b))
  | (?P<ordinal>\d{1,4}(?:st|nd|rd|th)\b)
  | (?P<decade>\d(?:\d{2})?0['’]?s\b|\d{2}0s(?=\ b\.?c))
  | (?P<spaced>(?<!\d[ \u00a0\u202f])[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})*[ \u00a0\u202f]000(?:\.\d+)?
      (?![\d.,]?\d|[ \u00a0\u202f]\d))
  | (?P<number>\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?!\d|,\d)|\d{1,3}(?:\.\d{3}){2,}(?![\d.,]\d|\d)|\d+(?:\.\d+)?)
  | (?P<break>\n[^\S\n]*\n)
  | (?P<possessive>['’]s\b)
  | (?P<sign2>[^\w\s]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def tokenize(text: str) -> list[Token]:
    """Cut `text` into tokens, in order; blanks and single line breaks are left out.

    >>> [token.low for token in tokenize("12–13 May, 1.5 lakh")]
    ['12', '–', '13', 'may', ',', '1.5', 'lakh']
    """
    tokens = []
    for match in _TOKEN.finditer(text):
        kind, words = match.lastgroup or "sign2", match.group()
        low = words.lower()
        tokens.append(Token(match.start(), match.end(), _KINDS.get(kind, kind), low, words[0] != low[0]))
    return tokens


_KINDS: Final = {"sign2": "sign", "sign": "numdate", "spaced": "number"}
