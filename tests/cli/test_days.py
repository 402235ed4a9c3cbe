"""Days that a user gives: what is no day is refused in one line, and a day holds for all that a command prints."""

from __future__ import annotations

import json

import pytest

from roznamcha.cli.days import given_day, given_time
from roznamcha.errors import SettingsError

TEXT = "On February {} gunmen shot dead two policemen in Quetta. More than 1,200 people have been killed in Quetta since 2010."
COMMANDS = (
    ("export", "a.register", "--format", "csv", "--as-of"),
    ("spread", "a.register", "--as-of"),
    ("code", "a.txt", "--records", "-", "--published"),
    ("evaluate", "linking", "--data", "DATA", "--since"),
    ("gazetteer", "find", "Quetta", "--day"),
    ("actors", "find", "the Taliban", "--day"),
)


@pytest.mark.parametrize("day", ["garbage", "13/02/2014", "2014-13-45", "2014-02-30", "20140213", ""])
def test_what_is_no_day_is_refused(day):
    with pytest.raises(SettingsError, match="write it like"):
        given_day(day)


@pytest.mark.parametrize("time", ["", "2011", "2011-03", "2011-03-09"])
def test_an_actor_may_be_known_since_a_day_a_month_or_a_year(time):
    assert given_time(time) == time


@pytest.mark.parametrize("time", ["lately", "20", "2011-13", "2011-3", "2011-02-30", "2011-02-03-01", "-"])
def test_what_is_no_day_month_or_year_is_refused(time):
    with pytest.raises(SettingsError, match=f"'{time}' is no day, month or year"):
        given_time(time)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
@pytest.mark.parametrize("day", ["13/02/2014", "2014-13-45"])
def test_every_command_refuses_what_is_no_day_in_one_line(run, tmp_path, command, day):
    data = tmp_path / "articles.jsonl"
    data.write_text("{}\n", encoding="utf-8")
    ran = run(*(str(data) if word == "DATA" else word for word in command), day)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1), ran.err
    assert repr(day) in ran.err
    assert "2014-02-15" in ran.err


def test_spread_as_of_a_day_leaves_later_totals_out(run, tmp_path):
    source, register = tmp_path / "two.jsonl", tmp_path / "a.register"
    rows = [{"id": day, "text": TEXT.format(day[-2:]), "published": day} for day in ("2014-02-10", "2014-02-20")]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("code", source, "--register", register).code == 0

    def totals(*more):
        rows = [json.loads(line) for line in run("spread", register, *more).out.splitlines()]
        return [row for row in rows if row["table"] == "Coverage"]

    assert (len(totals()), len(totals("--as-of", "2014-02-15")), totals("--as-of", "2014-02-01")) == (2, 1, [])
