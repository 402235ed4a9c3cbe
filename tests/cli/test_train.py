"""`roznamcha train` as a user meets it before the hours begin: what it reads, where it writes and what it refuses."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest_web import filled, register_file
from roznamcha.cli import app
from roznamcha.errors import RoznamchaError, SettingsError
from roznamcha.register import open_register
from roznamcha.register.decisions import decide
from roznamcha.register.reading import document_ids, read_claims, read_reports

__all__ = ["filled", "register_file"]
COMMAND = importlib.import_module("roznamcha.cli.train")
TEXT = "Gunmen shot dead two guards in Sibi."


def refused(*arguments: object) -> RoznamchaError:
    """Run the command, which must stop with an error of ours: one line for the user."""
    result = CliRunner().invoke(app, ["train", *map(str, arguments)])
    assert isinstance(result.exception, RoznamchaError), result.output
    return result.exception


def reports(path: Path) -> list[str]:
    with open_register(path) as register:
        return [report for document in document_ids(register) for report, _ in read_reports(register, document)]


def test_reviewed_reports_are_read_straight_from_a_register(register_file: Path) -> None:
    confirmed, corrected, _ = reports(register_file)
    with open_register(register_file) as register:
        decide(register, "confirm", confirmed, user="amna")
        killed = next(name for name, claim in read_claims(register, corrected) if claim.field == "killed")
        decide(register, "unknown", killed, user="amna")
    documents = list(COMMAND._read_also([register_file], []))
    assert len(documents) == 2, "the report about which nobody decided is not learnt"
    for document in documents:
        (draft,) = document.drafts
        assert draft.anchor.holds(document.text)
        assert draft.mentions and all(mention.span.holds(document.text) for mention in draft.mentions)
    assert sum(not document.drafts[0].labelled("killed") for document in documents) == 1
    assert all(document.published for document in documents)


def test_a_rejected_report_teaches_that_its_text_tells_no_incident(register_file: Path) -> None:
    with open_register(register_file) as register:
        decide(register, "reject", reports(register_file)[0], user="amna")
    (document,) = COMMAND._read_also([register_file], [])
    assert document.text and not document.drafts


def test_a_register_without_decisions_teaches_nothing(register_file: Path) -> None:
    assert list(COMMAND._read_also([register_file], [])) == []


def test_exported_records_are_read_with_the_texts_that_were_coded(run, tmp_path: Path) -> None:
    texts = tmp_path / "news.jsonl"
    texts.write_text(json.dumps({"id": "one", "text": f"<p>{TEXT}&nbsp;Police said so.</p>", "published": "2020-05-04"}) + "\n")
    register, records = tmp_path / "my.register", tmp_path / "records.jsonl"
    assert run("code", texts, "--register", register).code == 0
    assert run("export", register, "--format", "records", "--out", records).code == 0
    (document,) = COMMAND._read_also([records], [texts])
    assert document.id == "one" and document.drafts
    assert all(mention.span.holds(document.text) for draft in document.drafts for mention in draft.mentions)


def test_a_misquote_is_refused_before_training_with_file_and_id(shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    texts, records = tmp_path / "texts.jsonl", tmp_path / "records.jsonl"
    texts.write_text(json.dumps({"id": "one", "text": TEXT}) + "\n")
    records.write_text(json.dumps({"id": "one", "incidents": [{"sub_event_type": "Attack", "anchor": "nobody"}]}) + "\n")
    error = refused("--shared", shared, "--out", tmp_path / "out", "--also", records, "--texts", texts)
    assert str(error) == f"{records}: record one: quote not in the text: 'nobody'"


def test_records_without_their_texts_are_refused(shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    (tmp_path / "records.jsonl").write_text("")
    assert "one --texts for each file of records" in str(refused("--shared", shared, "--also", tmp_path / "records.jsonl"))


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["train", "--also", str(tmp_path / "none.jsonl")]).exit_code == 2


def test_a_shared_folder_without_gold_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    assert "no folder `gold`" in str(refused("--shared", tmp_path))


def test_a_missing_extra_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(COMMAND, "NEEDED", ("json", "torch_that_is_nowhere"))
    error = refused("--shared", tmp_path)
    assert isinstance(error, SettingsError)
    assert str(error) == "training needs torch_that_is_nowhere: pip install 'roznamcha[train]'"


def test_a_trial_never_writes_into_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    folder = COMMAND._default_folder(quick=True)
    assert str(folder) in capsys.readouterr().err
    assert not list(folder.iterdir())
    folder.rmdir()
    assert COMMAND._default_folder(quick=False).name == "weights"


def test_help_answers_without_torch() -> None:
    code = "import sys; from roznamcha.cli import app; print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
