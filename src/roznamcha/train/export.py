"""Network → the graphs that lie in the package: the encoder in two halves and the reader of one incident, as ONNX in int8.

Matrix products run in int8 (weights by channel, activations by their range at run time); the word-piece table, half of
the file, is kept in int8 with one scale a row, since one scale for the whole table costs accuracy. Attention, norms and
the heads stay in single precision.
"""

from __future__ import annotations

import copy
import logging
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder.network import GRAPHS
from roznamcha.coder.tokens import tokenizer
from roznamcha.train.evening import even_out
from roznamcha.train.examples import Window
from roznamcha.train.net import Layer, Net

UNKNOWN = 100
"""The id of [UNK]."""


class _Rows(nn.Module):
    """A table of vectors as bytes, with one scale for each row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("bytes", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale.half())

    def forward(self, rows: Tensor) -> Tensor:
        """Look up the vectors of rows."""
        return self.bytes[rows].float() * self.scale[rows].float()  # type: ignore[index]


class _Words(nn.Module):
    """The word-piece embeddings; pieces that English text does not hold share the unknown's row."""

    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        kept = [number for number, piece in sorted(_pieces().items()) if _is_kept(piece)]
        self.table = _Rows(words.weight.detach()[kept])
        rows = torch.full((words.num_embeddings,), kept.index(UNKNOWN), dtype=torch.int32)
        rows[kept] = torch.arange(len(kept), dtype=torch.int32)
        self.register_buffer("rows", rows)

    def forward(self, ids: Tensor) -> Tensor:
        """Look up the vectors of pieces."""
        return self.table(self.rows[ids].long())  # type: ignore[index,no-any-return]


def _pieces() -> dict[int, str]:
    return {number: piece for piece, number in tokenizer().get_vocab().items()}


def _is_kept(piece: str) -> bool:
    """Tell whether a piece can stand in English text: Latin letters, general punctuation, currency signs."""
    return not piece.startswith("[unused") and all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x20D0 for c in piece)


class _Layer(nn.Module):
    """A layer whose attention is onnxruntime's own: a third faster on long windows. It hides nothing, since rows run unpadded."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Attend, then transform each piece."""
        layer = self.layer
        q, k, v = layer.qkv(x).chunk(3, -1)
        mixed = torch.onnx.ops.symbolic(
            "com.microsoft::MultiHeadAttention", (q, k, v), {"num_heads": layer.heads}, dtype=q.dtype, shape=q.shape, version=1
        )
        x = layer.norm_1(x + layer.out(mixed))
        return layer.norm_2(x + layer.down(functional.gelu(layer.up(x))))  # type: ignore[no-any-return]


class _Enter(nn.Module):
    def __init__(self, net: Net) -> None:
        super().__init__()
        self.encoder, self.early = net.encoder, net.early

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        forked = self.encoder.enter(ids, shapes)
        return forked, self.early(forked)


class _Find(nn.Module):
    def __init__(self, net: Net) -> None:
        super().__init__()
        self.encoder, self.anchors = net.encoder, net.anchors

    def forward(self, forked: Tensor) -> tuple[Tensor, Tensor]:
        top = self.encoder.rise(forked, torch.zeros(()))
        return self.anchors(top), top


class _Read(nn.Module):
    def __init__(self, net: Net) -> None:
        super().__init__()
        self.reader = net.reader

    def forward(self, forked: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.reader(forked, torch.zeros(()), marks)  # type: ignore[no-any-return]


def export(net: Net, folder: Path, windows: Sequence[Window] = (), *, quantise: bool = True) -> None:
    """Write the encoder's two halves and the reader into `folder`; the network is left as it was.

    `windows` are read once to even out what goes into the products (`train.evening`); without any, int8 costs more.
    """
    net = copy.deepcopy(net).eval().float()
    if windows:
        even_out(net, windows)
    net.encoder.words = _Words(net.encoder.words)  # type: ignore[assignment]
    net.encoder.positions = _Rows(net.encoder.positions.weight.detach())  # type: ignore[assignment]
    for part in (net.encoder, net.reader):
        part.layers = nn.ModuleList(_Layer(layer) for layer in part.layers)  # type: ignore[arg-type]
    ids, zeros = torch.randint(5, 1000, (1, 40)), torch.zeros(1, 40, dtype=torch.int64)
    forked = torch.zeros(1, 40, net.shape.hidden)
    for name, module, given, names in (
        (GRAPHS[0], _Enter(net), (ids, zeros), (("ids", "shapes"), ("forked", "early"))),
        (GRAPHS[1], _Find(net), (forked,), (("forked",), ("anchors", "top"))),
        (GRAPHS[2], _Read(net), (forked, zeros), (("forked", "marks"), ("tags", "attributes", "incident"))),
    ):
        with _unwarned():
            _write(module, given, names, folder / name, quantise)


@contextmanager
def _unwarned() -> Iterator[None]:
    """Keep the exporter's and the quantiser's warnings to themselves: they are about other graphs (images, other operators)."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _write(
    module: nn.Module, given: tuple[Tensor, ...], names: tuple[tuple[str, ...], tuple[str, ...]], path: Path, quantise: bool
) -> None:
    pieces = torch.export.Dim("pieces", min=4, max=512)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            module.eval(), given, str(plain), input_names=list(names[0]), output_names=list(names[1]),
            dynamic_shapes=tuple({1: pieces} for _ in given), dynamo=True, external_data=False, verbose=False,
        )  # fmt: skip
        if not quantise:
            path.write_bytes(plain.read_bytes())
            _bare(path)
            return
        from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

        quantize_dynamic(
            plain,
            path,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=_heads(plain),
        )
        _bare(path)


def _bare(path: Path) -> None:
    """Take out of a graph what the exporter notes about where the code stood: paths of a machine have no place in a package."""
    import onnx

    model = onnx.load(str(path))
    for part in (model, model.graph, *model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info):
        del part.metadata_props[:]
        part.doc_string = ""
    for initialiser in model.graph.initializer:
        del initialiser.metadata_props[:]
        initialiser.doc_string = ""
    path.write_bytes(model.SerializeToString(deterministic=True))


def _heads(path: Path) -> list[str]:
    """Name the products of the heads and of the channels apart, which are small and stay in single precision."""
    import onnx

    graph = onnx.load(str(path)).graph
    sizes = {value.name: tuple(value.dims) for value in graph.initializer if len(value.dims) == 2}
    inner = (384, 1152, 1536)
    products = [(node.name, sizes.get(node.input[1], (384, 384))) for node in graph.node if node.op_type == "MatMul"]
    return [name for name, (given, wide) in products if wide not in inner or given not in inner]
