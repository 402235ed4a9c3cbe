"""Run a stage over many batches on the processes of one machine, in order and in bounded memory.

A stage is a plain function of a batch, so that the same function runs here, in one process, or on Ray. Results come back in
the order of the batches; only a few batches are ever under way, so memory does not grow with the input. A worker that
dies (a crash in a C library, the system short of memory) takes one item with it and not the run: what was under way is
tried again item by item in fresh workers, and the item that kills its worker again is reported as lost.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Stage = Callable[[Sequence[Item]], list[Result]]
AHEAD = 2
"""Batches under way for each worker: one that it works on and one that waits, so that no worker idles."""


class Pool:
    """A mapper over `jobs` processes: `pool(stage, batches, lost)` yields the stage's result for each batch, in order."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def __call__(
        self, stage: Stage[Item, Result], batches: Iterable[Sequence[Item]], lost: Callable[[Item], Result]
    ) -> Iterator[list[Result]]:
        """Run the stage over the batches; `lost` gives the result of an item that kills its worker."""
        source = iter(batches)
        waiting: deque[Sequence[Item]] = deque()
        while True:
            try:
                yield from self._run(stage, source, waiting)
            except BrokenProcessPool:
                yield from _retry(stage, waiting, lost)
            else:
                return

    def _run(
        self, stage: Stage[Item, Result], source: Iterator[Sequence[Item]], waiting: deque[Sequence[Item]]
    ) -> Iterator[list[Result]]:
        """Run until the source ends or a worker dies; `waiting` holds the batches whose results are not out yet."""
        futures: deque[Future[list[Result]]] = deque()
        executor = _executor(self.jobs)
        try:
            for batch in source:
                waiting.append(batch)
                futures.append(executor.submit(stage, batch))
                if len(futures) >= AHEAD * self.jobs:
                    yield _next(futures, waiting)
            while futures:
                yield _next(futures, waiting)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def _next(futures: deque[Future[list[Result]]], waiting: deque[Sequence[Item]]) -> list[Result]:
    result = futures[0].result()
    futures.popleft()
    waiting.popleft()
    return result


def _retry(stage: Stage[Item, Result], waiting: deque[Sequence[Item]], lost: Callable[[Item], Result]) -> Iterator[list[Result]]:
    """Run what was under way item by item, with a fresh worker after each that dies."""
    executor = _executor(1)
    try:
        while waiting:
            results: list[Result] = []
            for item in waiting.popleft():
                try:
                    results += executor.submit(stage, (item,)).result()
                except BrokenProcessPool:
                    results.append(lost(item))
                    executor = _executor(1)
            yield results
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _executor(jobs: int) -> ProcessPoolExecutor:
    """Start workers afresh: a forked copy of a process that runs threads (onnxruntime, SQLite) may hang."""
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker, initargs=(jobs,))


def _start_worker(jobs: int) -> None:
    """Share the cores out, leave Ctrl-C to the parent, and end when the parent is killed, which no queue would tell."""
    os.environ["ROZNAMCHA_THREADS"] = str(max(1, (os.cpu_count() or 1) // jobs))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
