"""Actors: what words are taken for, what they are not, a text's own abbreviations, and the registry's decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from roznamcha.errors import DataError, SettingsError
from roznamcha.model.codebook import KINDS
from roznamcha.resolve.actors import ActorDecision, append_decision, learn_aliases, open_registry, resolve_actor

CASES = Path(__file__).parents[1] / "cases/actors"


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["label"]) for case in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", cases("resolve"))
def test_resolved(case: dict[str, Any]) -> None:
    match = resolve_actor(case["input"], **case["options"])
    assert match is not None and match.reason
    assert [match.id, match.kind] == case["expect"]


@pytest.mark.parametrize("case", cases("negative"))
def test_not_resolved(case: dict[str, Any]) -> None:
    assert resolve_actor(case["input"], **case["options"]) is None


@pytest.mark.parametrize("case", cases("aliases"))
def test_aliases_of_a_text(case: dict[str, Any]) -> None:
    learned = learn_aliases(case["input"])
    assert [[pair.name.text, pair.alias.text] for pair in learned] == case["expect"]
    assert all(pair.name.holds(case["input"]) and pair.alias.holds(case["input"]) for pair in learned)


def test_a_texts_own_abbreviation_is_followed() -> None:
    aliases = {pair.alias.text: pair.name.text for pair in learn_aliases("The Lashkar e Jhangvi (LJX) fled. LJX men returned.")}
    assert resolve_actor("LJX men", country="PK") is None
    match = resolve_actor("LJX men", country="PK", aliases={"LJX": "Lashkar e Jhangvi", **aliases})
    assert match is not None and match.id == "pk-lej"


def test_the_shipped_registry_holds_together() -> None:
    registry = open_registry()
    actors = list(registry)
    assert len(actors) >= 250
    assert len({actor.id for actor in actors}) == len(actors)
    for actor in actors:
        assert actor.kind in KINDS and actor.name
        assert all(len(code) == 2 and code.isupper() for code in actor.countries)
        assert actor.parent is None or registry.get(actor.parent), actor.id
        assert len(set(actor.names)) == len(actor.names), actor.id


def test_every_canonical_name_finds_its_actor() -> None:
    for actor in open_registry():
        country = actor.countries[0] if actor.countries else None
        match = resolve_actor(actor.name, country=country)
        assert match is not None and match.id == actor.id, actor.name


def test_decisions_are_appended_and_replayed(tmp_path: Path) -> None:
    log = tmp_path / "actors.jsonl"
    append_decision(
        log, ActorDecision("add", "pk-test", name="Lashkar-e-Misaal", kind="Rebel group", countries=("PK",), why="a test")
    )
    append_decision(log, ActorDecision("alias", "pk-test", name="Example Brigade"))
    append_decision(log, ActorDecision("split", "pk-test", name="Example Brigade", other="pk-test2", since="2020"))
    registry = open_registry(log)
    faction = registry.get("pk-test2")
    assert faction is not None and faction.parent == "pk-test"
    match = resolve_actor("Example Brigade fighters", country="PK", registry=registry)
    assert match is not None and match.id == "pk-test2"
    append_decision(log, ActorDecision("merge", "pk-test2", other="pk-test"))
    merged = open_registry(log).get("pk-test2")
    assert merged is not None and merged.id == "pk-test" and "Example Brigade" in merged.aliases
    assert len(log.read_text(encoding="utf-8").splitlines()) == 4
    assert open_registry().get("pk-test") is None


@pytest.mark.parametrize(
    "decision",
    [
        ActorDecision("alias", "no-such", name="X"),
        ActorDecision("add", "pk-ttp", name="X", kind="Rebel group"),
        ActorDecision("add", "pk-x", name="X", kind="Knights"),
        ActorDecision("merge", "pk-ttp", other="pk-ttp"),
        ActorDecision("split", "pk-ttp", name="X", other="pk-bla"),
        ActorDecision("rename", "pk-ttp", name="X"),
        ActorDecision("undo", "pk-ttp", undoes=1),
        ActorDecision("alias", "pk-ttp", name=" "),
        ActorDecision("add", "pk-x", name="X", kind="Rebel group", since="banana"),
        ActorDecision("add", "pk-x", name="X", kind="Rebel group", since="2014-13"),
        ActorDecision("add", "pk-x", name="X", kind="Rebel group", since="2014-05", until="2013"),
        ActorDecision("add", "pk-x", name="X", kind="Rebel group", parent="pk-nobody"),
        ActorDecision("add", "pk-x", name="X", kind="Rebel group", countries=("ZZ9",)),
        ActorDecision("add", "pk-x", name="X", kind="Civilians"),
        ActorDecision("add", "A Person", name="X", kind="Rebel group"),
        ActorDecision("split", "pk-bla", name="Majeed Brigade", other="pk-x", kind="Civilians"),
        ActorDecision("split", "pk-bla", name="Nobody Calls It So", other="pk-x"),
        ActorDecision("split", "pk-bla", name="Baloch Liberation Army", other="pk-x"),
    ],
)
def test_a_decision_that_cannot_be_is_never_written(decision: ActorDecision, tmp_path: Path) -> None:
    log = tmp_path / "actors.jsonl"
    with pytest.raises(DataError):
        append_decision(log, decision)
    assert not log.exists()


def test_a_body_is_named_only_while_it_existed() -> None:
    assert resolve_actor("Tehreek-e-Taliban Pakistan", country="PK", day="2001-01-01") is None
    match = resolve_actor("Tehreek-e-Taliban Pakistan", country="PK", day="2009-01-01")
    assert match is not None and match.id == "pk-ttp"


def test_an_undone_decision_is_out_of_force_and_stays_in_the_file(tmp_path: Path) -> None:
    log = tmp_path / "actors.jsonl"
    append_decision(log, ActorDecision("add", "pk-test", name="Lashkar-e-Misaal", kind="Rebel group", countries=("PK",)))
    append_decision(log, ActorDecision("alias", "pk-test", name="Example Brigade"))
    append_decision(log, ActorDecision("undo", "pk-test", undoes=2))
    known = open_registry(log).get("pk-test")
    assert known is not None and known.aliases == ()
    append_decision(log, ActorDecision("undo", "pk-test", undoes=3))
    known = open_registry(log).get("pk-test")
    assert known is not None and known.aliases == ("Example Brigade",)
    with pytest.raises(DataError, match="pk-test"):
        append_decision(log, ActorDecision("undo", "pk-test", undoes=1))
    assert len(log.read_text(encoding="utf-8").splitlines()) == 4


def test_undo_takes_back_the_last_decision_in_force(tmp_path: Path) -> None:
    from roznamcha.cli.actors import app

    run, log = CliRunner(), ["--decisions", str(tmp_path / "actors.jsonl")]
    for name in ("First Brigade", "Second Brigade"):
        assert run.invoke(app, ["alias", "pk-ttp", name, *log]).exit_code == 0
    assert run.invoke(app, ["undo", "--why", "a slip", *log]).exit_code == 0
    names = json.loads(run.invoke(app, ["show", "pk-ttp", *log]).stdout)["aliases"]
    assert "First Brigade" in names and "Second Brigade" not in names
    assert run.invoke(app, ["undo", *log]).exit_code == 0
    assert "First Brigade" not in json.loads(run.invoke(app, ["show", "pk-ttp", *log]).stdout)["aliases"]
    assert isinstance(run.invoke(app, ["undo", *log]).exception, DataError)
    assert isinstance(run.invoke(app, ["undo", "1", *log]).exception, DataError)


def test_another_bodys_name_is_taken_with_a_warning(tmp_path: Path) -> None:
    from roznamcha.cli.actors import app

    log = ["--decisions", str(tmp_path / "actors.jsonl")]
    taken = CliRunner().invoke(app, ["alias", "pk-ttp", "Baloch Liberation Army", *log])
    assert taken.exit_code == 0 and "pk-bla" in taken.stderr
    own = CliRunner().invoke(app, ["alias", "pk-ttp", "Unheard-of Brigade", *log])
    assert own.exit_code == 0 and not own.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--country", "ZZ9"],
        ["list", "--kind", "Knights"],
        ["find", "TTP", "--country", "ZZ9"],
        ["add", "pk-x", "--name", "X", "--kind", "Rebel group", "--country", "ZZ9"],
        ["add", "pk-x", "--name", "X", "--kind", "Rebel group", "--since", "banana"],
    ],
)
def test_what_a_verb_cannot_use_is_refused(arguments: list[str], tmp_path: Path) -> None:
    from roznamcha.cli.actors import app

    answer = CliRunner().invoke(app, [*arguments, "--decisions", str(tmp_path / "actors.jsonl")])
    assert isinstance(answer.exception, SettingsError)
    assert not (tmp_path / "actors.jsonl").exists()


def test_a_country_may_be_written_small(tmp_path: Path) -> None:
    from roznamcha.cli.actors import app

    found = CliRunner().invoke(app, ["find", "the police", "--country", "pk", "--decisions", str(tmp_path / "actors.jsonl")])
    assert json.loads(found.stdout)["id"] == "pk-police"


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    log = tmp_path / "actors.jsonl"
    log.write_text("{}\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 1"):
        open_registry(log)


def test_the_verbs_list_add_and_find(tmp_path: Path) -> None:
    from roznamcha.cli.actors import app

    run, log = CliRunner(), ["--decisions", str(tmp_path / "actors.jsonl")]
    added = run.invoke(
        app, ["add", "pk-new", "--name", "Tanzeem-e-Naya", "--kind", "Rebel group", "--country", "PK", "--why", "a test", *log]
    )
    assert added.exit_code == 0, added.output
    found = run.invoke(app, ["find", "Tanzeem e Naya militants", "--country", "PK", *log])
    assert json.loads(found.stdout)["id"] == "pk-new"
    listed = run.invoke(app, ["list", "--country", "PK", "--kind", "Rebel group", *log])
    assert "pk-new" in [json.loads(line)["id"] for line in listed.stdout.splitlines()]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_words_are_read(words: str) -> None:
    match = resolve_actor(words, country="PK")
    assert match is None or match.kind in KINDS
    assert all(pair.name.holds(words) and pair.alias.holds(words) for pair in learn_aliases(words))
