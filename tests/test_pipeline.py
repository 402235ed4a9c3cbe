from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

import roznamcha
from factories import make_record, make_source
from roznamcha import pipeline
from roznamcha.errors import DataError, SettingsError
from roznamcha.issues import Issue
from roznamcha.pipeline import code_batch, code_sources
from roznamcha.register import open_register
from roznamcha.register.dump import dump_digest
from roznamcha.register.ledger import Ledger
from roznamcha.resolve.actors import ActorDecision, append_decision
from roznamcha.resolve.gazetteer.index import index_file
from roznamcha.scale.pool import Pool
from roznamcha.settings import CodeOptions

TEXTS = [
    f"Gunmen shot dead {number} policemen near a check post in {town} on October {number}. A police officer said they fled."
    for number, town in enumerate(("Quetta", "Karachi", "Peshawar", "Lahore", "Bannu", "Swat", "Zhob", "Gwadar"), 2)
]
SOURCES = [make_source(text, f"{n}.txt") for n, text in enumerate(TEXTS)]


def run(register, found, *, published=None, jobs=1):
    options = CodeOptions(published=published, jobs=jobs, batch=3)
    ledger = Ledger(register, "1", published=published)
    return list(code_sources(found, options, ledger=ledger, mapper=Pool(jobs) if jobs > 1 else None))


@pytest.mark.parametrize("jobs", [1, 2])
def test_register_is_the_same_for_any_order_and_any_number_of_workers(jobs):
    digests = set()
    for found in (SOURCES, SOURCES[::-1]):
        with open_register(":memory:") as register:
            outcomes = run(register, found, jobs=jobs)
            assert [outcome.source for outcome in outcomes] == found
            digests.add(dump_digest(register))
    with open_register(":memory:") as register:
        run(register, SOURCES)
        assert digests == {dump_digest(register)}


def test_second_run_reads_nothing_anew_and_new_input_is_added():
    with open_register(":memory:") as register:
        run(register, SOURCES[:5])
        states = [outcome.state for outcome in run(register, SOURCES)]
        assert states == ["kept"] * 5 + ["coded"] * 3
        before = dump_digest(register)
        run(register, SOURCES)
        assert dump_digest(register) == before


def test_other_publication_day_replaces_the_document():
    source = make_source("A bomb killed three soldiers in Quetta on Thursday.", "a.txt")
    with open_register(":memory:") as register:
        run(register, [source])
        run(register, [source], published="2014-02-15")
        assert register.db.execute("SELECT published FROM documents").fetchall() == [("2014-02-15",)]


def test_issue_of_a_reader_goes_into_the_register_and_the_rest_is_coded():
    issue = Issue("not-json", "a.jsonl:2", "the line is not JSON", "mend it")
    with open_register(":memory:") as register:
        outcomes = run(register, [SOURCES[0], issue, SOURCES[1]])
        assert [outcome.state for outcome in outcomes] == ["coded", "failed", "coded"]
        assert register.db.execute("SELECT code FROM issues").fetchall() == [("not-json",)]


def test_issues_of_a_document_are_told_again_when_it_is_met_again():
    source = replace(SOURCES[0], stated=(("published", "no date"),))
    with open_register(":memory:") as register:
        (first,) = run(register, [source])
        (second,) = run(register, [source])
        assert [issue.code for issue in first.issues] == ["bad-date"]
        assert second.issues == first.issues
        assert (first.state, second.state) == ("coded", "kept")


def test_document_that_breaks_the_coder_is_an_issue_and_its_neighbours_are_coded(monkeypatch):
    original = pipeline.code_documents

    def breaks(documents):
        if any("Lahore" in document.text for document in documents):
            raise RuntimeError("a mistake of ours")
        return original(documents)

    monkeypatch.setattr(pipeline, "code_documents", breaks)
    with open_register(":memory:") as register:
        outcomes = run(register, SOURCES)
        assert [outcome.state for outcome in outcomes] == ["coded"] * len(SOURCES)
        (failed,) = [outcome for outcome in outcomes if outcome.issues]
        assert failed.record is not None and failed.record.reports == ()
        assert failed.issues[0].code == "stage-failed"
        assert "a mistake of ours" in failed.issues[0].what
        kept = register.db.execute("SELECT d.name, i.code FROM documents d JOIN issues i ON i.document = d.id").fetchall()
        assert kept == [(failed.source.name, "stage-failed")]
        before = dump_digest(register)
        assert [outcome.issues for outcome in run(register, SOURCES)] == [outcome.issues for outcome in outcomes]
        assert dump_digest(register) == before
    with pytest.raises(DataError, match="a mistake of ours"):
        roznamcha.code("A bomb killed two soldiers in Lahore.")


def test_document_that_the_machine_had_no_memory_for_is_tried_again(monkeypatch):
    monkeypatch.setattr(pipeline, "code_documents", _no_memory)
    with open_register(":memory:") as register:
        (outcome,) = run(register, SOURCES[:1])
        assert (outcome.state, outcome.issues[0].code) == ("failed", "no-means")
        monkeypatch.undo()
        assert [outcome.state for outcome in run(register, SOURCES[:1])] == ["coded"]


def _no_memory(documents):
    raise MemoryError


