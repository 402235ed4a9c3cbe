"""Who did what to whom with what, on MUC-4's training messages: a lesson beside the others, so that the vectors keep it.

The encoder learns it as it reads on (`train.pretrain`), and again beside the incidents where a teacher is learnt and teaches:
without it the vectors drift to what the register asks, and the profile that reads on from them loses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import IntArray, Pieces, framed, read_pieces, window_ranges
from roznamcha.evaluate.muc4.labels import TAGS
from roznamcha.evaluate.muc4.pages import make_page
from roznamcha.train import muc4
from roznamcha.train.examples import NOT_ASKED, Window
from roznamcha.train.muc4learn import joined_tags

ROLES = len(TAGS)
"""The slots of MUC-4 whose words are asked for."""


def messages_file(shared: Path) -> Path:
    """Give the file of MUC-4's training messages in the shared folder."""
    return shared / "data" / "muc4" / "parsed" / "train.jsonl"


def role_messages(shared: Path, skipped: Callable[[str], bool] = lambda _: False) -> Iterator[tuple[str, Pieces, IntArray]]:
    """Give the training messages: text, word pieces, and for each role (rows) outside, begin or inside of each piece.

    Those whose id is `skipped` are left out.
    """
    for example in muc4.read_examples(messages_file(shared)):
        if skipped(example.message.id):
            continue
        pieces = read_pieces(example.message.text)
        if len(pieces):
            page = make_page(example.message, pieces, _unread)
            yield example.message.text, pieces, joined_tags(muc4.row_of(example, page))


def role_windows(shared: Path, limit: int | None = None, skipped: Callable[[str], bool] = lambda _: False) -> Iterator[Window]:
    """Cut the training messages that are not `skipped`, or the first `limit` of them, into windows that ask for roles alone."""
    for text, pieces, tags in islice(role_messages(shared, skipped), limit):
        for first, last in window_ranges(pieces, text):
            ids, shapes = framed(pieces.cut(first, last))
            roles = np.full((ROLES, len(ids)), NOT_ASKED, dtype=np.int64)
            roles[:, 1:-1] = tags[:, first:last]
            nothing = np.zeros(len(ids), dtype=np.int64)
            yield Window(ids, shapes, nothing, np.zeros((0, len(ids)), dtype=np.int64), told=False, roles=roles)


def _unread(ids: IntArray, _shapes: IntArray) -> FloatArray:
    """Give no vectors: the roles' places are asked for, not what a network makes of them."""
    return np.zeros((len(ids), 0), dtype=np.float32)
