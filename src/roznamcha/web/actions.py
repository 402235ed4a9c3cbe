"""What a reviewer may do: each action appends a decision to the review log."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from roznamcha.register import Register

Action = Callable[[Register, Request, dict[str, str]], Response]
ACTIONS: tuple[tuple[str, str, Action], ...] = ()
"""Address, name and function of each action."""
