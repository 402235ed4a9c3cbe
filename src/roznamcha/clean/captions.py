"""Tell captions from the report, and split off who took the picture.

A paragraph is a caption when it carries a picture credit at its end (glued on or not), opens as captions open ("Image:",
"In this file photo"), or stands beside one and says the same. A trailing agency name alone ("… said. – AFP") is how many
papers sign a report, so it makes no caption.
"""

from __future__ import annotations

import re
from functools import lru_cache

from roznamcha.clean.furniture import agencies

LONGEST = 700
"""Longer paragraphs are never captions."""

_LONGEST_TWIN = 150
_PERSON = r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|al|de|bin|ur|ul)){0,4}"
_SUFFIX = r"(?:,? ?(?:[Ff]ile|FILE|[Pp]ool|POOL|[Cc]ontributor|[Ss]tringer|[Hh]andout|HANDOUT)(?: [Pp]hoto| [Ii]mage)?)*"
_DESK = r"(?:News|Images|Press|Agency|Photos?|Pictures|Wire|Media|Times|Post|Tribune|Herald)"
"""How the names of outlets and picture desks end, for those that are on no list."""
_WORD = r"(?:[Pp]hoto|PHOTO|[Ii]mage|IMAGE|[Pp]icture|PICTURE|[Pp]hotograph|[Cc]redit|CREDIT)s?"
_MAYBE = re.compile(r"/|\)\.?$|[Pp]hoto|PHOTO|[Ii]mage|IMAGE|[Pp]icture|PICTURE|[Cc]redit|CREDIT|[Ff]ile")
"""What every form of credit holds; most paragraphs do not, and are done with here."""
_HEAD = re.compile(
    r"(?:(?:(?:image |media |photo )?caption|(?:file )?(?:image|photo|picture)|photograph|file)\s?(?::|–|—| - )"
    r"|in (?:this|a) .{0,80}?\b(?:photo|photograph|image|picture|frame ?grab|video grab)\b"
    r"|(?:image|photo|slide) \d+ of /? ?\d+\b"
    r"|(?:representational|representative|illustrative) (?:image|photo|picture))",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _credit() -> re.Pattern[str]:
    known = "|".join(re.escape(name) for name in agencies())
    agency = rf"(?:{known}|(?:[A-Z][\w'’-]* ){{1,3}}{_DESK})(?!\w)"
    forms = (
        rf"{_PERSON} ?/ ?{agency}(?: ?/ ?{agency}){{0,3}}{_SUFFIX}",
        rf"{agency}(?: ?/ ?(?:{agency}|{_PERSON})){{1,3}}{_SUFFIX}",
        rf"\((?:{agency}(?:/| [Pp]hotos?[/ ]?(?:by )?| file photo)[^()]{{0,60}})\)",
        rf"\({_WORD}(?: by| credit| courtesy)?:? ?[^()]{{2,60}}\)",
        rf"(?:{_WORD} ?(?:by|:|courtesy(?: of)?:?|credit:?) ?){{1,2}}[A-Z][^.!?\n]{{1,60}}",
        rf"[–—-]{{1,2}} ?{agency} ?(?:/ ?(?:[Ff]ile|FILE|{agency})|[Pp]hoto|[Ff]ile(?: photo)?)",
        rf"[–—-]{{1,2}} ?(?:[Ff]ile(?: photo)?|[Pp]hoto by {_PERSON})",
    )
    return re.compile(rf"(?:{'|'.join(forms)})\.?$")


def credit_start(paragraph: str) -> int | None:
    """Find where the picture credit at the end of a caption begins; None when there is none, 0 when it is nothing else.

    >>> caption = "Soldiers guard the gate on Friday.Amina Noor / Reuters"
    >>> caption[credit_start(caption):]
    'Amina Noor / Reuters'
    >>> credit_start("The army said so, according to The Dawn / Reuters correspondent.")
    """
    if len(paragraph) > LONGEST:
        return None
    shift = max(0, len(paragraph) - 140)
    if _MAYBE.search(paragraph, shift) is None:
        return None
    for match in _ends(paragraph[shift:]):
        start = shift + match
        if start == 0 or _may_begin(paragraph, start):
            return start
    return None


def _ends(tail: str) -> list[int]:
    """List where a credit that runs to the end of the text may begin, leftmost first."""
    found = []
    at = 0
    while match := _credit().search(tail, at):
        found.append(match.start())
        at = match.start() + 1
    return found


def _may_begin(paragraph: str, start: int) -> bool:
    """A credit follows the end of a sentence, glued to it or after a space, or opens with its own bracket or dash."""
    before = paragraph[:start].rstrip()
    return before.endswith((".", "!", "?", '"', "”", "’", ")", "…", "'")) or paragraph[start] in "(–—-"


def opens_as_caption(paragraph: str) -> bool:
    """Tell whether a paragraph begins the way captions and picture texts begin."""
    return len(paragraph) <= LONGEST and _HEAD.match(paragraph) is not None


def is_twin(text: str, caption: str, *, same_group: bool) -> bool:
    """Tell whether `text`, which stands beside `caption`, is the same picture's alternative text.

    Most of its words are the caption's; or, in adjoining lines, both open with the same three words. A longer text or, apart
    from the caption, a whole sentence is not: the first sentence of many reports says nearly what the caption above it says.
    """
    if len(text) > _LONGEST_TWIN or (not same_group and text.endswith(".") and not text.endswith("...")):
        return False
    words, others = _words(text), _words(caption)
    if len(words) < 3:
        return False
    if same_group and words[:3] == others[:3]:
        return True
    return len(set(words) & set(others)) >= 0.75 * len(set(words))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
