"""One set of data, two faces: the HTML page and its JSON twin."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from roznamcha.errors import RegisterError
from roznamcha.version import __version__
from roznamcha.web.files import marked
from roznamcha.web.labels import country, label, short_place
from roznamcha.web.said import COOKIE, done_word, read_said, typed_again

TEMPLATES = Path(__file__).parent / "templates"
SECTIONS = (
    ("/incidents", "Register", ("/incidents", "/merge", "/split")),
    ("/review", "Review", ("/review", "/agreement")),
    ("/map", "Map", ("/map",)),
    ("/figures", "Figures", ("/figures",)),
    ("/sources", "Sources", ("/sources", "/documents")),
    ("/decisions", "Log", ("/decisions",)),
)
"""The parts of the application: address, name, and with what the addresses of its pages begin."""
SUBSECTIONS = (
    (
        ("/review", "/agreement", "/decisions"),
        (
            ("/review", "Queue"),
            ("/review?second=yes", "Second reading"),
            ("/agreement", "Agreement"),
            ("/decisions", "Log"),
        ),
    ),
    (("/sources", "/documents"), (("/sources", "Publishers"), ("/documents", "All documents"))),
)
"""The pages within a part, shown on all of them."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page function returns: the template, the title, the data that HTML and JSON share, and what only HTML needs."""

    template: str
    title: str
    data: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)


class Renderer:
    """Turn pages into answers. Everything is escaped; an undefined name in a template is an error, never a blank."""

    def __init__(self) -> None:
        self.templates = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.templates.globals |= {"version": __version__, "file": marked, "sections": SECTIONS, "subsections": SUBSECTIONS}
        self.templates.globals["typed_again"] = typed_again
        self.templates.filters |= {"label": label, "country": country, "places": short_place, "done": done_word}

    def html(self, page: Page, request: Request, *, status: int = 200) -> Response:
        """Render a page as HTML, with the user, the form token of the request and what the last form left to be said."""
        template = self.templates.get_template(page.template)
        said = read_said(request)
        common = {
            "title": page.title,
            "request": request,
            "user": getattr(request.state, "user", None),
            "token": request.state.token,
            "message": said,
        }
        answer = HTMLResponse(template.render(common | dict(page.extra) | dict(page.data)), status)
        if said:
            answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer

    @staticmethod
    def json(page: Page) -> Response:
        """Give a page's data as JSON."""
        return JSONResponse(dict(page.data))

    def error_handlers(self) -> dict[Any, Callable[[Request, Exception], Awaitable[Response]]]:
        """Build the answers to a missing page and to a register that cannot be read."""

        async def missing(request: Request, error: Exception) -> Response:
            status = error.status_code if isinstance(error, HTTPException) else 404
            words = error.detail if isinstance(error, HTTPException) else str(error)
            if request.url.path.endswith(".json"):
                return JSONResponse({"error": words}, status)
            return self.html(
                Page("error.html", "Not found" if status == 404 else "Error", {"words": words}), request, status=status
            )

        return {HTTPException: missing, RegisterError: missing}
