"""The network learns: examples become windows, one step has a finite loss, and decoding gives drafts of the text."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from roznamcha.coder import heads
from roznamcha.coder.calibrate import Calibration
from roznamcha.coder.encoder import EncoderFinder
from roznamcha.errors import SettingsError
from roznamcha.train.augment import Pools
from roznamcha.train.batches import Plan, epoch_windows
from roznamcha.train.examples import NOT_ASKED, Example, windows_of
from roznamcha.train.gatefit import gate_rows, whole_rows
from roznamcha.train.loop import State, train
from roznamcha.train.net import Net
from roznamcha.train.scratch import Scratch
from roznamcha.train.torchnet import TorchNetwork
from tiny_net import TEXT, TINY, example


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


def learnt(since: State | None = None, kept: list[State] | None = None, epochs: int = 3) -> Net:
    torch.manual_seed(1)
    plan = Plan(epochs=epochs, rate=3e-3)
    pools = Pools(("Turbat",), ("Asad",), ("Dawn",), ("It rained.",))
    keep = kept.append if kept is not None else None
    return train(Net(TINY), [([example()] * 4, 1)], pools, plan, say=lambda _: None, since=since, keep=keep)


def test_training_that_goes_on_after_a_stop_gives_the_weights_of_one_that_never_stopped(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, "recipe")

    class Kept(list[State]):
        def append(self, state: State) -> None:
            scratch.keep("learning", state)
            raise KeyboardInterrupt

    whole = learnt().state_dict()
    with pytest.raises(KeyboardInterrupt):
        learnt(kept=Kept())
    state = scratch.kept("learning")
    assert state is not None and state["epoch"] == 1
    resumed = learnt(since=state).state_dict()
    assert all(torch.equal(value, resumed[name]) for name, value in whole.items())


def test_a_state_of_another_recipe_is_not_gone_on_from(tmp_path: Path) -> None:
    Scratch(tmp_path, "one").keep("reading", {"weights": torch.ones(2)})
    assert Scratch(tmp_path, "other").kept("reading") is None
    kept = Scratch(tmp_path, "one").kept("reading")
    assert kept is not None and torch.equal(kept["weights"], torch.ones(2))


def test_files_come_into_place_when_all_are_written_and_the_scratch_folder_goes(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("old")
    scratch = Scratch(tmp_path, "recipe")
    for name in ("gate.npz", "meta.json"):
        (scratch.new / name).write_text("new")
    assert (tmp_path / "meta.json").read_text() == "old"
    scratch.put(("gate.npz", "meta.json"))
    scratch.clear()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"gate.npz": "new", "meta.json": "new"}


def test_a_folder_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "weights").write_text("a file")
    with pytest.raises(SettingsError, match="cannot be written"):
        Scratch(tmp_path / "weights", "recipe")


def test_epochs_are_the_same_for_the_same_seed() -> None:
    sets, pools = [([example()] * 5, 2)], Pools(("Turbat",), ("Asad",), ("Dawn",), ("It rained.",))
    one, other = (epoch_windows(sets, pools, Plan(), random.Random(3)) for _ in range(2))
    assert [w.ids.tolist() for w in one] == [w.ids.tolist() for w in other]


def test_a_broken_number_of_times_shows_a_sample_anew_each_time() -> None:
    texts = [Example(f"Rain fell for {hours} hours.", (), ()) for hours in range(2, 22)]
    chance, plan = random.Random(3), Plan(join=0.0)
    epochs = [epoch_windows([(texts, 1.5)], Pools((), (), (), ()), plan, chance) for _ in range(2)]
    stop = int(windows_of(texts[0])[0].ids[-2])  # left out of some texts, as short notes do
    shown = [sorted(tuple(piece for piece in window.ids if piece != stop) for window in windows) for windows in epochs]
    assert [len(one) for one in shown] == [30, 30]
    assert [len(set(one)) for one in shown] == [20, 20]
    assert shown[0] != shown[1]


def test_gate_rows_leave_out_the_rest_of_a_text_that_tells() -> None:
    rows, answers = gate_rows([example()], ["Rain fell. Sun shone."])
    assert answers == [1, 0, 0]
    assert len(rows) == 3


def test_long_texts_are_asked_whether_they_tell_anything() -> None:
    told = replace(example(), text=example().text + " Rain fell." * 90)
    rows, answers = whole_rows([told, example()], ["Rain fell. Sun shone.", "?" * 901])
    assert answers == [1, 0]
    assert rows[1] == ([], [])
