from __future__ import annotations

import sqlite3
import threading

import pytest

from roznamcha.errors import RegisterError
from roznamcha.register import open_register
from roznamcha.register.migrate import applied, migrate, migrations


def test_new_register_has_every_step_and_opening_it_again_takes_none(tmp_path):
    file = tmp_path / "a.register"
    with open_register(file) as register:
        assert applied(register.db) == [number for number, _, _ in migrations()]
    with open_register(file) as register:
        assert migrate(register.db) == 0
        assert register.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_steps_are_numbered_from_one_without_a_gap():
    assert [number for number, _, _ in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_step_that_fails_leaves_nothing_of_itself(tmp_path, monkeypatch):
    broken = [*migrations(), (9001, "9001_broken.sql", "CREATE TABLE half (x);\nCREATE TABLE half (x);\n")]
    monkeypatch.setattr("roznamcha.register.migrate.migrations", lambda: broken)
    file = tmp_path / "a.register"
    with pytest.raises(RegisterError):
        open_register(file)
    monkeypatch.undo()
    with open_register(file) as register:
        assert 9001 not in applied(register.db)
        assert register.db.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone() == (0,)


def test_register_from_a_later_version_is_refused(tmp_path):
    file = tmp_path / "a.register"
    with open_register(file) as register:
        register.db.execute("INSERT INTO migrations VALUES (9999, 'later', 'x')")
    with pytest.raises(RegisterError, match="later roznamcha"):
        open_register(file)


def test_register_of_an_unfinished_version_is_refused(tmp_path):
    file = tmp_path / "a.register"
    with open_register(file) as register:
        register.db.execute("UPDATE migrations SET digest = 'of another content' WHERE number = 2")
    for read_only in (False, True):
        with pytest.raises(RegisterError, match="unfinished version"):
            open_register(file, read_only=read_only)


@pytest.mark.parametrize("content", [b"These are notes, not a register." * 40, b"SQLite format 3\x00 but broken"])
def test_a_file_of_something_else_is_refused_and_left_as_it_was(tmp_path, content):
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    with pytest.raises(RegisterError, match=r"notes\.txt"):
        open_register(file)
    assert file.read_bytes() == content


def test_a_database_of_something_else_is_refused(tmp_path):
    file = tmp_path / "other.sqlite"
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE cats (name)")
    db.close()
    with pytest.raises(RegisterError, match="something else"):
        open_register(file)


def test_reading_a_register_that_is_not_there_says_how_to_make_one(tmp_path):
    with pytest.raises(RegisterError, match="roznamcha code"):
        open_register(tmp_path / "none.register", read_only=True)
    with pytest.raises(RegisterError, match="folder"):
        open_register(tmp_path / "no" / "such" / "place.register")
    with pytest.raises(RegisterError, match="folder"):
        open_register(tmp_path)


def test_reader_cannot_write(tmp_path):
    open_register(tmp_path / "a.register").close()
    with open_register(tmp_path / "a.register", read_only=True) as register, pytest.raises(sqlite3.OperationalError):
        register.db.execute("DELETE FROM documents")


def test_a_write_is_whole_or_not_there(register):
    with pytest.raises(ZeroDivisionError), register.transaction() as db:
        db.execute("INSERT INTO runs (version, options, started) VALUES ('1', '{}', 'now')")
        _ = 1 / 0
    assert register.db.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_many_may_open_a_new_register_at_once(tmp_path):
    failed = []

    def begin(file) -> None:
        try:
            open_register(file).close()
        except RegisterError as error:
            failed.append(error)

    for n in range(10):
        threads = [threading.Thread(target=begin, args=(tmp_path / f"{n}.register",)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []


def test_writers_wait_for_one_another_and_readers_do_not(tmp_path):
    file = tmp_path / "a.register"
    open_register(file).close()

    def write() -> None:
        with open_register(file) as register:
            for _ in range(25):
                with register.transaction() as db:
                    (n,) = db.execute("SELECT count(*) FROM runs").fetchone()
                    db.execute("INSERT INTO runs (version, options, started) VALUES (?, '{}', 'now')", (str(n),))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    with open_register(file, read_only=True) as reader:
        while any(thread.is_alive() for thread in threads):
            reader.db.execute("SELECT count(*) FROM runs").fetchone()
    for thread in threads:
        thread.join()
    with open_register(file) as register:
        versions = {row[0] for row in register.db.execute("SELECT version FROM runs")}
        assert versions == {str(n) for n in range(100)}
