from __future__ import annotations

import subprocess
import sys

import pytest

import roznamcha

DATES = "Gunmen killed 13 policemen in Karachi on Thursday."


@pytest.mark.parametrize("name", roznamcha.__all__)
def test_every_public_name_is_there_and_says_what_it_does(name):
    value = getattr(roznamcha, name)
    assert name in dir(roznamcha)
    assert name == "__version__" or value.__doc__


def test_a_name_that_is_none_is_an_error():
    with pytest.raises(AttributeError, match="colour"):
        _ = roznamcha.colour


def test_readers_stand_alone():
    assert [date.edtf for date in roznamcha.read_dates(DATES, published="2014-02-15")] == ["2014-02-13"]
    assert [number.low for number in roznamcha.read_numbers(DATES) if number.kind == "count"] == [13]


def test_reports_are_linked_and_consolidated_from_python():
    records = [
        roznamcha.code(
            f"A suicide bomber killed {n} policemen in Karachi on February 13, 2014, police said.", published="2014-02-15"
        )
        for n in (8, 13)
    ]
    reports = [report for record in records for report in record.reports]
    groups = roznamcha.link(reports, [record.document for record in records])
    assert sorted(report.anchor.text for group in groups for report in group) == sorted(r.anchor.text for r in reports)
    incident = roznamcha.consolidate(reports, rule="ucdp")
    assert incident.rule == "ucdp"
    assert incident.value_of("sub_event_type") == "Suicide bomb"


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, roznamcha; print(sorted({'numpy', 'sqlite3', 'pydantic', 'onnxruntime'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
