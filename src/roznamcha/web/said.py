"""What the pages say back: what was done, what was refused and what was typed, once, on the page that follows a form.

The words travel in a cookie of the visitor's own that the next page takes away again; nothing is kept on the server, and an
address never carries words that somebody else could have written. The log of an incident is told in the same words.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from roznamcha.register import Register
from roznamcha.register.codec import read_value
from roznamcha.register.decisions import BATCH, UNDO, Decision, read_decision, undone_in
from roznamcha.web.labels import label, say_value

COOKIE = "roznamcha_said"
LONGEST = 1200
"""Bytes kept of each text: a cookie holds 4,096, and base64 takes four for three."""
KEPT = ("claim", "report", "field", "value", "start", "end", "start_shown", "end_shown")
DONE = {
    "confirm": "confirmed",
    "correct": "corrected",
    "reject": "rejected",
    "unknown": "set to unknown",
    "add": "added",
    "merge": "merged",
    "split": "split off",
    "unlink": "taken out",
    "undo": "undone",
}


def done_word(kind: str) -> str:
    """Name a kind of decision as something done."""
    return DONE.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Said:
    """Words for the next page; after a refusal also the fields of the form as they were typed."""

    words: str
    refused: bool = False
    form: Mapping[str, str] | None = None

    def typed(self, claim: str) -> str | None:
        """Give what was typed for a claim and refused, or None when it was about something else."""
        return self.form.get("value", "") if self.form and self.form.get("claim") == claim else None


def keep_said(request: Request, response: Response, said: Said) -> Response:
    """Send words along to the next page."""
    form = {name: _cut(text) for name, text in (said.form or {}).items() if name in KEPT}
    kept = json.dumps(asdict(said) | {"words": _cut(said.words), "form": form or None}, ensure_ascii=False)
    value = urlsafe_b64encode(kept.encode("utf-8", "replace")).decode()
    response.set_cookie(COOKIE, value, max_age=60, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return response


def _cut(text: str) -> str:
    return text.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore")


def read_said(request: Request) -> Said | None:
    """Read the words that the last form left for this page; a cookie that holds something else says nothing."""
    try:
        kept = json.loads(urlsafe_b64decode(request.cookies.get(COOKIE, "")))
        form = {str(name): str(value) for name, value in (kept["form"] or {}).items()}
        return Said(str(kept["words"]), kept["refused"] is True, form)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def typed_again(said: Said | None) -> Mapping[str, str]:
    """Give the fields of a refused form for a value to add, so that it comes back as it was; all empty otherwise."""
    form = said.form if said and said.refused and said.form and not said.form.get("claim") else {}
    return {name: form.get(name, "") for name in KEPT}


def done_words(register: Register, decisions: Sequence[Decision]) -> str:
    """Say in a few words what an action decided.

    >>> from roznamcha.register import open_register
    >>> decided = [Decision("d1", "correct", "c1", {"field": "killed", "value": {"low": 9, "high": 9}}, "amna", "2026-01-01")]
    >>> with open_register(":memory:") as register:
    ...     done_words(register, decided), done_words(register, [Decision("d2", "merge", "i1", {}, "amna", "2026-01-01")])
    ('corrected Killed to 9', 'merged')
    """
    first = decisions[0]
    fields = list(dict.fromkeys(filter(None, (_field(register, decision) for decision in decisions))))
    done = done_word(first.kind)
    if fields:
        named = ", ".join(label(field) for field in fields)
        several = f" ({len(decisions)} reports)" if len(decisions) > 1 else ""
        value = _value(first, fields[0])
        return f"{done} {named}{f' to {value}' if value and first.kind == 'correct' else f': {value}' if value else ''}{several}"
    if first.kind in ("confirm", "reject"):
        return f"{done} everything in {'one report' if len(decisions) == 1 else f'{len(decisions)} reports'}"
    return done


def tell_actions(register: Register, decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """Tell a log by actions, the latest first: who did what and when, in words, and whether it is still in force."""
    actions: dict[str, list[Decision]] = {}
    for decision in decisions:
        actions.setdefault(str(decision.payload.get(BATCH) or decision.id), []).append(decision)
    by_id = {decision.id: decision for decision in decisions}
    undone = undone_in(decisions)
    return [_action(register, lines, by_id, undone) for lines in reversed(actions.values())]


def _action(register: Register, lines: list[Decision], by_id: Mapping[str, Decision], undone: set[str]) -> dict[str, Any]:
    first = lines[0]
    about = [by_id[line.target] for line in lines if line.kind == UNDO and line.target in by_id]
    words = f"undid: {done_words(register, about)}" if about else done_words(register, lines)
    told = {name: getattr(first, name) for name in ("id", "user", "kind", "at", "reason")}
    return told | {"words": words, "number": len(lines), "in_force": any(line.id not in undone for line in lines)}


def _field(register: Register, decision: Decision) -> str | None:
    if decision.payload.get("field"):
        return str(decision.payload["field"])
    row = register.db.execute("SELECT field FROM claims WHERE id = ?", (decision.target,)).fetchone()
    added = None if row else read_decision(register, decision.target)
    return str(row[0]) if row else str(added.payload["field"]) if added and added.kind == "add" else None


def _value(decision: Decision, field: str) -> str:
    value = decision.payload.get("value")
    return "" if value is None else say_value(read_value(field, json.dumps(value, ensure_ascii=False)))
