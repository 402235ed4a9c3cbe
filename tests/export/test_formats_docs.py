"""Every column of every layout stands in the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from roznamcha.export import FORMATS
from roznamcha.export.flat import COLUMNS
from roznamcha.export.layout import LAYOUTS, layout

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_column_is_documented(name: str) -> None:
    assert [column.name for column in layout(name) if f"| `{column.name}` |" not in PAGE] == []


def test_every_format_and_flat_column_is_documented() -> None:
    assert [name for name in (*FORMATS, *COLUMNS) if f"`{name}`" not in PAGE] == []
