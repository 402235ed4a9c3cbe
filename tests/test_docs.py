"""The documentation is tested: what a user can type or read must be explained somewhere in docs/."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
import typer.main

import roznamcha
from roznamcha.cli import app
from roznamcha.model import codebook

ROOT = Path(__file__).parents[1]
PAGES = {page.name: page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
ALL = "\n".join(PAGES.values())


COMMANDS = dict(runpy.run_path(str(ROOT / "script" / "write_commands.py")))
OURS = {
    name: command for name, command in COMMANDS["commands"](typer.main.get_command(app)) if name in ("code", "show", "verify")
}


def test_page_of_all_commands_is_the_one_that_the_program_writes():
    assert PAGES["commands.md"] == COMMANDS["page"](), "run: script/docs"


@pytest.mark.parametrize("name", OURS)
def test_main_commands_are_told_with_every_option(name):
    section = PAGES["cli.md"].split(f"## `roznamcha {name}", 1)[1].split("\n## ", 1)[0]
    for parameter in OURS[name].params:
        option = parameter.opts[0] if parameter.opts[0].startswith("--") else parameter.metavar.upper()
        assert option in section


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


def test_public_names_are_explained():
    for name in roznamcha.__all__:
        assert name == "__version__" or f"`{name}(" in PAGES["python.md"]
