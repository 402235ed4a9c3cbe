"""Name the language of a text, or say that it is unknown.

py3langid's probability is a threshold away from "unknown": a line of names or numbers gets a language from any
classifier, and a wrong one would send the text to the wrong rules. The model is a file in its wheel (no download).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

THRESHOLD = 0.7
SAMPLE = 1200
"""Characters that are looked at; more change nothing and cost time."""


@lru_cache(maxsize=1)
def _identifier() -> Any:
    import py3langid  # type: ignore[import-untyped]  # loaded late: numpy and the model take most of a second
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

    model = Path(py3langid.__file__).parent / "data" / "model.npz.xz"
    return LanguageIdentifier.from_modelpath(str(model), norm_probs=True)


def language_of(text: str) -> str | None:
    """Give the ISO 639-1 code of the language, None when it is not sure.

    >>> language_of("Police said that two men were killed by gunmen in the city on Friday."), language_of("12")
    ('en', None)
    """
    code, probability = _identifier().classify(text[:SAMPLE])
    return str(code) if probability >= THRESHOLD else None