def test_value_that_no_register_can_hold_costs_the_values_and_not_the_document(monkeypatch):
    original = pipeline.code_documents

    def overflows(documents):
        for record in original(documents):
            huge = make_record("[3 men|figure] were killed.").figures[0]
            yield replace(record, figures=(replace(huge, low=10**400),)) if "Lahore" in record.document.text else record

    monkeypatch.setattr(pipeline, "code_documents", overflows)
    with open_register(":memory:") as register:
        outcomes = run(register, SOURCES)
        assert [outcome.state for outcome in outcomes] == ["coded"] * len(SOURCES)
        assert [issue.code for outcome in outcomes for issue in outcome.issues] == ["stage-failed"]
        assert register.db.execute("SELECT count(*) FROM documents").fetchone() == (len(SOURCES),)


def test_text_with_a_run_of_digits_is_kept():
    source = make_source(f"Police said {'9' * 400} men fled. Gunmen shot dead two policemen in Quetta.", "digits.txt")
    with open_register(":memory:") as register:
        run(register, [source, *SOURCES[:1]])
        assert register.db.execute("SELECT count(*) FROM documents").fetchone() == (2,)


def test_second_run_over_input_with_warnings_changes_nothing():
    odd = replace(SOURCES[0], stated=(("published", "no date"),))
    warning = Issue("wrong-encoding", odd.uri, "it is a guess", "save it as UTF-8", "warning")
    failed = Issue("not-json", "a.jsonl:2", "the line is not JSON", "mend it")
    with open_register(":memory:") as register:
        run(register, [warning, odd, failed])
        before = list(register.db.iterdump())
        for _ in range(2):
            run(register, [warning, odd, failed])
            assert list(register.db.iterdump()) == before


def test_version_names_the_gazetteer_and_the_decisions_about_actors(tmp_path, monkeypatch):
    decisions = tmp_path / "mine.jsonl"
    monkeypatch.setenv("ROZNAMCHA_ACTORS", str(decisions))
    without = pipeline.coder_version()
    append_decision(decisions, ActorDecision("alias", "pk-ttp", name="Misaal Tehreek"))
    assert pipeline.coder_version().startswith(f"{without}+actors.")
    index = tmp_path / "index.sqlite"
    index.write_bytes(index_file().read_bytes())
    with sqlite3.connect(index) as db:
        db.execute("UPDATE place SET lat = lat + 1 WHERE id = (SELECT min(id) FROM place)")
    db.close()
    monkeypatch.setenv("ROZNAMCHA_GAZETTEER", str(index))
    monkeypatch.setenv("ROZNAMCHA_ACTORS", str(tmp_path / "none.jsonl"))
    assert pipeline.coder_version() != without


@pytest.mark.parametrize("name", ["ROZNAMCHA_ACTORS", "ROZNAMCHA_GAZETTEER"])
def test_tables_that_cannot_be_used_are_said_once_and_not_with_each_document(name, tmp_path, monkeypatch):
    (tmp_path / "odd").write_text("no table of ours, but long enough to be one, " * 99, encoding="utf-8")
    monkeypatch.setenv(name, str(tmp_path / "odd"))
    with pytest.raises(DataError, match="odd"):
        list(code_sources(SOURCES, CodeOptions()))


def test_page_that_breaks_the_cleaner_is_an_issue(monkeypatch):
    monkeypatch.setattr(pipeline, "clean", lambda source, published: 1 / 0)
    (outcome,) = code_sources(SOURCES[:1], CodeOptions())
    assert outcome.issues[0].code == "stage-failed"


def kill_on(name: str, batch: Sequence[pipeline.Item]) -> list[pipeline.Outcome]:
    """Code a batch, and die without a word when it holds a source of this name."""
    if any(getattr(item, "name", None) == name for item in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return code_batch(batch)


def test_source_that_kills_its_worker_is_lost_alone():
    batches = [tuple(SOURCES[:3]), tuple(SOURCES[3:6]), tuple(SOURCES[6:])]
    results = [outcome for outcomes in Pool(2)(partial(kill_on, "4.txt"), batches, pipeline._lost) for outcome in outcomes]
    assert [outcome.source for outcome in results] == SOURCES
    assert [outcome.issues[0].code for outcome in results if outcome.state == "failed"] == ["crashed"]


def test_one_text_is_coded_from_python():
    record = roznamcha.code("On Thursday gunmen shot dead two policemen in Quetta.", published="2014-02-15")
    assert record.document.published_day == "2014-02-15"
    for report in record.reports:
        assert report.anchor.holds(record.document.text)
    assert roznamcha.code("A quiet day in the market of the old town.", title="Market day").document.title.value == "Market day"


def test_text_without_a_word_is_an_error_and_so_is_a_day_that_is_none():
    with pytest.raises(DataError):
        roznamcha.code(" \n ")
    with pytest.raises(SettingsError):
        roznamcha.code("Two men were shot.", published="15 February")


def test_spans_hold_in_everything_that_is_coded():
    for outcome in code_sources([replace(source, name="x") for source in SOURCES], CodeOptions(published="2014-02-15")):
        assert outcome.record is not None
        text = outcome.record.document.text
        for report in outcome.record.reports:
            for claim in report.claims:
                assert claim.spans
                assert all(span.holds(text) for span in claim.spans)
