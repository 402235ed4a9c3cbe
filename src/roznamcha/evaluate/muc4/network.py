"""The weights of the profile `muc4`, run by onnxruntime; the judges of pairs, two small layers each, in plain numpy."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import IntArray
from roznamcha.evaluate.muc4.find import Thresholds

FOLDER = "weights/muc4"


@cache
def read_meta() -> dict[str, Any]:
    """Read what is told about the weights: thresholds, steps, seed."""
    found: dict[str, Any] = json.loads((resources.files("roznamcha.data") / FOLDER / "meta.json").read_text("utf-8"))
    return found


def read_thresholds() -> Thresholds:
    """Give the thresholds that were chosen with the weights."""
    told = read_meta()["thresholds"]
    return Thresholds(**{one.name: told[one.name] for one in fields(Thresholds)})


class OnnxNetwork:
    """The weights of the package; the same interface as the network in training."""

    def __init__(self) -> None:
        import onnxruntime

        folder = resources.files("roznamcha.data") / FOLDER
        self._graph = onnxruntime.InferenceSession((folder / "muc4.onnx").read_bytes(), providers=["CPUExecutionProvider"])
        self._heads = [output.name for output in self._graph.get_outputs()]
        with (folder / "judges.npz").open("rb") as file, np.load(file) as arrays:
            self._judges: dict[str, FloatArray] = dict(arrays)

    def read(self, ids: IntArray, shapes: IntArray) -> dict[str, FloatArray]:
        """Give, for each piece, the scores of each head, by name."""
        return dict(zip(self._heads, self._graph.run(None, {"ids": ids, "shapes": shapes}), strict=True))

    def join_triggers(self, left: FloatArray, right: FloatArray, distance: IntArray) -> FloatArray:
        """Score pairs of triggers: do they tell the same act?"""
        return self._judge("same", left, right, distance, np.zeros_like(distance))

    def join_words(self, trigger: FloatArray, words: FloatArray, distance: IntArray, tag: IntArray) -> FloatArray:
        """Score pairs of a trigger and tagged words: do the words belong to its act?"""
        return self._judge("belongs", trigger, words, distance, tag)

    def _judge(self, name: str, left: FloatArray, right: FloatArray, distance: IntArray, kind: IntArray) -> FloatArray:
        part = {key.removeprefix(f"{name}."): value for key, value in self._judges.items() if key.startswith(f"{name}.")}
        given = [left * right, left, right, part["distance.weight"][distance], part["kind.weight"][kind]]
        inner = np.concatenate(given, -1) @ part["layers.0.weight"].T + part["layers.0.bias"]
        raised = 0.5 * inner * (1 + np.tanh(np.sqrt(2 / np.pi) * (inner + 0.044715 * inner**3)))  # GELU, as it was trained
        scores = raised @ part["layers.2.weight"].T + part["layers.2.bias"]
        return np.asarray(scores[:, 0], dtype=np.float32)
