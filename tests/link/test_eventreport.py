"""The models of eventreport: each function case by case, whole events, and where each cell comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from roznamcha.errors import SettingsError
from roznamcha.link.consolidate.eventreport import METHODS, MODELS, Column, aggregate, read_rows

CASES = json.loads((Path(__file__).parents[1] / "cases" / "link" / "eventreport.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_methods(case: dict[str, Any]) -> None:
    column = Column(tuple(case["values"]), tuple(case.get("precisions", ())), tuple(map(tuple, case.get("ties", ()))))
    chosen = METHODS[case["method"]](column)
    assert chosen.value == case["expect"]
    if chosen.value is not None and case["method"] in ("mode", "min", "max", "low mode", "most precise", "least precise"):
        assert all(case["values"][row] == chosen.value for row in chosen.rows)


def row(**fields: str) -> dict[str, str]:
    actor = {f"actor{n}_{part}": "" for n in range(1, 7) for part in ("id", "type", "subtype", "party", "violence", "precision")}
    roles = {
        f"actor{n}_{role}": "0" for n in range(1, 7) for role in ("initiator", "perpetrator", "intervener", "bystander", "victim")
    }
    certain = {f"certain{n}": "0" for n in range(1, 7)}
    names = {f"actor{n}": "" for n in range(1, 7)}
    return (
        {"city": "", "geo_precision": "1", "source_classification": "1", "certain": "1"}
        | actor
        | roles
        | certain
        | names
        | fields
    )


def test_one_actor_at_most_began_it() -> None:
    actors = {"actor1": "Police", "actor1_precision": "4", "actor2": "Youth", "actor2_precision": "2"}
    rows = read_rows(
        [
            row(**actors, actor1_initiator="1", actor1_perpetrator="1", actor2_bystander="1"),
            row(**actors, actor1_initiator="1", actor2_intervener="1"),
            row(**actors, actor2_initiator="1", actor2_bystander="1"),
        ]
    )
    for model in MODELS:
        cells = aggregate(rows, model)
        roles = {
            name: cells[name].value for name in cells if name.startswith(("actor1_", "actor2_")) and cells[name].value == 1.0
        }
        assert set(roles) == {"actor1_initiator", "actor1_perpetrator", "actor2_intervener"}
        assert cells["actor3_initiator"].value is None


def test_every_cell_names_its_rows() -> None:
    rows = read_rows([row(city="Wajir", geo_precision="4", deaths_best="3"), row(city="Kenya", deaths_best="9")])
    informative = aggregate(rows, "most-informative")
    assert (informative["city"].value, informative["city"].rows) == ("Wajir", (0,))
    assert (informative["deaths_best"].value, informative["deaths_best"].rows) == (9.0, (1,))
    conservative = aggregate(rows, "most-conservative")
    assert (conservative["city"].value, conservative["deaths_best"].value) == ("Kenya", 3.0)


def test_certainty_is_counted_anew() -> None:
    rows = read_rows([row(certain1="1"), row(certain2="1", certain3="1")])
    assert aggregate(rows, "most-representative")["certain"].value == 3.0


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(SettingsError, match="most-informative"):
        aggregate(read_rows([row()]), "average")
