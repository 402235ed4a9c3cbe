"""The index: folded names, building from a user's files, asking it, and what a person is told when it is missing."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from roznamcha.errors import DataError, SettingsError
from roznamcha.resolve.gazetteer.build import build
from roznamcha.resolve.gazetteer.index import Gazetteer, open_gazetteer
from roznamcha.resolve.gazetteer.names import fold, sound, take_apart
from roznamcha.resolve.places import find_places, resolve_place

CELLS = "9000001|Lal Qila Test|Lal Qila Test|Laal Kila Test|34.9|71.8|P|PPL|PK||03||||1200||||2020-01-01"
DUMP = CELLS.replace("|", "\t") + "\n"
CODES = "PK.03.9000002\tTestabad District\tTestabad District\t9000002\n"
TABLE = "geonameid\tname\tfeature\tpopulation\tlat\tlon\tnames\n\tKili Namoona\tP\t0\t30.5\t66.9\tkili namuna|namoona\n"


@pytest.fixture(scope="module")
def own_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gazetteer")
    (folder / "PK.txt").write_text(DUMP, encoding="utf-8")
    (folder / "admin2Codes.txt").write_text(CODES, encoding="utf-8")
    (folder / "localities-PK.tsv.gz").write_bytes(gzip.compress(TABLE.encode()))
    index = folder / "own.sqlite"
    build(
        index,
        geonames=[folder / "PK.txt", folder / "admin2Codes.txt"],
        localities=[folder / "localities-PK.tsv.gz"],
        shipped=False,
    )
    return index


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Miran Shah", "Mīrānshāh"),
        ("Deir ez-Zor", "Deir al-Zor"),
        ("Gulshan-e-Iqbal", "Gulshan e Iqbal"),
        ("al-Bab", "Al Bab"),
        ("St. Louis", "Saint Louis"),
        ("Cox's Bazar", "Coxs Bazar"),
    ],
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Waziristan", "Wazeeristan"), ("Quneitra", "Kuneitra"), ("Mohmand", "Mohamand"), ("Spinwam", "Speenwam")]
)
def test_transliterations_share_a_sound(one: str, other: str) -> None:
    assert sound(fold(one)) == sound(fold(other))


@pytest.mark.parametrize(("one", "other"), [("Lahore", "Larkana"), ("Swat", "Swabi"), ("Bannu", "Bara")])
def test_other_places_keep_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other) and sound(fold(one)) != sound(fold(other))


@given(st.text(max_size=40))
def test_folding_is_settled(name: str) -> None:
    key = fold(name)
    assert key.isascii() and (key == "" or key.isalnum()) and key == key.lower()


@pytest.mark.parametrize(
    ("name", "core", "level"),
    [
        ("Dera Bugti District", "Dera Bugti", "adm2"),
        ("the town of Sarmin", "Sarmin", "city"),
        ("Uri sector", "Uri", "part"),
        ("Quetta", "Quetta", None),
    ],
)
def test_type_words_come_off(name: str, core: str, level: str | None) -> None:
    printed = take_apart(name)
    assert printed.cores[-1][0] == core and printed.level == level


def test_a_users_files_are_found(own_index: Path) -> None:
    gazetteer = open_gazetteer(own_index)
    place = resolve_place(["Laal Kila Test"], gazetteer=gazetteer)
    assert place is not None and place.id == "geonames:9000001" and place.country == "PK"
    village = resolve_place(["Kili Namoona"], gazetteer=gazetteer)
    assert village is not None and village.id.startswith("table:pk-") and (village.lat, village.lon) == (30.5, 66.9)
    assert resolve_place(["Quetta"], gazetteer=gazetteer) is None


def test_the_same_input_gives_the_same_file(own_index: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.sqlite"
    folder = own_index.parent
    build(
        again,
        geonames=[folder / "admin2Codes.txt", folder / "PK.txt"],
        localities=[folder / "localities-PK.tsv.gz"],
        shipped=False,
    )
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(own_index.read_bytes()).digest()


def test_the_environment_names_the_index(own_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROZNAMCHA_GAZETTEER", str(own_index))
    assert open_gazetteer().path == own_index
    (mention,) = find_places("He was born in Kili Namoona near Quetta.")
    assert mention.span.text == "Kili Namoona"


def test_a_missing_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="roznamcha gazetteer build"):
        Gazetteer(tmp_path / "none.sqlite")


def test_a_bad_file_is_named_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "PK.txt"
    bad.write_text("1\t2\t3\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"PK\.txt, line 1"):
        build(tmp_path / "out.sqlite", geonames=[bad], shipped=False)
    table = tmp_path / "mine.tsv"
    table.write_text("name\tlat\tlon\nHere\tnorth\t1\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.tsv, line 2"):
        build(tmp_path / "out.sqlite", localities=[table], shipped=False)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("mine.tsv.gz", b"name\tlat\tlon\nHere\t1\t1\n", "line 1: cannot be unpacked"),
        ("cut.tsv.gz", gzip.compress(TABLE.encode(), mtime=0)[:-12], "cannot be unpacked"),
        ("mine.tsv", b"name\tlat\tlon\nHere\t1\t1\n\xff\xfe\x00", "line 1: no text|line 3: no text"),
        ("nulls.tsv", b"name\tlat\tlon\n\x00\x01\n", "line 2: no text"),
        ("header.tsv", b"name\tlat\tlon\n", "line 2: there is no place"),
        ("columns.tsv", b"name\tlatitude\nHere\t1\n", "line 1: the header lacks lat, lon"),
        ("empty.tsv", b"", "line 1: the header lacks name"),
        ("short.tsv", b"name\tlat\tlon\nHere\t1\n", "line 2: .*nothing"),
        ("far.tsv", b"name\tlat\tlon\nHere\t91\t1\n", "line 2: .*between -90 and 90"),
        ("PK.txt", b"", "line 1: the file is empty"),
        ("PK.zip", b"PK\x03\x04\xff\xff", "line 1: no text"),
        ("codes.txt", b"PK\tPakistan\tPakistan\t1\n", "line 1: .*no code"),
        ("PK2.txt", CELLS.replace("34.9", "north").replace("|", "\t").encode(), "line 1: cannot be read"),
    ],
)
def test_a_file_that_is_none_is_told_in_one_line(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    bad = tmp_path / name
    bad.write_bytes(data)
    kind = "localities" if ".tsv" in name else "geonames"
    with pytest.raises(DataError, match=told) as fault:
        build(tmp_path / "out.sqlite", shipped=False, **{kind: [bad]})
    assert str(bad) in str(fault.value) and "\n" not in str(fault.value)
    assert not (tmp_path / "out.sqlite").exists()


def test_the_rows_of_each_file_are_counted(own_index: Path, tmp_path: Path) -> None:
    dump = own_index.parent / "PK.txt"
    built = build(tmp_path / "out.sqlite", geonames=[dump], shipped=False)
    assert (built.places, built.rows) == (1, {str(dump): 1})


def test_what_is_no_index_is_not_opened(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("These are my notes, and long enough to be taken for something else.\n" * 40, encoding="utf-8")
    with pytest.raises(DataError, match=r"notes\.txt is no gazetteer index"):
        Gazetteer(notes)


def test_what_is_there_is_overwritten_only_by_name_and_only_when_it_is_an_index(tmp_path: Path) -> None:
    from roznamcha.cli.gazetteer import app

    dump, notes = tmp_path / "PK.txt", tmp_path / "notes.txt"
    dump.write_text(DUMP, encoding="utf-8")
    notes.write_text("my notes", encoding="utf-8")
    unnamed = CliRunner(env={"ROZNAMCHA_GAZETTEER": None}).invoke(app, ["build", str(dump)])
    assert isinstance(unnamed.exception, SettingsError) and "--out" in str(unnamed.exception)
    other = CliRunner().invoke(app, ["build", str(dump), "--out", str(notes)])
    assert isinstance(other.exception, DataError)
    assert notes.read_text(encoding="utf-8") == "my notes"


def test_a_name_that_ended_is_told_with_its_last_day() -> None:
    from roznamcha.cli.gazetteer import app

    answer = json.loads(CliRunner().invoke(app, ["find", "FATA", "--day", "2020-05-03"]).stdout)
    assert answer["place"] is None
    assert {place["until"] for place in answer["not_valid_then"]} == {"2018-05-31"}
    earlier = json.loads(CliRunner().invoke(app, ["find", "FATA", "--day", "2012-05-03"]).stdout)
    assert earlier["place"]["country"] == "PK" and earlier["not_valid_then"] == []


def test_twins_from_geonames_end_on_their_day_too() -> None:
    before, after = (resolve_place(["Khyber district"], day=day) for day in ("2012-05-04", "2020-05-04"))
    assert before is not None and before.name == "Khyber Agency"
    assert after is not None and after.name == "Khyber"


def test_names_are_valid_for_their_time() -> None:
    names = ["Khyber Agency", "Federally Administered Tribal Areas"]
    before, after = (resolve_place(names, day=day) for day in ("2018-05-30", "2018-06-01"))
    assert before is not None and before.name == "Khyber Agency"
    assert after is not None and after.name == "Khyber"


def test_the_verb_shows_the_losers() -> None:
    from roznamcha.cli.gazetteer import app

    answer = CliRunner().invoke(app, ["find", "Hyderabad", "--country", "PK"])
    assert answer.exit_code == 0
    value = json.loads(answer.stdout)
    assert value["place"]["country"] == "PK" and value["candidates"]
