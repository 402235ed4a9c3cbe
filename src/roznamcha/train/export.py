"""Network → the files that lie in the package: two ONNX graphs in int8, and what is told about them.

Matrix products run in int8 (weights by channel, activations by their range at run time); the word-piece table, half of
the file, is kept in int8 with one scale a row, since one scale for the whole table costs accuracy. Attention, norms and
the heads stay in single precision.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from roznamcha.train.net import Net, padding_bias


class _Table(nn.Module):
    """The word-piece embeddings as bytes with a scale for each row."""

    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        weight = words.weight.detach()
        scale = weight.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("bytes", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale.half())

    def forward(self, ids: Tensor) -> Tensor:
        """Look up the vectors of pieces."""
        return self.bytes[ids].float() * self.scale[ids].float()  # type: ignore[index]


class _Positions(nn.Module):
    """The position embeddings in half precision."""

    def __init__(self, positions: nn.Embedding) -> None:
        super().__init__()
        self.register_buffer("table", positions.weight.detach().half())

    def forward(self, places: Tensor) -> Tensor:
        """Look up the vectors of positions."""
        return self.table[places].float()  # type: ignore[index]


class _Encode(nn.Module):
    def __init__(self, net: Net) -> None:
        super().__init__()
        self.encoder, self.anchors = net.encoder, net.anchors

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        forked, top = self.encoder(ids, shapes)
        return forked, self.anchors(top)


class _Read(nn.Module):
    def __init__(self, net: Net) -> None:
        super().__init__()
        self.reader = net.reader

    def forward(self, forked: Tensor, ids: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.reader(forked, padding_bias(ids), marks)  # type: ignore[no-any-return]


def export(net: Net, folder: Path, told: dict[str, Any], *, quantise: bool = True) -> None:
    """Write `encoder.onnx`, `reader.onnx` and `meta.json` into `folder`; the network is left as it was."""
    net = net.eval().float()
    words, positions = net.encoder.words, net.encoder.positions
    rows, pieces = torch.export.Dim("rows", max=4096), torch.export.Dim("pieces", min=4, max=net.shape.positions)
    ids = torch.randint(5, 1000, (3, 40))
    zeros = torch.zeros_like(ids)
    forked = torch.zeros(3, 40, net.shape.hidden)
    both = {0: rows, 1: pieces}
    try:
        net.encoder.words = _Table(words)  # type: ignore[assignment]
        net.encoder.positions = _Positions(positions)  # type: ignore[assignment]
        _write(_Encode(net), (ids, zeros), ("ids", "shapes"), ("forked", "anchors"), both, folder / "encoder.onnx", quantise)
        names = ("forked", "ids", "marks"), ("tags", "attributes", "incident")
        _write(_Read(net), (forked, ids, zeros), *names, both, folder / "reader.onnx", quantise)
    finally:
        net.encoder.words, net.encoder.positions = words, positions
    (folder / "meta.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _write(
    module: nn.Module,
    given: tuple[Tensor, ...],
    inputs: tuple[str, ...],
    outputs: tuple[str, ...],
    sizes: dict[int, Any],
    path: Path,
    quantise: bool,
) -> None:
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "plain.onnx"
        shapes = tuple(sizes for _ in given)
        torch.onnx.export(
            module.eval(), given, str(plain), input_names=list(inputs), output_names=list(outputs), dynamic_shapes=shapes,
            dynamo=True, external_data=False, verbose=False,
        )  # fmt: skip
        if not quantise:
            path.write_bytes(plain.read_bytes())
            return
        from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

        quantize_dynamic(
            plain, path, op_types_to_quantize=["MatMul"], per_channel=True, weight_type=QuantType.QInt8,
            nodes_to_exclude=_heads(plain), extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip


def _heads(path: Path) -> list[str]:
    """Name the products of the heads, which are small and stay in single precision."""
    import onnx

    graph = onnx.load(str(path)).graph
    wide = {value.name: value.dims[-1] for value in graph.initializer if len(value.dims) == 2}
    inner = (384, 1152, 1536)
    return [node.name for node in graph.node if node.op_type == "MatMul" and wide.get(node.input[1], 384) not in inner]
