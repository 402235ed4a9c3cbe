"""The pages, one module each, and the table of addresses that the application serves."""

from __future__ import annotations

from roznamcha.web.actions import ACTIONS
from roznamcha.web.app import PageFunction
from roznamcha.web.pages.document import document
from roznamcha.web.pages.figures import figures
from roznamcha.web.pages.incident import incident
from roznamcha.web.pages.incidents import incidents
from roznamcha.web.pages.log import log
from roznamcha.web.pages.maps import map_page
from roznamcha.web.pages.review import agreement_page, merge, review, split
from roznamcha.web.pages.sources import publisher_documents, sources

PAGES: tuple[tuple[str, str, PageFunction], ...] = (
    ("/incidents", "incidents", incidents),
    ("/incidents/{id}", "incident", incident),
    ("/review", "review", review),
    ("/agreement", "agreement", agreement_page),
    ("/merge", "merge-preview", merge),
    ("/split", "split-preview", split),
    ("/documents", "documents", publisher_documents),
    ("/documents/{id}", "document", document),
    ("/map", "map", map_page),
    ("/figures", "figures", figures),
    ("/sources", "sources", sources),
    ("/decisions", "log", log),
)
"""Address, name and function of each page; the JSON twin stands at the same address with `.json`."""

__all__ = ["ACTIONS", "PAGES"]
