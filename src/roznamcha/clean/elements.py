"""The HTML elements by what they mean for reading: which break a line, which hide their content, which say what it is.

After the HTML Living Standard (rendering of flow content, void elements, optional end tags), reduced to what a reader sees.
"""

from __future__ import annotations

from typing import Final


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


BLOCK: Final = _names(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html label legend li main menu nav ol option p pre section select summary "
    "table tbody td tfoot th thead title tr ul video"
)
"""Elements before and after which a line ends."""

VOID: Final = _names("area base br col embed hr img input link meta param source track wbr")
"""Elements without content."""

HIDDEN: Final = _names("script style noscript template svg iframe object textarea math canvas audio video title")
"""Elements whose content is not read as text of the page."""

CLOSES_ITSELF: Final = {name: frozenset((name,)) for name in _names("p li option td th tr")} | {
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
}
"""Elements that end where the next of their kind begins."""

CONTEXTS: Final = {
    "nav": "navigation",
    "menu": "navigation",
    "footer": "page footer",
    "aside": "aside",
    "form": "form",
    "select": "form",
    "button": "button",
    "dialog": "dialog",
}
"""Elements that are a part of the page beside the article, and what that part is called."""

HINTS: Final = {"figcaption": "caption", "h1": "title", "blockquote": "quote"} | {f"h{level}": "heading" for level in range(2, 7)}
"""Elements that say what their words are."""

TOO_WIDE: Final = _names("html body main article section")
"""Elements whose class says nothing about each paragraph in them."""
