"""The network learns: examples become windows, one step has a finite loss, and decoding gives drafts of the text."""

from __future__ import annotations

import random

import numpy as np
import torch

from roznamcha.coder import heads
from roznamcha.coder.calibrate import Calibration
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.encoder import EncoderFinder
from roznamcha.model import Origin, Span
from roznamcha.train.augment import Pools
from roznamcha.train.examples import NOT_ASKED, Example, windows_of
from roznamcha.train.gatefit import gate_rows
from roznamcha.train.loop import Plan, train
from roznamcha.train.net import Net, Shape
from roznamcha.train.torchnet import TorchNetwork

TINY = Shape(hidden=24, heads=2, inner=32, layers=2, fork=1)
TEXT = "Militants killed two guards in Quetta on Monday. The attack in Quetta drew condemnation."
ORIGIN = Origin("person", "gold", "1")


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span.of(TEXT, at, at + len(words))


def example() -> Example:
    mentions = (
        Mention(span("Quetta"), "place"),
        Mention(span("two guards"), "target", "State forces"),
        Mention(span("Militants"), "perpetrator", "Rebel group", "stated"),
        Mention(span("killed two guards"), "killed", "state"),
    )
    return Example(
        TEXT, (Draft(span("killed two guards"), "Attack", ORIGIN, mentions=mentions),), ({"killed": (2, 2), "injured": None},)
    )


def test_windows_ask_what_gold_says() -> None:
    (window,) = windows_of(example())
    (asked,) = window.incidents
    place = asked.tags[heads.TAGS.index("place")]
    assert place.max() == heads.INSIDE or place.max() == heads.BEGIN
    assert NOT_ASKED in place, "the other Quetta is neither right nor wrong"
    assert dict(asked.incident)["killed"] == heads.INCIDENT["killed"].index("2")
    assert dict(asked.incident)["injured"] == heads.INCIDENT["injured"].index("silent")
    assert {block for _, _, block, _ in asked.attributes} == {"smallest", "kind", "stance", "group"}


def test_a_few_steps_lower_the_loss_and_the_net_decodes() -> None:
    torch.manual_seed(1)
    net, lines = Net(TINY, dropout=0.0), list[str]()
    plan = Plan(epochs=12, rate=3e-3, head_rate=3e-3, join=0.0, average=0.5)
    pools = Pools((), (), (), ())
    trained = train(net, [([example()] * 8, 1)], pools, plan, say=lines.append)
    losses = [float(line.split(" tags ")[1].split()[0]) for line in lines]
    assert np.isfinite(losses).all()
    finder = EncoderFinder(TorchNetwork(trained), Calibration({}, {"tag.incident": 0.001, "incident.valid": 0.0}), version="test")
    (drafts,) = finder.find_in([TEXT])
    assert drafts and all(draft.anchor.holds(TEXT) for draft in drafts)
    assert all(mention.span.holds(TEXT) for draft in drafts for mention in draft.mentions)


def test_epochs_are_the_same_for_the_same_seed() -> None:
    from roznamcha.train.loop import epoch_windows

    sets, pools = [([example()] * 5, 2)], Pools(("Turbat",), ("Asad",), ("Dawn",), ("It rained.",))
    one, other = (epoch_windows(sets, pools, Plan(), random.Random(3)) for _ in range(2))
    assert [w.ids.tolist() for w in one] == [w.ids.tolist() for w in other]


def test_gate_rows_leave_out_the_rest_of_a_text_that_tells() -> None:
    rows, answers = gate_rows([example()], ["Rain fell. Sun shone."])
    assert answers == [1, 0, 0]
    assert len(rows) == 3
