"""Word pieces keep their offsets, and windows cover a text whatever its length."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.coder.tokens import (
    MAX_PIECES,
    OPENS_LINE,
    TITLE,
    UPPER,
    batches,
    framed,
    home_window,
    read_pieces,
    window_ranges,
)

SENTENCE = "Gunmen on a motorcycle shot dead a schoolteacher near Karigah Bridge. "


def test_pieces_stand_where_they_were_cut() -> None:
    text = "FC men fired in Quetta.\nTwo died."
    pieces = read_pieces(text)
    words = [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    assert "".join(words) == text.replace(" ", "").replace("\n", "")
    assert pieces.shapes[0] == UPPER + OPENS_LINE
    assert pieces.shapes[words.index("Two")] == TITLE + OPENS_LINE


def test_a_span_is_led_to_its_pieces() -> None:
    pieces = read_pieces("FC men fired in Quetta.")
    first, last = pieces.between(16, 22)
    assert (int(pieces.starts[first]), int(pieces.ends[last - 1])) == (16, 22)
    assert pieces.between(2, 3) == (pieces.between(3, 4)[0],) * 2


@given(st.text(max_size=400))
def test_offsets_never_leave_the_text(text: str) -> None:
    pieces = read_pieces(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(pieces.starts, pieces.ends, strict=True))


@given(st.integers(0, 40))
def test_windows_cover_every_piece(times: int) -> None:
    text = SENTENCE * times
    pieces = read_pieces(text)
    windows = window_ranges(pieces, text, longest=60)
    covered = {piece for first, last in windows for piece in range(first, last)}
    assert covered == set(range(len(pieces)))
    assert all(last - first <= 58 for first, last in windows)
    assert all(before[1] - after[0] >= 14 for before, after in pairwise(windows))


def test_a_piece_is_at_home_far_from_the_edges() -> None:
    assert home_window([(0, 100), (50, 150)], 70) == 0
    assert home_window([(0, 100), (50, 150)], 90) == 1


def test_frames_and_batches() -> None:
    ids, shapes = framed(read_pieces("Two died."))
    assert len(ids) == len(shapes) == 5
    groups = list(batches([5, MAX_PIECES, 7, 6], 600))
    assert sorted(k for group in groups for k in group) == [0, 1, 2, 3]
    assert groups[0] == [1]
    assert np.all(ids[1:-1] != 0)
