"""The weights of the profile `muc4`: vectors by the coder's encoder, everything above them in plain numpy.

The profile's own part is small (a million numbers kept as bytes, each row with its scale), so that no runtime is needed for it
and training measures the very code that users run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roznamcha.coder.grouping import FloatArray, softmax
from roznamcha.coder.network import weights_folder
from roznamcha.coder.tokens import IntArray
from roznamcha.evaluate.muc4.find import Thresholds
from roznamcha.evaluate.vectors import PieceEncoder, gelu

WEIGHTS = "muc4.npz"
HEADS = ("tags", "attributes", "incident", "trigger", "relevant", "as_trigger", "as_words")
ATTENTION_HEADS = 4
LEVELS = 31
"""A row's greatest weight is kept as so many steps; finer steps measured no better and take more room."""


def pack(weights: Mapping[str, FloatArray]) -> dict[str, Any]:
    """Turn tables into bytes with one scale a row, and vectors into half precision."""
    packed: dict[str, Any] = {}
    for name, value in weights.items():
        if value.ndim < 2:
            packed[name] = value.astype(np.float16)
            continue
        scale = np.maximum(np.abs(value).max(1, keepdims=True), 1e-8) / LEVELS
        packed[name], packed[f"{name}/scale"] = np.round(value / scale).astype(np.int8), scale.astype(np.float16)
    return packed


def unpack(packed: Mapping[str, NDArray[Any]]) -> dict[str, FloatArray]:
    """Undo `pack`, as near as the steps allow.

    >>> bool(np.abs(unpack(pack({"x": np.eye(3, dtype=np.float32)}))["x"] - np.eye(3)).max() < 0.01)
    True
    """
    found = {}
    for name, value in packed.items():
        if not name.endswith("/scale"):
            scale = packed.get(f"{name}/scale", np.float16(1))
            found[name] = value.astype(np.float32) * scale.astype(np.float32)
    return found


class OwnLayers:
    """The profile's layers, heads and judges, by the names of their weights in training."""

    def __init__(self, weights: Mapping[str, FloatArray]) -> None:
        self.weights = weights
        self.layers = len({name.split(".")[1] for name in weights if name.startswith("layers.")})

    def read(self, vectors: FloatArray, marks: IntArray) -> dict[str, FloatArray]:
        """Give, for each piece of a message, the scores of each head, by name."""
        x = self._linear("given", vectors.astype(np.float32))
        for number in range(marks.shape[1]):
            x = x + self.weights[f"marks.{number}.weight"][marks[:, number]]
        x = self._norm("norm", x)
        for number in range(self.layers):
            x = self._layer(f"layers.{number}", x)
        return {name: self._linear(f"heads.{name}", x) for name in HEADS}

    def join_triggers(self, left: FloatArray, right: FloatArray, distance: IntArray) -> FloatArray:
        """Score pairs of triggers: do they tell the same act?"""
        return self._judge("same", left, right, distance, np.zeros_like(distance))

    def join_words(self, trigger: FloatArray, words: FloatArray, distance: IntArray, tag: IntArray) -> FloatArray:
        """Score pairs of a trigger and tagged words: do the words belong to its act?"""
        return self._judge("belongs", trigger, words, distance, tag)

    def _linear(self, name: str, x: FloatArray) -> FloatArray:
        return np.asarray(x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"], dtype=np.float32)

    def _norm(self, name: str, x: FloatArray) -> FloatArray:
        centred: FloatArray = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"], dtype=np.float32)

    def _layer(self, name: str, x: FloatArray) -> FloatArray:
        pieces, size = x.shape
        qkv = self._linear(f"{name}.qkv", x).reshape(pieces, 3, ATTENTION_HEADS, -1)
        q, k, v = qkv.transpose(1, 2, 0, 3)
        looks = softmax(q @ k.transpose(0, 2, 1) / np.sqrt(size / ATTENTION_HEADS))
        mixed = (looks @ v).transpose(1, 0, 2).reshape(pieces, size)
        x = self._norm(f"{name}.norm_1", x + self._linear(f"{name}.out", mixed))
        return self._norm(f"{name}.norm_2", x + self._linear(f"{name}.down", gelu(self._linear(f"{name}.up", x))))

    def _judge(self, name: str, left: FloatArray, right: FloatArray, distance: IntArray, kind: IntArray) -> FloatArray:
        tables = (self.weights[f"{name}.distance.weight"][distance], self.weights[f"{name}.kind.weight"][kind])
        inner = self._linear(f"{name}.layers.0", np.concatenate([left * right, left, right, *tables], -1))
        return self._linear(f"{name}.layers.2", gelu(inner))[:, 0]


class PackagedNetwork(OwnLayers):
    """The weights of the package."""

    def __init__(self) -> None:
        self.encode = PieceEncoder()
        super().__init__(unpack({name: value for name, value in _read_file().items() if name != "told"}))


@cache
def _read_file() -> dict[str, NDArray[Any]]:
    with (weights_folder() / WEIGHTS).open("rb") as file, np.load(file) as arrays:
        return dict(arrays)


def read_meta() -> dict[str, Any]:
    """Read what is told about the weights: thresholds, steps, seed."""
    found: dict[str, Any] = json.loads(str(_read_file()["told"]))
    return found


def read_thresholds() -> Thresholds:
    """Give the thresholds that were chosen with the weights."""
    told = read_meta()["thresholds"]
    return Thresholds(**{one.name: told[one.name] for one in fields(Thresholds)})
