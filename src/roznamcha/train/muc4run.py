"""MUC-4 train → the weights of the profile, its thresholds, and the dev figures: `python -m roznamcha.train.muc4run DATA`.

The coder's encoder reads every message once; the profile's own layers are learnt on those vectors and packed as the package
keeps them, and all that follows is measured with the packed weights by the code that users run. The thresholds are chosen on
dev: the encoder has learnt from the training messages, so that it is surer of them than of any other. The figures told are
those of each half of dev by the thresholds chosen on the other; the profile keeps those chosen on both.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from roznamcha.coder.tokens import read_pieces
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.evaluate.muc4 import ree, score
from roznamcha.evaluate.muc4.find import Act, Layers, Reading, Thresholds, group_acts, read_page
from roznamcha.evaluate.muc4.network import WEIGHTS, OwnLayers, pack, unpack
from roznamcha.evaluate.muc4.pages import make_page
from roznamcha.evaluate.muc4.profile import write_templates
from roznamcha.evaluate.muc4.task import score_response
from roznamcha.evaluate.muc4.templates import Messages, Template, read_parsed
from roznamcha.evaluate.vectors import PieceEncoder
from roznamcha.train.muc4 import Row, read_examples, row_of
from roznamcha.train.muc4learn import Plan, train
from roznamcha.train.muc4net import MucNet, Size

Say = Callable[[str], None]
STEPS: dict[str, tuple[float, ...]] = {
    "fill": (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7),
    "act": (0.4, 0.5, 0.6, 0.7, 0.8),
    "same": (0.2, 0.3, 0.4, 0.5, 0.6),
    "trigger": (0.3, 0.4, 0.5, 0.6),
    "relevant": (0.0, 0.2, 0.3, 0.4, 0.5),
}
"""The thresholds that are tried, one after the other, the others held."""
STRETCH = 10
"""So many neighbouring messages of dev come into one half: a story is told again on the days after."""


def half_of(docid: str) -> int:
    """Tell in which half of dev a message is.

    >>> [half_of(f"TST1-MUC3-{number:04d}") for number in (1, 10, 11, 21)]
    [0, 0, 1, 0]
    """
    return (int(docid[-4:]) - 1) // STRETCH % 2


def read_rows(path: Path, encode: PieceEncoder) -> Iterator[Row]:
    """Read the messages of one of the set's `parsed` files with what is asked of them."""
    for example in read_examples(path):
        yield row_of(example, make_page(example.message, read_pieces(example.message.text), encode))


def train_muc4(data: Path, folder: Path, plan: Plan, *, kept: Path | None = None, say: Say = print) -> None:
    """Train on MUC-4 train, choose thresholds on dev, write the weights into `folder` and tell the figures.

    `kept` is a file in which the vectors are kept for another run with the same encoder.
    """
    rows, dev = _all_rows(data, kept, say)
    network, packed = _learn(rows, plan, say)
    readings, key = [read_page(row.page, network) for row in dev], Key.read(data, "dev")
    crossed: dict[str, list[Template]] = {}
    for half in (0, 1):
        own, other = ([one for one in readings if (half_of(one.message.id) == half) is asked] for asked in (True, False))
        cuts = choose_thresholds(other, key, network, say=say)
        crossed |= {one.message.id: _respond(one, network, cuts) for one in own}
    say(json.dumps(score_response(data, "dev", key.slots, crossed).as_json(), indent=1))
    write_weights(folder, packed, choose_thresholds(readings, key, network, say=say), plan)
    say(f"{(folder / WEIGHTS).stat().st_size:,} bytes")


def write_weights(folder: Path, packed: dict[str, Any], cuts: Thresholds, plan: Plan) -> None:
    """Write packed layers with the thresholds that belong to them and how they were learnt."""
    told = json.dumps({"thresholds": asdict(cuts), "plan": asdict(plan)})
    np.savez_compressed(folder / WEIGHTS, **packed, told=np.array(told))


