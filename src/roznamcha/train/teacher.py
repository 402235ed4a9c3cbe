"""The teacher: the same network over a base five times as large, from which the small one learns (`train.distil`).

Its base is all-mpnet-base-v2 (Song and others 2020, "MPNet"; Apache-2.0), twelve layers of 768. Its word pieces are those of
the small base moved by four, so that both networks read the same ids and their vectors stand beside one another piece by piece.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from roznamcha.coder.tokens import CLS, MASK, PAD, SEP
from roznamcha.train.net import Encoder, Net, Shape, check_base, named_layers, read_safetensors

TEACHER_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
SHAPE = Shape(hidden=768, inner=3072, layers=12, fork=6, buckets=32, tiny=1e-5)
_MOVED = 4
_SPECIAL = {CLS: 0, PAD: 1, SEP: 2, MASK: 30526}
_FIRST_POSITION = 2
_MPNET = {
    "qkv": ("attention.attn.q", "attention.attn.k", "attention.attn.v"),
    "out": ("attention.attn.o",),
    "norm_1": ("attention.LayerNorm",),
    "up": ("intermediate.dense",),
    "down": ("output.dense",),
    "norm_2": ("output.LayerNorm",),
}


def fresh_teacher(path: Path, seed: int) -> Net:
    """Make the teacher as training begins: the large base in the encoder, the reader a copy of its top, heads by chance."""
    torch.manual_seed(seed)
    net = Net(SHAPE)
    load_large_base(net.encoder, path)
    net.copy_top_to_reader()
    return net


def check_large_base(path: Path) -> None:
    """Raise DataError when the file is not the base of the teacher."""
    check_base(path, TEACHER_SHA256, "the teacher's base", "it is model.safetensors of all-mpnet-base-v2")


def load_large_base(encoder: Encoder, path: Path) -> None:
    """Fill the encoder with the weights of all-mpnet-base-v2; raise DataError when the file is another."""
    check_large_base(path)
    encoder.load_state_dict(encoder.state_dict() | named(read_safetensors(path), encoder.shape))


def named(base: dict[str, Tensor], shape: Shape) -> dict[str, Tensor]:
    """Give the checkpoint's tensors under the names of our encoder, word pieces in the order of the small base."""
    rows = torch.arange(shape.vocabulary) + _MOVED
    for ours, theirs in _SPECIAL.items():
        rows[ours] = theirs
    return {
        "words.weight": base["embeddings.word_embeddings.weight"][rows],
        "positions.weight": base["embeddings.position_embeddings.weight"][_FIRST_POSITION:],
        "distances.weight": base["encoder.relative_attention_bias.weight"],
    } | named_layers(base, shape, _MPNET)
