"""`roznamcha train muc4`: MUC-4 train → the weights of the profile, its thresholds, and the dev figures.

One in eight of the training messages is held back to choose the thresholds on; dev is only measured. The graph holds the
encoder and all heads in int8; the judges of pairs are small and lie beside it as plain arrays.
"""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import IntArray
from roznamcha.evaluate.muc4 import find, ree, score
from roznamcha.evaluate.muc4.find import Reading, Thresholds, group_acts
from roznamcha.evaluate.muc4.message import Message
from roznamcha.evaluate.muc4.profile import write_templates
from roznamcha.evaluate.muc4.templates import Messages, read_parsed
from roznamcha.train.export import _Rows, _Words, _write
from roznamcha.train.muc4 import make_example, rows_of
from roznamcha.train.muc4learn import Plan, train
from roznamcha.train.muc4net import HEADS, MucNet
from roznamcha.train.net import Shape

STEPS: dict[str, tuple[float, ...]] = {
    "trigger": (0.2, 0.3, 0.4, 0.5, 0.6),
    "act": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    "same": (0.3, 0.4, 0.5, 0.6, 0.7),
    "words": (0.25, 0.3, 0.4, 0.5, 0.6),
    "belongs": (0.3, 0.4, 0.5, 0.6, 0.7),
}
"""The thresholds tried, one after the other, the others held."""


class TorchNetwork:
    """The network behind the run-time seam, while it is in torch."""

    def __init__(self, net: MucNet) -> None:
        self.net = net.eval()

    def read(self, ids: IntArray, shapes: IntArray) -> dict[str, FloatArray]:
        """Give, for each piece, the scores of each head, by name."""
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            pieces = self.net.vectors(torch.from_numpy(ids), torch.from_numpy(shapes))
        with torch.no_grad():
            return {name: head(pieces.float()).numpy() for name, head in self.net.heads.items()}

    def join_triggers(self, left: FloatArray, right: FloatArray, distance: IntArray) -> FloatArray:
        """Score pairs of triggers."""
        with torch.no_grad():
            given = torch.from_numpy(left), torch.from_numpy(right), torch.from_numpy(distance)
            return np.asarray(self.net.judge_triggers(*given).numpy(), dtype=np.float32)

    def join_words(self, trigger: FloatArray, words: FloatArray, distance: IntArray, tag: IntArray) -> FloatArray:
        """Score pairs of a trigger and tagged words."""
        with torch.no_grad():
            given = torch.from_numpy(trigger), torch.from_numpy(words), torch.from_numpy(distance), torch.from_numpy(tag)
            return np.asarray(self.net.belongs(*given).numpy(), dtype=np.float32)


def is_held_back(docid: str) -> bool:
    """Tell whether a training message is kept for choosing thresholds: one in eight, by its id's digest."""
    return int(hashlib.sha256(docid.encode()).hexdigest(), 16) % 8 == 0


def read_split(path: Path) -> tuple[list[Message], Messages]:
    """Read one of the set's `parsed` files."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Message.of(record["docid"], record["text"]) for record in records], read_parsed(records)


def train_muc4(data: Path, encoder: dict[str, Tensor], folder: Path, plan: Plan, *, say: Callable[[str], None] = print) -> MucNet:
    """Train on MUC-4 train from a pre-trained encoder, choose thresholds, write the weights into `folder`."""
    messages, key = read_split(data / "parsed" / "train.jsonl")
    windows = [rows_of(make_example(one, key[one.id])) for one in messages if not is_held_back(one.id)]
    net = MucNet(Shape())
    net.encoder.load_state_dict(encoder)
    net = train(net, windows, plan, say=say)
    held = [message for message in messages if is_held_back(message.id)]
    cuts = choose_thresholds(find.read_messages(held, TorchNetwork(net)), key, net, say=say)
    export_muc4(net, folder, {"thresholds": asdict(cuts), "steps": plan.steps, "seed": plan.seed})
    return net


def choose_thresholds(
    readings: Sequence[Reading], key: Messages, net: MucNet, *, say: Callable[[str], None] = print
) -> Thresholds:
    """Choose each threshold in turn, twice round, for the best sum of ALL TEMPLATES F and GTT's F on the messages given."""
    best, cuts = 0.0, Thresholds()
    network = TorchNetwork(net)
    for _, (name, values) in itertools.product(range(2), STEPS.items()):
        for value in values:
            tried = replace(cuts, **{name: value})
            worth = _worth(readings, key, network, tried)
            if worth > best:
                best, cuts = worth, tried
                say(f"{best:.2f} {cuts}")
    return cuts


def _worth(readings: Sequence[Reading], key: Messages, network: TorchNetwork, cuts: Thresholds) -> float:
    response = {one.message.id: write_templates(one, group_acts(one, network, cuts)) for one in readings}
    own = {docid: key[docid] for docid in response}
    slots = score.sum_slots(score.score_messages(own, response).values())
    events = ree.sum_roles(ree.score_events(ree.events_of(own), ree.events_of(response)).values())
    return 100 * score.all_templates(slots).f + events["micro"].percent[2]


class _Graph(nn.Module):
    def __init__(self, net: MucNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        return self.net(ids, shapes)  # type: ignore[no-any-return]


def export_muc4(net: MucNet, folder: Path, told: dict[str, object]) -> None:
    """Write `muc4.onnx` (int8), `judges.npz` and `meta.json`; the network is left as it was."""
    net = copy.deepcopy(net).eval().float()
    net.encoder.words = _Words(net.encoder.words)  # type: ignore[assignment]
    net.encoder.positions = _Rows(net.encoder.positions.weight.detach())  # type: ignore[assignment]
    ids = torch.randint(5, 1000, (1, 40))
    folder.mkdir(parents=True, exist_ok=True)
    _write(_Graph(net), (ids, torch.zeros_like(ids)), (("ids", "shapes"), tuple(HEADS)), folder / "muc4.onnx", True)
    judges = {name: value.detach().numpy() for name, value in net.state_dict().items() if name.startswith(("same", "belongs"))}
    np.savez_compressed(folder / "judges.npz", **judges)
    (folder / "meta.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
