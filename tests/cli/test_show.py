from __future__ import annotations

import json
import sqlite3

import pytest


@pytest.fixture(scope="module")
def register(articles, tmp_path_factory):
    import subprocess
    import sys

    file = tmp_path_factory.mktemp("show") / "a.register"
    subprocess.run([sys.executable, "-m", "roznamcha", "code", articles, "--register", file], check=True, capture_output=True)
    return file


def test_list_is_json_lines_when_piped_and_a_table_on_a_terminal(run, run_in_terminal, register):
    listed = [json.loads(line) for line in run("show", register).out.splitlines()]
    assert len(listed) >= 2
    assert all(line["anchor"] and line["publishers"] for line in listed)
    table = run_in_terminal("show", register)
    assert table.code == 0
    assert "quetta.txt" in table.out
    assert "in 3 documents" in table.out


def test_incident_is_shown_with_the_words_behind_each_value(run, run_in_terminal, register):
    claims = [json.loads(line) for line in run("show", register, "1").out.splitlines()]
    derived = [line for line in claims if line.get("derived")]
    assert derived
    assert all(line["rule"] and line["reports"] for line in derived)
    claims = [line for line in claims if not line.get("derived")]
    fields = {claim["field"] for claim in claims}
    assert {"anchor", "sub_event_type", "killed", "place"} <= fields
    for claim in claims:
        assert claim["spans"]
        assert claim["field"] == "anchor" or {"stance", "speaker", "confidence", "origin"} <= claim.keys()
    shown = run_in_terminal("show", register, claims[0]["incident"][:8]).out
    assert "\x1b[1;7m" in shown, "the words stand out"
    assert claims[0]["incident"] in shown


def test_incident_is_found_by_number_id_and_beginning_of_id(run, register):
    by_number = run("show", register, "1").out
    name = json.loads(by_number.splitlines()[0])["incident"]
    assert run("show", register, name).out == by_number == run("show", register, name[:10]).out
    for wanted in ("99", "zz", ""):
        ran = run("show", register, wanted)
        assert ran.code == 1
        assert len(ran.err.splitlines()) == 1


def test_register_that_is_not_there_is_said_in_one_line(run, tmp_path):
    for verb in ("show", "verify"):
        ran = run(verb, tmp_path / "none.register")
        assert ran.code == 1
        assert "there is no such register" in ran.err
        assert not (tmp_path / "none.register").exists()


def test_verify_counts_what_holds_and_fails_when_a_text_was_touched(run, run_in_terminal, register, tmp_path):
    checked = json.loads(run("verify", register).out)
    assert checked["documents"] == 3
    assert checked["spans"] == checked["hold"] > 20
    assert checked["incidents"] == checked["derived_rightly"] > 1
    assert "spans in 3 documents hold" in run_in_terminal("verify", register).out
    copy = tmp_path / "touched.register"
    copy.write_bytes(register.read_bytes())
    db = sqlite3.connect(copy)
    db.execute("UPDATE documents SET text = replace(text, 'policemen', 'soldiers!')")
    db.commit()
    db.close()
    ran = run("verify", copy)
    assert ran.code == 1
    assert json.loads(ran.out.splitlines()[-1])["hold"] < checked["spans"]


def test_verify_notices_a_derived_value_that_was_typed_over(run, register, tmp_path):
    copy = tmp_path / "touched.register"
    copy.write_bytes(register.read_bytes())
    db = sqlite3.connect(copy)
    db.execute("UPDATE incidents SET killed_best = 99")
    db.commit()
    db.close()
    ran = run("verify", copy)
    assert ran.code == 1
    summary = json.loads(ran.out.splitlines()[-1])
    assert (summary["derived_rightly"], summary["hold"]) == (0, summary["spans"])


def test_progress_and_summary_on_a_terminal(run_in_terminal, articles, tmp_path):
    ran = run_in_terminal("code", articles, "--register", tmp_path / "a.register")
    assert ran.code == 0
    assert "3 documents" in ran.out
    assert ran.out.splitlines()[-1].endswith("0 issues")
