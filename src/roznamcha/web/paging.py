"""A list in pages: which one the address asks for, held within those that there are."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a list of `total` lines."""

    page: int
    pages: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        """Count the lines before this page."""
        return (self.page - 1) * self.size

    def facts(self) -> dict[str, int]:
        """Give what page and twin tell about the list."""
        return {"total": self.total, "page": self.page, "pages": self.pages}


def read_paging(request: Request, total: int, size: int) -> Paging:
    """Read `page` of the query string; what is no number is the first page, what is too large the last."""
    wanted = request.query_params.get("page", "1")
    pages = max(1, -(-total // size))
    number = int(wanted[:12]) if wanted.isascii() and wanted.isdecimal() else 1
    return Paging(min(max(1, number), pages), pages, size, total)
