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


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, roznamcha; print(sorted({'numpy', 'sqlite3', 'pydantic', 'onnxruntime'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
