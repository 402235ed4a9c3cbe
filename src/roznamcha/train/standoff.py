"""Records without words: gold for texts that may not be shipped, kept as offsets into the texts where they lie.

The texts of `shared` belong to their publishers and stay there. Our own coding of them is ours, so it is stored beside the
package's training texts with every quote as `[start, end]` (half-open, in code points of the text), the file that holds the
text, its id there and the start of its SHA-256: a text that has changed is refused, never read askew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from roznamcha.errors import DataError
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.train.gold import GoldDocument, gold_document
from roznamcha.train.untokenized import read_worldwide, untokenized

_QUOTES = ("quote", "anchor", "names", "quotes", "source")
"""Keys of a record that hold words of the text, or lists of them; `by` does where it is no table of groups."""
_DIGEST = 12


def hidden(record: dict[str, Any], text: str) -> dict[str, Any]:
    """Replace every quote of a record by its offsets in `text`. Raises ValueError when a quote is not there.

    >>> hidden({"anchor": "shot dead", "by": {"civilians": 1}}, "Two men were shot dead.")
    {'anchor': [13, 22], 'by': {'civilians': 1}}
    """
    return _changed(record, lambda quote: _offsets(quote, text))


def shown(record: dict[str, Any], text: str) -> dict[str, Any]:
    """Replace offsets by the words that stand there: what `hidden` did, undone.

    >>> shown({"anchor": [13, 22], "names": [[0, 3]], "by": {"civilians": 1}}, "Two men were shot dead.")
    {'anchor': 'shot dead', 'names': ['Two'], 'by': {'civilians': 1}}
    """
    return _changed(record, lambda at: text[at[0] : at[1]])


def _offsets(quote: str, text: str) -> list[int]:
    at = text.index(quote)
    return [at, at + len(quote)]


def _changed(value: dict[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    return {key: _entry(key, one, change) for key, one in value.items()}


def _entry(key: str, value: Any, change: Callable[[Any], Any]) -> Any:
    if key in _QUOTES or (key == "by" and not isinstance(value, dict)):
        if value is None:
            return None
        return [change(one) for one in value] if key in ("names", "quotes") else change(value)
    if isinstance(value, dict):
        return _changed(value, change)
    if isinstance(value, list):
        return [_changed(one, change) if isinstance(one, dict) else one for one in value]
    return value


def digest(text: str) -> str:
    """Give the start of the text's SHA-256, by which a changed text is known."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]


def write_standoff(documents: Iterable[GoldDocument], source: str, out: Path) -> None:
    """Add the records of documents to `out`; `source` is the texts' file, relative to the shared folder."""
    with out.open("a", encoding="utf-8") as file:
        for document in documents:
            told = {"id": document.id, "file": source, "sha256": digest(document.text)}
            record = hidden({k: v for k, v in document.record.items() if k in ("incidents", "figures")}, document.text)
            file.write(json.dumps(told | record, separators=(",", ":")) + "\n")


def read_standoff(path: Path, shared: Path) -> Iterator[GoldDocument]:
    """Read the records of `path` with their texts from `shared`.

    Raises DataError when a text is missing or is not the one that was coded.
    """
    texts: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    for told in read_lines(path):
        source = told.pop("file")
        if source not in texts:
            texts[source] = {(one["id"], digest(one["text"])): one for one in _text_lines(shared / source)}
        found = texts[source].get((told["id"], told.pop("sha256")))
        if found is None:
            raise DataError(f"{shared / source}: text {told['id']} is missing or has changed since it was coded")
        yield gold_document(found, shown(told, found["text"]))


def _text_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read the texts of a file: JSON lines, tabs with the text first, told by its line's number, or BIO with documents."""
    if path.suffix == ".tsv":
        with path.open(encoding="utf-8") as lines:
            yield from ({"id": f"{path.stem}-{k}", "text": line.rstrip("\n").split("\t")[0]} for k, line in enumerate(lines))
    elif path.suffix == ".bio":
        yield from read_worldwide(path)
    else:
        yield from map(_text_line, read_lines(path))


def _text_line(line: dict[str, Any]) -> dict[str, Any]:
    """Give a line its `id` and `text` where it names them otherwise, or keeps tokens."""
    named = line if "id" in line else line | {"id": line["docid"]}
    return named if "text" in named else named | {"text": untokenized(named["tokens"])}
