"""The documentation is tested: what a user can type or read must be explained somewhere in docs/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from roznamcha.cli import app
from roznamcha.model import codebook

ROOT = Path(__file__).parents[1]
PAGES = {page.name: page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
ALL = "\n".join(PAGES.values())


def options():
    """List every command with each of its options."""

    def walk(command, path):
        for name, child in (getattr(command, "commands", None) or {}).items():
            yield from walk(child, (*path, name))
        if not getattr(command, "commands", None):
            yield " ".join(path), ""
            for parameter in command.params:
                yield " ".join(path), next((name for name in parameter.opts if name.startswith("--")), "")

    return sorted(set(walk(typer.main.get_command(app), ())))


@pytest.mark.parametrize(("command", "option"), options(), ids=str)
def test_command_and_option_are_explained(command, option):
    section = re.compile(rf"roznamcha {command}\b")
    pages = [text for text in PAGES.values() if section.search(text)]
    assert pages, f"no page of docs/ shows `roznamcha {command}`"
    assert any(option in text for text in pages)


@pytest.mark.parametrize(
    "value",
    [
        *codebook.FIELDS,
        *codebook.EVENT_TYPES,
        *codebook.SUB_EVENT_TYPES,
        *codebook.KINDS,
        *codebook.ROLES,
        *codebook.STANCES,
        *codebook.FATES,
        *codebook.WEAPON_TYPES,
        *codebook.SOURCE_KINDS,
        *codebook.FIGURE_WHATS,
        *codebook.GROUPS,
    ],
)
def test_word_of_the_codebook_is_explained(value):
    assert value in PAGES["codebook.md"]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_between_pages_lead_somewhere(page):
    for target, anchor in re.findall(r"\]\(([\w./-]*\.md)?(#[\w-]+)?\)", PAGES[page]):
        if target:
            assert (ROOT / "docs" / target).exists(), target
        if anchor and target in ("", *PAGES):
            headings = re.findall(r"^#+ (.*)$", PAGES[target or page], re.MULTILINE)
            slugs = {"#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in slugs


def test_tables_of_the_register_are_explained():
    from roznamcha.register import open_register

    with open_register(":memory:") as register:
        tables = [
            row[0]
            for row in register.db.execute(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
            )
        ]
    for table in tables:
        assert table.startswith("sqlite_") or f"`{table}`" in PAGES["register.md"], table
