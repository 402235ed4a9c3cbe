"""Text → word pieces with offsets, case shapes and windows: all that the encoder is fed.

The base encoder is uncased, while case tells names from words in news. So the shape of the word that each piece was cut
from (lower, Title, UPPER, mixed, digits, other), and whether the piece opens a line, go in beside the piece as a second
id. Offsets count code points of the text as it was given (law 1); lower-casing and accents are the tokenizer's affair.
A long text is cut into windows of about one length that overlap, so that every word is read once with context on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

MAX_PIECES = 512
"""The longest window, with its [CLS] and [SEP]: what the base encoder has positions for."""

CLS, SEP, PAD, MASK = 101, 102, 0, 103
LOWER, TITLE, UPPER, MIXED, DIGIT, OTHER = range(6)
OPENS_LINE = 6
"""Added to a shape when the piece is the first of its line; shape ids so run from 0 to 11."""
SHAPES = 12

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text, without [CLS] and [SEP]: ids, shape ids, and the offsets of each piece."""

    ids: IntArray
    shapes: IntArray
    starts: IntArray
    ends: IntArray

    def __len__(self) -> int:
        return len(self.ids)

    def cut(self, first: int, last: int) -> Pieces:
        """Give the pieces `first:last`."""
        return Pieces(self.ids[first:last], self.shapes[first:last], self.starts[first:last], self.ends[first:last])

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Give the half-open range of pieces that touch the characters `start:end` (empty when none does)."""
        return int(np.searchsorted(self.ends, start, "right")), int(np.searchsorted(self.starts, end, "left"))


@cache
def tokenizer() -> Tokenizer:
    """Load the word-piece vocabulary that lies beside the weights."""
    return Tokenizer.from_str((resources.files("roznamcha.data") / "weights" / "tokenizer.json").read_text("utf-8"))


@cache
def _continuing() -> NDArray[np.bool_]:
    """Tell, for each id of the vocabulary, whether the piece continues a word."""
    words = tokenizer().get_vocab()
    found = np.zeros(max(words.values()) + 1, dtype=np.bool_)
    found[[number for piece, number in words.items() if piece.startswith("##")]] = True
    return found


def continues_word(ids: IntArray) -> NDArray[np.bool_]:
    """Mark the pieces that continue the word of the piece before."""
    return _continuing()[ids]


def word_numbers(ids: IntArray) -> IntArray:
    """Number the words, so that the pieces of one word bear one number."""
    return np.cumsum(~continues_word(ids))


def shape_of(word: str) -> int:
    """Name the case shape of a word by its letters.

    >>> [shape_of(word) for word in ("attack", "Quetta", "FC", "de-Islam", "2014", "...")]
    [0, 1, 2, 3, 4, 5]
    """
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else TITLE
    if word.istitle() or (word[:1].isupper() and word[1:].islower()):
        return TITLE
    if any(letter.isalpha() for letter in word):
        return MIXED
    return DIGIT if any(letter.isdigit() for letter in word) else OTHER


def read_pieces(text: str) -> Pieces:
    """Cut a text into word pieces."""
    coded = tokenizer().encode(text, add_special_tokens=False)
    starts = np.array([start for start, _ in coded.offsets], dtype=np.int64)
    ends = np.array([end for _, end in coded.offsets], dtype=np.int64)
    return Pieces(np.array(coded.ids, dtype=np.int64), _shapes(text, coded.word_ids, starts, ends), starts, ends)


def _shapes(text: str, words: list[int | None], starts: IntArray, ends: IntArray) -> IntArray:
    shapes = np.zeros(len(starts), dtype=np.int64)
    at, previous_end = 0, 0
    while at < len(starts):
        last = at
        while last + 1 < len(starts) and words[last + 1] == words[at]:
            last += 1
        shapes[at : last + 1] = shape_of(text[starts[at] : ends[last]])
        if at == 0 or "\n" in text[previous_end : starts[at]]:
            shapes[at] += OPENS_LINE
        previous_end = int(ends[last])
        at = last + 1
    return shapes


def window_ranges(pieces: Pieces, text: str, *, longest: int = MAX_PIECES) -> list[tuple[int, int]]:
    """Cut a text's pieces into windows of at most `longest` - 2 pieces; each opens at a sentence or line where one is near.

    A short text gives one window. A longer one is shared out evenly, with at least a quarter of the longest window in common
    between neighbours: reading costs time, and a last window that repeats most of the one before tells nothing new.
    """
    room = longest - 2
    if len(pieces) <= room:
        return [(0, len(pieces))]
    shared, drift = room // 4, min(40, room // 8)
    number = -(-(len(pieces) - shared) // (room - shared - drift))
    step = (len(pieces) - shared) / number
    openings = _openings(pieces, text)
    starts = [0]
    for k in range(1, number):
        wanted = round(k * step)
        near = [at for at in openings if wanted - drift <= at <= wanted]
        starts.append(near[-1] if near else wanted)
    ends = [min(len(pieces), round((k + 1) * step) + shared) for k in range(number - 1)]
    return list(zip(starts, [*ends, len(pieces)], strict=True))


def _openings(pieces: Pieces, text: str) -> list[int]:
    """List the pieces that follow a full stop or a line end."""
    found = [0]
    for at in range(1, len(pieces)):
        end = int(pieces.ends[at - 1])
        if "\n" in text[end : pieces.starts[at]] or text[end - 1] in ".!?":
            found.append(at)
    return found


def home_window(windows: Sequence[tuple[int, int]], piece: int) -> int:
    """Choose the window in which a piece lies furthest from both edges."""
    return max(range(len(windows)), key=lambda k: min(piece - windows[k][0], windows[k][1] - 1 - piece))


def pad(rows: list[IntArray], length: int, value: int = PAD) -> IntArray:
    """Stack rows of unequal lengths into one array, filled up with `value`; a row holds numbers, or arrays of one size."""
    out = np.full((len(rows), length, *rows[0].shape[1:]), value, dtype=np.int64)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
    return out


def framed(pieces: Pieces) -> tuple[IntArray, IntArray]:
    """Put [CLS] and [SEP] around a window's ids and shapes."""
    return frame(pieces.ids, CLS, SEP), frame(pieces.shapes, OTHER, OTHER)


def frame(row: IntArray, first: int, last: int) -> IntArray:
    """Put one number before and one behind a row."""
    return np.concatenate(([first], row, [last])).astype(np.int64)


def batches(lengths: list[int], pieces_a_batch: int) -> Iterator[list[int]]:
    """Group rows of like length, longest first, so that rows times longest stays within `pieces_a_batch`."""
    order = sorted(range(len(lengths)), key=lambda k: (-lengths[k], k))
    while order:
        size = max(1, pieces_a_batch // max(1, lengths[order[0]]))
        yield order[:size]
        order = order[size:]
