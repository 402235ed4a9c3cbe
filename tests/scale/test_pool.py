from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence

import pytest

from roznamcha.scale.pool import AHEAD, Pool


def double(batch: Sequence[int]) -> list[int]:
    """Double each number; -13 kills the process, -99 is a mistake."""
    if -13 in batch:
        os.kill(os.getpid(), signal.SIGKILL)
    if -99 in batch:
        raise ValueError("a mistake")
    return [2 * number for number in batch]


def lost(number: int) -> int:
    return 1000 + number


def test_results_come_in_the_order_of_the_batches():
    batches = [(n, n + 1) for n in range(0, 20, 2)]
    assert list(Pool(3)(double, batches, lost)) == [[2 * n, 2 * n + 2] for n in range(0, 20, 2)]


def test_input_is_read_no_further_ahead_than_the_workers_need():
    read = 0

    def batches() -> Iterator[tuple[int]]:
        nonlocal read
        for n in range(100):
            read += 1
            yield (n,)

    for done, _ in enumerate(Pool(2)(double, batches(), lost), 1):
        assert read <= done + AHEAD * 2


def test_item_that_kills_its_worker_is_lost_alone_and_what_follows_is_done():
    batches = [(1, 2), (3, -13, 4), (5,), (-13,), (6, 7)]
    assert list(Pool(2)(double, batches, lost)) == [[2, 4], [6, 987, 8], [10], [987], [12, 14]]


def test_mistake_of_the_stage_reaches_the_caller():
    with pytest.raises(ValueError, match="a mistake"):
        list(Pool(2)(double, [(1,), (-99,), (2,)], lost))
