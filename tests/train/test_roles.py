"""Roles of MUC-4's messages are learnt beside the incidents, in batches of their own."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import torch

from roznamcha.train.augment import Pools
from roznamcha.train.batches import Plan, batches_of, role_sample
from roznamcha.train.examples import NOT_ASKED, Window, windows_of
from roznamcha.train.loop import Learner, train
from roznamcha.train.net import Net
from roznamcha.train.roles import ROLES, role_windows
from tiny_net import TINY, example


def a_message() -> Window:
    """Take the coded text as a message of which the second role has two words."""
    (window,) = windows_of(example())
    roles = np.zeros((ROLES, len(window.ids)), dtype=np.int64)
    roles[:, [0, -1]] = NOT_ASKED
    roles[1, 2:4] = (1, 2)
    return Window(window.ids, window.shapes, window.anchors, window.any_tag, told=False, roles=roles)


def test_roles_are_learnt_and_incidents_not_asked() -> None:
    torch.manual_seed(1)
    learner = Learner(Net(TINY, dropout=0.0), Plan(hide=0.0))
    optimiser = torch.optim.AdamW([*learner.net.parameters(), *learner.aside.parameters()], lr=3e-3)
    losses = []
    for _ in range(30):
        loss = learner.loss([a_message()], random.Random(1))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] / 2
    assert set(learner.parts) == {"roles"}


def test_messages_come_in_batches_of_their_own() -> None:
    windows = [a_message(), *windows_of(example())] * 8
    batches = list(batches_of(windows, Plan(pieces=120), random.Random(1)))
    assert sum(map(len, batches)) == len(windows)
    assert all(len({window.lesson for window in batch}) == 1 for batch in batches)


def test_an_epoch_shows_so_many_messages_as_the_plan_says() -> None:
    messages = [a_message() for _ in range(5)]
    assert len(role_sample(messages, Plan(roles=3), random.Random(1))) == 3
    assert len(role_sample(messages, Plan(roles=9), random.Random(1))) == 5
    assert role_sample(messages, Plan(), random.Random(1)) == []


def test_word_vectors_are_learnt_only_where_the_plan_says_so() -> None:
    def moved(words: bool) -> bool:
        torch.manual_seed(1)
        net = Net(TINY)
        before = net.encoder.words.weight.detach().clone()
        plan = Plan(epochs=1, rate=3e-3, join=0.0, words=words, roles=1, dropout=0.02)
        sets = [([example()], 1.0)]
        train(net, sets, Pools((), (), (), ()), plan, say=lambda _: None, roles=[a_message()])
        assert net.encoder.dropout == net.reader.layers[0].dropout == 0.02
        return not torch.equal(before, net.encoder.words.weight)

    assert moved(words=True)
    assert not moved(words=False)


def test_the_training_messages_are_cut_into_windows_with_a_tag_a_role_and_piece(shared: Path) -> None:
    windows = list(role_windows(shared, 30))
    assert len(windows) >= 30
    for window in windows:
        assert window.roles is not None and window.roles.shape == (ROLES, len(window.ids))
        assert not window.told and (window.roles[:, [0, -1]] == NOT_ASKED).all()
    assert not list(role_windows(shared, 30, lambda _: True)), "messages held back are left out"
    assert any((window.roles > 0).any() for window in windows if window.roles is not None)
