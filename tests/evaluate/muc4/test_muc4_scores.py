"""The MUC-4 scorers against the project's scoring scripts, on spoilt keys."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from roznamcha.evaluate.muc4 import ree
from roznamcha.evaluate.muc4.keyformat import read_messages, write_messages
from roznamcha.evaluate.muc4.score import report, score_messages
from roznamcha.evaluate.muc4.templates import Alternative, Fill, Messages, Template, read_parsed

VALUES = ["GUERRILLAS", "THE FMLN", "TWO BOMBS", "PEASANTS", "CAR", "LUIS GALAN", "ARMED MEN OF THE NORTH"]
SETS = {
    "incident_date": ["- 16 NOV 89", "16 NOV 89", "10 NOV 89 - 16 NOV 89", "02 FEB 90"],
    "incident_location": [
        "PERU",
        "EL SALVADOR: SAN SALVADOR (CITY)",
        "COLOMBIA: BOGOTA (CITY)",
        "PERU: LIMA (CITY) - CALLAO (CITY)",
    ],
    "incident_type": ["ATTACK", "BOMBING", "KIDNAPPING"],
    "instrument_type": ["EXPLOSIVE", "GUN", "BOMB"],
    "perp_org_confidence": ["SUSPECTED OR ACCUSED", "REPORTED AS FACT"],
    "hum_tgt_number": ["1", "PLURAL", "6", "100"],
    "hum_tgt_effect": ["DEATH", "NO INJURY"],
}


def spoil(template: Template, rng: random.Random) -> Template:
    slots = {
        slot: tuple(spoil_fill(slot, fill, rng) for fill in fills if rng.random() > 0.15)
        for slot, fills in template.slots.items()
    }
    return replace(template, slots={slot: fills for slot, fills in slots.items() if fills}, optional=False)


def spoil_fill(slot: str, fill: Fill, rng: random.Random) -> Fill:
    said = rng.choice(fill.alternatives)
    draw = rng.random()
    if draw < 0.15:
        said = Alternative(rng.choice(SETS.get(slot, VALUES)), said.refs)
    elif draw < 0.25 and said.refs:
        said = Alternative(said.value, (rng.choice(VALUES),))
    elif draw < 0.35 and slot not in SETS:
        said = Alternative(said.value.split()[-1], said.refs)
    return Fill((said,))


def spoil_all(key: Messages, seed: int) -> Messages:
    rng = random.Random(seed)
    response: Messages = {}
    for docid, templates in key.items():
        kept = [spoil(template, rng) for template in templates if rng.random() > 0.15]
        if rng.random() < 0.1:
            kept.append(Template(docid, {"incident_type": (Fill.of("ATTACK"),), "perp_individual": (Fill.of("GUERRILLAS"),)}))
        rng.shuffle(kept)
        response[docid] = kept
    return response


@pytest.fixture(scope="module")
def key(shared: Path) -> Messages:
    lines = (shared / "data/muc4/parsed/dev.jsonl").read_text(encoding="utf-8").splitlines()
    return read_parsed(map(json.loads, lines))


@pytest.mark.parametrize("seed", [1, 2])
def test_all_slots_equal_the_scoring_script(key: Messages, tmp_path: Path, run_tool: Callable[..., str], seed: int) -> None:
    response = spoil_all(key, seed)
    files = tmp_path / "key", tmp_path / "response"
    for path, messages in zip(files, (key, response), strict=True):
        path.write_text(write_messages(messages), encoding="latin-1")
    printed = run_tool("muc4_full_scorer.py", files[0], "--", files[1])
    found = report(list(score_messages(key, read_messages(files[1].read_text(encoding="latin-1"))).values()))
    assert [f"{name} {figures}" for name, figures in found.items()] == printed.splitlines()


@pytest.fixture(scope="module")
def tool(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_ree_gtt", shared / "tools/score_ree_gtt.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", [1, 2])
def test_paper_figures_equal_the_scoring_script(key: Messages, shared: Path, tool: ModuleType, seed: int) -> None:
    events = ree.events_of(spoil_all(key, seed))
    said = {
        docid: [
            {"incident_type": event.incident_type, **{role: [list(one) for one in event.entities(role)] for role in ree.ROLES}}
            for event in some
        ]
        for docid, some in events.items()
    }
    gathered = {
        docid: {role: [list(one) for one in ree.entities_of(some)[role]] for role in ree.ROLES} for docid, some in events.items()
    }
    gtt, grit = shared / "data/muc4/gtt_processed/dev.json", shared / "data/muc4/grit_processed/dev.json"
    wanted_events = {
        record["docid"]: [
            {
                "incident_type": one["incident_type"],
                **{role: [[m[0] for m in e] for e in one.get(role, []) if e] for role in ree.ROLES},
            }
            for one in record["templates"]
        ]
        for record in map(json.loads, gtt.read_text(encoding="utf-8").splitlines())
    }
    wanted_roles = {
        record["docid"]: {role: [[m[0] for m in e] for e in entities if e] for role, entities in record["extracts"].items()}
        for record in map(json.loads, grit.read_text(encoding="utf-8").splitlines())
    }
    found_events = ree.sum_roles(ree.score_events(ree.read_events(gtt), events).values())
    found_roles = ree.sum_roles(
        ree.score_entities(ree.read_entities(grit), {docid: ree.entities_of(some) for docid, some in events.items()}).values()
    )
    assert {role: counts.percent for role, counts in found_events.items()} == tool.gtt(said, wanted_events)
    assert {role: counts.percent for role, counts in found_roles.items()} == tool.ree(gathered, wanted_roles)


def test_the_key_against_itself_is_perfect(key: Messages) -> None:
    first = {
        docid: [
            replace(one, slots={slot: tuple(Fill(fill.alternatives[:1]) for fill in fills) for slot, fills in one.slots.items()})
            for one in some
        ]
        for docid, some in key.items()
    }
    found = report(list(score_messages(key, first).values()))
    assert found["ALL TEMPLATES"]["P"] == found["ALL TEMPLATES"]["R"] == 100.0
