"""What a visitor sees of the reviewers' decisions: all of them, or, for a reviewer who has not answered, not the others'.

A second reading that knows the first one's answers measures how persuasive they are. Pages therefore show a reviewer what was
read and what he decided himself; what others decided about a value shows as soon as he has given his own word. He may ask to
see it before (`open=yes`); his words then bear a note and are not counted where agreement is reckoned. Readers, who decide
nothing, see everything, and so does whoever sits alone at a register without accounts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from starlette.requests import Request

from roznamcha.register import Register
from roznamcha.register.decisions import LINK_KINDS, Decision
from roznamcha.register.review import seen_by
from roznamcha.web.auth import LOCAL

_CLAIMS = """
WITH named (id) AS (SELECT value FROM json_each(?)), told (report) AS (
  SELECT c.report FROM named n CROSS JOIN claims c ON c.id = n.id
  UNION SELECT r.id FROM named n CROSS JOIN reports r ON r.id = n.id
)
SELECT c.report, c.id FROM told t CROSS JOIN claims c ON c.report = t.report
"""


class Sight:
    """Chooses, for one request, the decisions that its visitor sees, and keeps whether any were kept from him."""

    def __init__(self, register: Register, request: Request) -> None:
        self._register = register
        user = getattr(request.state, "user", None)
        self._reviewer = user.name if user and user != LOCAL and user.may("reviewer") else None
        self._asked = request.query_params.get("open") == "yes"
        self._seen: set[str] = set()
        self.hidden = False
        """Something was kept from the visitor, who has not answered yet."""
        self.opened = False
        """The visitor asked to see what he has not answered."""

    def __call__(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Choose from the decisions in force about an incident or a document."""
        if self._reviewer is None or all(decision.user == self._reviewer for decision in decisions):
            return list(decisions)
        seen = seen_by(self._reviewer, decisions, self._claims_of({decision.target for decision in decisions}))
        whole = {id(decision) for decision in seen}
        unseen = any(id(decision) not in whole for decision in decisions)
        self.hidden, self.opened = unseen and not self._asked, unseen and self._asked
        self._seen = {decision.id for decision in seen}
        return seen if self.hidden else list(decisions)

    def log(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Choose from the log, undone lines and undoings included; call it after the decisions in force were chosen."""
        if not self.hidden:
            return list(decisions)
        return [line for line in decisions if line.user == self._reviewer or line.id in self._seen or line.kind in LINK_KINDS]

    def facts(self) -> dict[str, bool]:
        """Give what page and twin tell about it."""
        return {"hidden": self.hidden, "opened": self.opened}

    def _claims_of(self, targets: set[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for report, claim in self._register.db.execute(_CLAIMS, (json.dumps(sorted(targets)),)):
            found[report].append(claim)
        return dict(found)
