from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_folder_is_coded_into_a_register_and_a_second_run_changes_nothing(run, articles, tmp_path):
    register = tmp_path / "a.register"
    first = run("code", articles, "--register", register)
    assert (first.code, first.err) == (0, "")
    (summary,) = lines(first.out)
    assert (summary["documents"], summary["unchanged"], summary["issues"]) == (3, 0, 0)
    assert summary["incidents"] >= 2
    listed = run("show", register).out
    (again,) = lines(run("code", articles, "--register", register).out)
    assert (again["documents"], again["unchanged"], again["incidents"]) == (3, 3, 0)
    assert run("show", register).out == listed


def test_new_input_is_added(run, articles, tmp_path):
    register = tmp_path / "a.register"
    run("code", articles / "quetta.txt", "--register", register)
    (summary,) = lines(run("code", articles, "--register", register).out)
    assert (summary["documents"], summary["unchanged"]) == (3, 1)


def test_records_have_a_line_for_each_document_and_the_id_that_came_in(run, tmp_path):
    texts = [
        {"id": "one", "text": "Gunmen shot dead three policemen in Quetta on October 19."},
        {"id": "two", "text": "The old market opened again after the rains."},
    ]
    stdin = "".join(json.dumps(text) + "\n" for text in texts).encode()
    ran = run("code", "-", "--records", "-", stdin=stdin)
    assert ran.code == 0
    assert "2 documents read" in ran.err
    one, two = lines(ran.out)
    assert (one["id"], two) == ("one", {"id": "two", "incidents": [], "figures": []})
    anchor = one["incidents"][0]["anchor"]
    assert texts[0]["text"][anchor["start"] : anchor["end"]] == anchor["quote"]


def test_records_are_the_same_with_a_register_that_has_them_already_and_with_more_workers(run, articles, tmp_path):
    register = tmp_path / "a.register"
    plain = run("code", articles, "--records", "-").out
    for _ in range(2):
        assert run("code", articles, "--records", "-", "--register", register).out == plain
    assert run("code", articles, "--records", "-", "--jobs", 2).out == plain
    run("code", articles, "--records", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == plain


def test_bad_input_is_one_issue_each_and_the_rest_is_coded(run, articles, tmp_path):
    folder = tmp_path / "mixed"
    folder.mkdir()
    folder.joinpath("empty.txt").touch()
    folder.joinpath("picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    folder.joinpath("broken.jsonl").write_text('{"text": "Two men were shot dead in Swat."}\n{"text": \n', encoding="utf-8")
    folder.joinpath("gone.txt").symlink_to(folder / "nowhere.txt")
    folder.joinpath("good.txt").write_bytes((articles / "quetta.txt").read_bytes())
    register = tmp_path / "a.register"
    ran = run("code", folder, "--register", register)
    assert ran.code == 1
    (summary,) = lines(ran.out)
    assert (summary["documents"], summary["issues"]) == (2, 4)
    assert len(ran.err.splitlines()) == 4
    for word in ("empty", "binary", "not-json", "dead-link"):
        assert f"({word})" in ran.err
    issues = lines(run("show", register, "--issues").out)
    assert {issue["code"] for issue in issues} == {"empty", "binary", "not-json", "dead-link"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["code", "x.txt"], "nothing to write to"),
        (["code", "x.txt", "--records", "-", "--published", "last week"], "no date"),
        (["code", "x.txt", "--records", "-", "--jobs", "0"], "--jobs"),
        (["code", "x.txt", "--records", "-", "--colour", "red"], "No such option"),
        (["code"], "Missing argument"),
        (["fly"], "No such command"),
    ],
)
def test_wrong_usage_is_exit_code_two(run, arguments, words):
    ran = run(*arguments)
    assert ran.code == 2
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_register_that_is_none_is_one_line_and_exit_code_one(run, articles, tmp_path):
    ran = run("code", articles, "--register", articles / "quetta.txt")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert (articles / "quetta.txt").read_text(encoding="utf-8").startswith("Gunmen")
    ran = run("code", articles, "--records", tmp_path / "no" / "out.jsonl")
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)


