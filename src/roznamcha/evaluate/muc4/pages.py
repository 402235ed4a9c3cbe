"""Messages → pages: each word piece's vectors by the coder's encoder, and a few marks that the encoder does not see.

The profile has no encoder of its own. It takes the vectors at the fork and at the top of the coder's, side by side, and its own
small network reads on from there. That network reads a message whole, however long it is: each piece is taken from the window
in which it lies furthest from the edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import IntArray, Pieces, framed, read_pieces, window_ranges
from roznamcha.evaluate.muc4.message import Message, find_triggers
from roznamcha.evaluate.vectors import Encode

PLACES = (0, 1, 2, 4, 8, 15)
"""Upper ends of the classes of how many sentences come before a piece's."""
OFTEN = (1, 2, 4)
"""Upper ends of the classes of how often the message has a piece."""
MARKS = (len(PLACES) + 1, len(OFTEN) + 1, 2)
"""How many values each mark has: the sentence's place, how often the piece comes, and whether it may tell an act."""


@dataclass(frozen=True, slots=True)
class Page:
    """A message as the network is given it: its pieces, their vectors, their marks, and the words that may tell an act."""

    message: Message
    pieces: Pieces
    vectors: FloatArray
    marks: IntArray
    sentences: IntArray
    triggers: tuple[tuple[int, int], ...]
    """Half-open ranges of pieces."""


def read_pages(messages: Sequence[Message], encode: Encode) -> Iterator[Page]:
    """Read messages one after the other."""
    for message in messages:
        pieces = read_pieces(message.text)
        if len(pieces):
            yield make_page(message, pieces, encode)


def make_page(message: Message, pieces: Pieces, encode: Encode) -> Page:
    """Read one message."""
    windows = window_ranges(pieces, message.text)
    read = [encode(*framed(pieces.cut(first, last)))[1:-1] for first, last in windows]
    sentences = np.array([message.sentence_of(int(start)) for start in pieces.starts], dtype=np.int64)
    triggers = tuple(pieces.between(start, end) for start, end in find_triggers(message))
    marks = _marks(pieces, sentences, triggers)
    return Page(message, pieces, _at_home(windows, read, len(pieces)), marks, sentences, triggers)


def _at_home(windows: Sequence[tuple[int, int]], read: Sequence[FloatArray], size: int) -> FloatArray:
    at = np.arange(size)
    margins = np.array([np.minimum(at - first, last - 1 - at) for first, last in windows])
    home = margins.argmax(0)
    joined = np.zeros((size, read[0].shape[1]), dtype=read[0].dtype)
    for number, ((first, _), vectors) in enumerate(zip(windows, read, strict=True)):
        own = np.flatnonzero(home == number)
        joined[own] = vectors[own - first]
    return joined


def _marks(pieces: Pieces, sentences: IntArray, triggers: Sequence[tuple[int, int]]) -> IntArray:
    _, which, counts = np.unique(pieces.ids, return_inverse=True, return_counts=True)
    may_tell = np.zeros(len(pieces), dtype=np.int64)
    for first, last in triggers:
        may_tell[first:last] = 1
    places = np.searchsorted(PLACES, sentences)
    return np.stack([places, np.searchsorted(OFTEN, counts[which]), may_tell], axis=1).astype(np.int64)