def _learn(rows: Sequence[Row], plan: Plan, say: Say) -> tuple[OwnLayers, dict[str, Any]]:
    """Train on the rows; give the layers as users run them, and their packed weights."""
    torch.manual_seed(plan.seed)
    net = train(MucNet(Size()), rows, plan, say=say)
    packed = pack({name: value.detach().numpy() for name, value in net.state_dict().items()})
    return OwnLayers(unpack(packed)), packed


def _all_rows(data: Path, kept: Path | None, say: Say) -> tuple[list[Row], list[Row]]:
    if kept is not None and kept.is_file():
        found: tuple[list[Row], list[Row]] = pickle.loads(kept.read_bytes())
        return found
    encode = PieceEncoder()
    rows = [list(read_rows(data / "parsed" / f"{split}.jsonl", encode)) for split in ("train", "dev")]
    say(f"{sum(map(len, rows))} messages read")
    if kept is not None:
        kept.write_bytes(pickle.dumps(tuple(rows)))
    return rows[0], rows[1]


@dataclass(frozen=True, slots=True)
class Key:
    """What a split asks for in the three ways of scoring."""

    slots: Messages
    events: dict[str, list[ree.Event]]
    entities: dict[str, ree.Entities]

    @classmethod
    def read(cls, data: Path, split: str) -> Key:
        """Read the keys of one split."""
        slots = read_parsed(read_lines(data / "parsed" / f"{split}.jsonl"))
        grit, gtt = (data / f"{name}_processed" / f"{split}.json" for name in ("grit", "gtt"))
        return cls(slots, ree.read_events(gtt), ree.read_entities(grit))


def _respond(reading: Reading, network: Layers, cuts: Thresholds) -> list[Template]:
    return write_templates(reading, group_acts(reading, network, cuts), cuts.fill)


class Chooser:
    """Tries thresholds on messages that were not learnt from; acts are grouped anew only when their own thresholds change."""

    def __init__(self, readings: Sequence[Reading], key: Key, network: Layers) -> None:
        self.readings, self.network = readings, network
        own = {one.message.id for one in readings}
        self.key = {docid: asked for docid, asked in key.slots.items() if docid in own}
        self.events = {docid: asked for docid, asked in key.events.items() if docid in own}
        self.entities = {docid: asked for docid, asked in key.entities.items() if docid in own}
        self._acts: dict[tuple[float, ...], list[list[Act]]] = {}

    def worth(self, cuts: Thresholds) -> float:
        """Add up ALL TEMPLATES F, GTT's F1 and CEAF-REE."""
        own = (cuts.relevant, cuts.trigger, cuts.same, cuts.act)
        if own not in self._acts:
            self._acts = {own: [group_acts(one, self.network, cuts) for one in self.readings]}
        response = {
            one.message.id: write_templates(one, acts, cuts.fill)
            for one, acts in zip(self.readings, self._acts[own], strict=True)
        }
        slots = score.sum_slots(score.score_messages(self.key, response).values())
        events = ree.events_of(response)
        entities = {docid: ree.entities_of(some) for docid, some in events.items()}
        gtt = ree.sum_roles(ree.score_events(self.events, events).values())["micro"].percent[2]
        whole = ree.sum_roles(ree.score_entities(self.entities, entities).values())["micro"].percent[2]
        return 100 * score.all_templates(slots).f + gtt + whole


def choose_thresholds(readings: Sequence[Reading], key: Key, network: Layers, *, say: Say = print) -> Thresholds:
    """Choose each threshold in turn, twice round, for the best sum of the three figures on the messages given."""
    chooser, cuts = Chooser(readings, key, network), Thresholds()
    best = chooser.worth(cuts)
    for _ in range(2):
        for name, values in STEPS.items():
            for value in values:
                changed: dict[str, Any] = {name: value}
                worth = chooser.worth(variant := replace(cuts, **changed))
                if worth > best:
                    best, cuts = worth, variant
        say(f"{best:.2f} {cuts}")
    return cuts


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of MUC-4, with parsed/ inside")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--kept", type=Path, help="a file to keep the encoder's vectors in")
    parser.add_argument("--steps", type=int, default=Plan.steps)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    given = parser.parse_args()
    plan = Plan(steps=given.steps, seed=given.seed)
    train_muc4(given.data, given.out, plan, kept=given.kept, say=lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
