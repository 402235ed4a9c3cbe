"""What a run writes must not be what it reads: outputs are told from sources by the disk, not by their names.

A target that is a source is refused before anything is opened. Inside a folder of sources the files that the run itself
writes (and the actors' decisions, which are settings) are passed over; only a file that is there already and holds no records
is refused as a target, since it may be an article.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from roznamcha.errors import SettingsError
from roznamcha.read.discover import Identity

_BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a register that is open."""


def check_targets(sources: Sequence[str], register: Path | None, records: str | None) -> None:
    """Raise SettingsError when writing the register or the records would destroy a source, or one the other."""
    places = {"--register": str(register) if register else None, "--records": records}
    for option, place in places.items():
        if place and any(_same(source, 0, place) for source in sources):
            raise SettingsError(f"{option} {place}: it is one of the sources and would be destroyed; name another file")
    if register and records and _same(str(register), 0, records):
        raise SettingsError(f"--records {records}: it is the register too; name another file")
    if records and records != "-" and any(_holds(source, Path(records)) for source in sources) and not _is_ours(Path(records)):
        raise SettingsError(f"--records {records}: it stands among the sources and holds no records; name another file")


def written_files(register: Path | None, records: str | None) -> frozenset[Identity]:
    """Tell which files of the disk are no sources: those that the run writes, once they are open, and the actors' decisions."""
    from roznamcha.resolve.actors.registry import decision_file

    beside = [f"{register}{ending}" for ending in ("", *_BESIDE)] if register else []
    found = [_identity(place, 1) for place in (*beside, *([records] if records else ()), str(decision_file()))]
    return frozenset(one for one in found if one)


def _same(one: str, stream: int, other: str) -> bool:
    """Tell whether two names are one file; `-` is standard input (`stream` 0) for the first, standard output for the second."""
    first, second = _identity(one, stream), _identity(other, 1)
    if first and second:
        return first == second
    return "-" not in (one, other) and _is_absent(one) and Path(one).resolve() == Path(other).resolve()


def _is_absent(place: str) -> bool:
    try:
        Path(place).stat()
    except (OSError, ValueError):
        return True
    return False


def _identity(place: str, stream: int) -> Identity | None:
    """Give what the disk knows a regular file by; None for what is not there, and for terminals, pipes and devices."""
    try:
        found = os.fstat(stream) if place == "-" else Path(place).stat()
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _holds(source: str, file: Path) -> bool:
    try:
        return Path(source).is_dir() and file.is_file() and file.resolve().is_relative_to(Path(source).resolve())
    except (OSError, ValueError):  # what cannot be read is an issue of its own
        return False


def _is_ours(file: Path) -> bool:
    """Tell whether a file that is there holds records, or nothing."""
    try:
        with file.open("rb") as stream:
            line = stream.readline()
        record = json.loads(line) if line else {"incidents": []}
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and "incidents" in record and not record.keys() & {"text", "html"}
