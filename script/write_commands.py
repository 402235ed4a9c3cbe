"""Print docs/commands.md: every command with its options, as the program itself describes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer.main

from roznamcha.cli import app

HEAD = """# All commands and options

Written by `script/write_commands.py` from the program itself; what the main commands do is told in [the command line](cli.md).
"""


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """List the commands that do something, by the words that call them."""
    children = getattr(command, "commands", None)
    if not children:
        yield " ".join(path), command
    for name, child in sorted((children or {}).items()):
        yield from commands(child, (*path, name))


def section(name: str, command: Any) -> str:
    """Write one command: what it does, its example, its options."""
    told, _, examples = re.sub(r"[ \t]*\b\x08?\\?b?\n", "\n", command.help or "").partition("Example")
    rows = [
        f"| `{', '.join((*p.opts, *p.secondary_opts)) if p.opts[0].startswith('-') else p.metavar or p.name.upper()}` | {p.help or ''} |"
        for p in command.params
    ]
    shown = [line.strip() for line in examples.splitlines()[1:] if line.strip()] or re.findall(r"roznamcha .*", examples)
    parts = [f"## `roznamcha {name}`", re.sub(r"\s*\n\s*", " ", told.replace("\b", "")).strip()]
    parts += ["\n".join(f"    {line}" for line in shown)] if shown else []
    parts += ["\n".join(["| option | meaning |", "|---|---|", *rows])] if rows else []
    return "\n\n".join(parts)


def page() -> str:
    """Write the whole page."""
    listed = [section(name, command) for name, command in commands(typer.main.get_command(app))]
    return "\n\n".join([HEAD.strip(), *listed]) + "\n"


if __name__ == "__main__":
    print(page(), end="")
