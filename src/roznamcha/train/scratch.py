"""The folder `.train` beside the weights: what a training that was stopped goes on from, and new files until all are there.

A checkpoint bears the digest of the recipe and its texts, so that no training goes on from another one's state. Files are moved
into place one after the other only when all of them are written: a stop before that leaves the old weights whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from roznamcha.errors import DataError, SettingsError
from roznamcha.train.loop import State

FOLDER = ".train"


class Scratch:
    """The scratch folder of one output folder, for one recipe."""

    def __init__(self, out: Path, digest: str) -> None:
        """Make the folder; raise SettingsError when nothing can be written there."""
        self.out, self.folder, self.digest = out, out / FOLDER, digest
        self.new = self.folder / "new"
        try:
            self.new.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n")  # nobody wants hundreds of megabytes in a commit
        except OSError as error:
            raise SettingsError(f"{out}: the weights cannot be written there ({error.strerror}); name another folder") from error

    def keep(self, name: str, state: State) -> None:
        """Save a state, in place of an older one of that name; raise DataError when it cannot be written."""
        half = self.folder / f"{name}.half"
        try:
            torch.save({"digest": self.digest, "state": state}, half)
        except RuntimeError as error:  # what torch makes of a full disk
            raise DataError(f"{half}: cannot be written; is the disk full?") from error
        half.replace(self.folder / f"{name}.pt")

    def kept(self, name: str) -> State | None:
        """Give the state that was saved under a name, or None when there is none of this recipe."""
        path = self.folder / f"{name}.pt"
        if not path.is_file():
            return None
        found = torch.load(path, weights_only=True, map_location="cpu")
        state: State | None = found["state"] if found["digest"] == self.digest else None
        return state

    def drop(self, name: str) -> None:
        """Remove a state that is no longer needed."""
        (self.folder / f"{name}.pt").unlink(missing_ok=True)

    def put(self, names: Sequence[str]) -> None:
        """Move the new files into place, in this order."""
        for name in names:
            (self.new / name).replace(self.out / name)

    def clear(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.folder)