def test_source_that_is_too_large_is_an_issue(run, articles):
    ran = run("code", articles / "quetta.txt", "--records", "-", "--max-bytes", 50)
    assert ran.code == 1
    assert "too-large" in ran.err


def test_publication_day_that_is_given_resolves_a_weekday(run):
    ran = run(
        "code", "-", "--records", "-", "--published", "2014-02-15", stdin=b"On Thursday a bomb killed two soldiers in Quetta."
    )
    (record,) = lines(ran.out)
    assert record["incidents"][0]["date"]["edtf"] == "2014-02-13"
    ran = run("code", "-", "--records", "-", stdin=b"On Thursday a bomb killed two soldiers in Quetta.")
    (record,) = lines(ran.out)
    assert record["incidents"][0]["date"]["edtf"] is None
    assert "Thursday" in record["incidents"][0]["date"]["quote"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupting_says_so_in_one_line_and_keeps_what_is_done(tmp_path, run, jobs):
    source, register = tmp_path / "many.jsonl", tmp_path / "a.register"
    text = "Gunmen shot dead {} policemen in Quetta on October 19. A police officer said the attackers fled. " * 4
    source.write_text("".join(json.dumps({"text": text.replace("{}", str(n))}) + "\n" for n in range(20000)), encoding="utf-8")
    command = [sys.executable, "-m", "roznamcha", "code", str(source), "--register", str(register), "--jobs", str(jobs)]
    # A shell starts background jobs with SIGINT ignored, and children inherit that; a user at a terminal has the default.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    while not register.exists() or not run("show", register).out:
        assert process.poll() is None
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "interrupted" in err
    assert run("verify", register).code == 0


def test_target_that_is_a_source_is_refused_in_one_line_and_the_source_stays(run, articles, tmp_path):
    source = tmp_path / "src.txt"
    before = (articles / "quetta.txt").read_bytes()
    source.write_bytes(before)
    (tmp_path / "same.txt").symlink_to(source)
    for arguments in (
        ("--records", source),
        ("--records", tmp_path / "same.txt"),
        ("--register", source),
        ("--register", tmp_path / "r", "--records", tmp_path / "r"),
    ):
        ran = run("code", source, *arguments)
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
        assert source.read_bytes() == before
    ran = run("code", tmp_path, "--records", source)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1), "an article inside the folder that is read is no target either"
    assert source.read_bytes() == before


def test_outputs_inside_the_folder_that_is_read_are_no_sources(run, articles, tmp_path, monkeypatch):
    (tmp_path / "quetta.txt").write_bytes((articles / "quetta.txt").read_bytes())
    monkeypatch.chdir(tmp_path)
    ran = run("actors", "add", "pk-misaal", "--name", "Lashkar-e-Misaal", "--kind", "Rebel group", "--country", "PK")
    assert ran.code == 0
    written = set()
    for _ in range(2):
        ran = run("code", ".", "--records", "out.jsonl", "--register", "a.register")
        assert (ran.code, ran.err) == (0, "")
        assert lines(ran.out)[0]["documents"] == 1
        written.add((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert len(written) == 1


def test_coder_knows_the_actors_that_were_added_in_this_folder(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROZNAMCHA_ACTORS", raising=False)
    (tmp_path / "a.txt").write_text("Fighters of the Lashkar-e-Misaal shot dead two policemen in Quetta.", encoding="utf-8")

    def named():
        run("code", "a.txt", "--register", "a.register")
        (incident,) = lines(run("show", "a.register").out)
        return [line for line in lines(run("show", "a.register", incident["id"]).out) if "pk-misaal" in json.dumps(line)]

    assert named() == []
    run("actors", "add", "pk-misaal", "--name", "Lashkar-e-Misaal", "--kind", "Rebel group", "--country", "PK")
    assert named()
