"""The trained network as the finder runs it: what is asked of it, and the graphs in onnxruntime.

The encoder lies in two graphs, since a text is skimmed by the lower half (decision 017); a third reads one incident. Training
runs the same network in torch behind the same seam (`train.torchnet`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Protocol

import numpy as np

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import PAD, IntArray

GRAPHS = ("lower.onnx", "upper.onnx", "reader.onnx")
"""The files of the network: the two halves of the encoder, and the reader of one incident."""
_SLOW = ["SkipLayerNormFusion"]
"""What onnxruntime's optimiser leaves alone: its joined norm takes ten times as long as the plain one and the sum before it."""


class Network(Protocol):
    """What runs the weights: onnxruntime, or torch while training."""

    def enter(self, ids: IntArray, shapes: IntArray) -> tuple[FloatArray, FloatArray]:
        """Give each piece's vector at the fork, and its anchor scores as they look from there."""

    def find(self, forked: FloatArray, ids: IntArray) -> FloatArray:
        """Give each piece's anchor scores."""

    def read(self, forked: FloatArray, ids: IntArray, marks: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Give tag, attribute and incident scores of every piece, read for the marked incident."""


class OnnxNetwork:
    """Weights run by onnxruntime, from a folder that holds `lower.onnx`, `upper.onnx` and `reader.onnx`.

    Each row runs by itself, without padding: int8 products scale by the range of all they are given, so that rows run
    together would change each other in the last digits (law 4). `threads` is the number of cores for one call (0: as many as
    the environment's ROZNAMCHA_THREADS says, which a pool sets for its workers, or all).
    """

    def __init__(self, folder: Traversable, threads: int = 1) -> None:
        cores = threads or int(os.environ.get("ROZNAMCHA_THREADS", "0"))
        self._lower, self._upper, self._reader = (load_graph(folder / name, cores) for name in GRAPHS)

    def enter(self, ids: IntArray, shapes: IntArray) -> tuple[FloatArray, FloatArray]:
        """Give each piece's vector at the fork, and its anchor scores as they look from there."""
        forked, early = _run(self._lower, ("forked", "early"), ids, {"ids": ids, "shapes": shapes})
        return forked, early

    def find(self, forked: FloatArray, ids: IntArray) -> FloatArray:
        """Give each piece's anchor scores."""
        (anchors,) = _run(self._upper, ("anchors",), ids, {"forked": forked})
        return anchors

    def read(self, forked: FloatArray, ids: IntArray, marks: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Give tag, attribute and incident scores of every piece, read for the marked incident."""
        given: dict[str, FloatArray | IntArray] = {"forked": forked, "marks": marks}
        tags, attributes, incident = _run(self._reader, ("tags", "attributes", "incident"), ids, given)
        return tags, attributes, incident


def load_graph(file: Traversable, threads: int = 0) -> Any:
    """Load a graph into onnxruntime as everything here runs it (an `InferenceSession`), on so many cores (0: all)."""
    import onnxruntime

    _share_memory()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.use_env_allocators", "1")
    return onnxruntime.InferenceSession(file.read_bytes(), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW)


@cache
def _share_memory() -> None:
    """Let all graphs of a process work in one stretch of memory: each with its own they hold 50 MB more."""
    import onnxruntime

    kind = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR
    memory = onnxruntime.OrtMemoryInfo("Cpu", kind, 0, onnxruntime.OrtMemType.DEFAULT)
    onnxruntime.create_and_register_allocator(memory, onnxruntime.OrtArenaCfg({}))


def _run(graph: Any, wanted: Sequence[str], ids: IntArray, given: Mapping[str, FloatArray | IntArray]) -> list[FloatArray]:
    """Run a graph on each row of `given` by itself, without its padding, and stack what comes out."""
    sizes = [int(size) for size in (ids != PAD).sum(1)]
    rows = [graph.run(wanted, {name: rows[k : k + 1, :size] for name, rows in given.items()}) for k, size in enumerate(sizes)]
    return [_stacked(found, ids.shape[1]) for found in zip(*rows, strict=True)]


def _stacked(rows: Sequence[FloatArray], length: int) -> FloatArray:
    out = np.zeros((len(rows), length, *rows[0].shape[2:]), dtype=np.float32)
    for k, row in enumerate(rows):
        out[k, : row.shape[1]] = row[0]
    return out


def weights_folder() -> Traversable:
    """Give the folder of the package's own weights."""
    return resources.files("roznamcha.data") / "weights"
