from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read import Limits, discover

PAGES = {
    "/page": (200, "text/html; charset=windows-1252", "<html><p>Città".encode("cp1252")),
    "/rows.jsonl": (200, "application/x-ndjson", b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n'),
    "/big": (200, "text/html", b"x" * 5000),
    "/gone": (404, "text/html", b"gone"),
    "/file.pdf": (200, "application/pdf", b"%PDF-1.7"),
}


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/circle":
            self.send_response(302)
            self.send_header("Location", "/circle")
            self.end_headers()
            return
        status, content_type, body = PAGES[self.path]
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_read_with_the_charset_that_the_server_states(site: str) -> None:
    [source] = list(discover([f"{site}/page"]))
    assert isinstance(source, Source)
    assert (source.text, source.media, source.name) == ("<html><p>Città", "html", f"{site}/page")
    assert dict(source.stated)["url"] == f"{site}/page"


def test_a_container_behind_a_url_gives_its_sources(site: str) -> None:
    assert [one.name for one in discover([f"{site}/rows.jsonl"]) if isinstance(one, Source)] == ["a", "b"]


@pytest.mark.parametrize(
    ("path", "code"), [("/gone", "http-error"), ("/big", "too-large"), ("/circle", "unreachable"), ("/file.pdf", "binary")]
)
def test_what_cannot_be_used_is_one_issue(site: str, path: str, code: str) -> None:
    [issue] = list(discover([site + path], limits=Limits(size=1000, seconds=5)))
    assert isinstance(issue, Issue)
    assert issue.code == code


def test_a_server_that_is_not_there_is_one_issue() -> None:
    [issue] = list(discover(["http://127.0.0.1:9/"], limits=Limits(seconds=2)))
    assert isinstance(issue, Issue)
    assert issue.code == "unreachable"
