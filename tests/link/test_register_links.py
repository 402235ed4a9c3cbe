"""Links in a register: by hand and back again, and reckoned as they were linked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from roznamcha.cli import app
from roznamcha.derive import derive_incident
from roznamcha.errors import RegisterError
from roznamcha.link.linker import LinkOptions, link_and_count
from roznamcha.link.score import default_weights, score
from roznamcha.placing import all_facts
from roznamcha.reasons import explain_links
from roznamcha.register import open_register
from roznamcha.register.incidents import members, members_of
from roznamcha.register.queries import find_incident

EXAMPLES = Path(__file__).parents[2] / "examples" / "karachi"
RUN = CliRunner()


def run(*arguments: str) -> list[dict[str, object]]:
    result = RUN.invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def standing(register: Path) -> dict[str, list[str]]:
    with open_register(register, read_only=True) as opened:
        return {name: sorted(reports) for name, reports in members(opened).items()}


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    register = tmp_path_factory.mktemp("links") / "karachi.register"
    run("code", str(EXAMPLES), "--register", str(register))
    return register


@pytest.fixture
def register(coded: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "karachi.register"
    with open_register(coded) as opened:
        opened.db.execute("VACUUM INTO ?", (str(copy),))
    return copy


def by_size(register: Path) -> list[str]:
    return sorted(standing(register), key=lambda name: (-len(standing(register)[name]), name))


def test_merge_split_and_undo_restore_what_stood(register: Path) -> None:
    first, second, *_ = by_size(register)
    before = standing(register)
    run("merge", str(register), first, second, "--reason", "one bus", "--user", "amna")
    merged = standing(register)
    assert sorted([*before[first], *before[second]]) in merged.values()
    run("undo", str(register), "--user", "amna")
    assert standing(register) == before
    report = before[first][0]
    run("unlink", str(register), first, report, "--reason", "another day", "--user", "amna")
    assert [report] in standing(register).values()
    run("undo", str(register), "--user", "amna")
    assert standing(register) == before


def test_linking_anew_keeps_what_was_decided(register: Path) -> None:
    first, second, *_ = by_size(register)
    wanted = sorted([*standing(register)[first], *standing(register)[second]])
    run("merge", str(register), first, second)
    run("link", str(register), "--anew")
    assert any(set(wanted) <= set(found) for found in standing(register).values())


def test_linking_anew_gives_what_coding_gave(register: Path) -> None:
    before = standing(register)
    run("link", str(register), "--anew")
    assert standing(register) == before


def test_why_adds_up_and_says_what_decided(register: Path) -> None:
    first, second, *_ = by_size(register)
    reckonings = run("why", str(register), first)
    assert len(reckonings) == len(standing(register)[first]) - 1
    for reckoning in reckonings:
        assert reckoning["linked"]
        evidence = reckoning["evidence"]
        assert isinstance(evidence, list)
        total = float(str(reckoning["prior"])) + sum(part["weight"] for part in evidence)
        assert total == pytest.approx(float(str(reckoning["score"])), abs=0.002)
        assert all(part["reason"] and part["about"] for part in evidence)
        verdict = reckoning["verdict"]
        assert isinstance(verdict, dict)
        assert verdict["linked"]
        assert verdict["mean"] > verdict["threshold"]
    apart = run("why", str(register), first, second)
    assert len(apart) == len(standing(register)[first]) * len(standing(register)[second])
    alone = standing(register)[first][-1]
    run("unlink", str(register), first, alone, "--reason", "another day", "--user", "amna")
    assert "they are two (amna, " in str(run("why", str(register), first, alone)[0]["verdict"])


def test_the_command_and_the_page_reckon_a_pair_alike_and_as_linking_did(register: Path) -> None:
    for reports in standing(register).values():
        with open_register(register, read_only=True) as opened:
            shown = {(link["first"], link["second"]): link["score"] for link in explain_links(opened, reports)}
            facts, *_ = all_facts(opened)
        told = {(why["first"], why["second"]): why["score"] for why in run("why", str(register), reports[0])}
        assert told == {pair: round(score, 3) for pair, score in shown.items()}
        by_id, (_, corpus) = {row.id: row for row in facts}, link_and_count(facts, LinkOptions())
        for (first, second), found in shown.items():
            assert score(by_id[first], by_id[second], corpus, default_weights()) == pytest.approx(found)


def test_a_report_that_is_no_member_is_refused(register: Path) -> None:
    result = RUN.invoke(app, ["split", str(register), by_size(register)[0], "ffffffff"])
    assert result.exit_code != 0


def test_spread_shows_every_rule(register: Path) -> None:
    rows = run("spread", str(register))
    assert {row["rule"] for row in rows if row["table"] == "RuleTotal"} >= {"ucdp", "acled", "gtd", "latest", "most-cited"}


def test_the_numbers_of_the_list_are_those_that_every_command_takes(register: Path) -> None:
    for line in run("show", str(register)):
        assert "row" not in line
        number = str(line["number"])
        assert {shown["incident"] for shown in run("show", str(register), number)} == {line["id"]}
        assert {report for why in run("why", str(register), number) for report in (why["first"], why["second"])} <= {
            *standing(register)[str(line["id"])]
        }
    first, second = run("show", str(register))[:2]
    before = standing(register)
    run("merge", str(register), str(first["number"]), str(second["number"]))
    assert sorted([*before[str(first["id"])], *before[str(second["id"])]]) in standing(register).values()


def test_every_report_and_the_beginning_of_its_id_lead_to_its_incident(register: Path) -> None:
    for name, reports in standing(register).items():
        for report in reports:
            for wanted in (report, report[:12]):
                assert run("show", str(register), wanted)[0]["incident"] == name
    with open_register(register, read_only=True) as opened:
        derived, told = derive_incident(opened, report)
        assert (derived.id, report in [item.report_id for item in told]) == (name, True)


def test_an_incident_is_merged_and_split_by_the_ids_of_its_reports(register: Path) -> None:
    first, second, *_ = by_size(register)
    before = standing(register)
    run("merge", str(register), before[first][-1], before[second][-1])
    assert sorted([*before[first], *before[second]]) in standing(register).values()
    run("undo", str(register))
    run("split", str(register), before[first][-1], before[first][0])
    assert [before[first][0]] in standing(register).values()
    result = RUN.invoke(app, ["merge", str(register), *standing(register)[second][-1:] * 2])
    assert "the same incident" in str(result.exception)


def test_a_former_id_leads_on_when_the_report_that_gave_it_is_gone(register: Path) -> None:
    former = by_size(register)[0]
    with open_register(register) as opened:
        opened.db.execute("DELETE FROM reports WHERE id = ?", (former,))
    run("link", str(register), "--anew")
    (now,) = {line["incident"] for line in run("show", str(register), former)}
    assert now != former
    assert now in standing(register)


def test_an_id_that_may_mean_several_incidents_or_none_is_refused(register: Path) -> None:
    with open_register(register, read_only=True) as opened:
        for wanted, words in (("", "no incident"), ("zz", "no incident")):
            with pytest.raises(RegisterError, match=words):
                find_incident(opened, wanted)
            assert members_of(opened, wanted) == {}
