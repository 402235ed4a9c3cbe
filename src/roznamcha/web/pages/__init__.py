"""The pages, one module each, and the table of addresses that the application serves."""

from __future__ import annotations

from roznamcha.web.actions import ACTIONS
from roznamcha.web.app import PageFunction
from roznamcha.web.pages.document import document
from roznamcha.web.pages.incidents import incidents

PAGES: tuple[tuple[str, str, PageFunction], ...] = (
    ("/incidents", "incidents", incidents),
    ("/documents/{id}", "document", document),
)
"""Address, name and function of each page; the JSON twin stands at the same address with `.json`."""

__all__ = ["ACTIONS", "PAGES"]
