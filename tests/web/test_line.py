"""Readers and writers wait in lines of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.testclient import TestClient

from conftest_web import Visitor
from roznamcha.register import open_register
from roznamcha.web.app import AT_ONCE, Options, create_app


def test_pages_are_read_while_more_writers_than_places_wait_for_the_file(register_file: Path) -> None:
    with TestClient(create_app(Options(register_file)), base_url="http://127.0.0.1") as client:
        visitor = Visitor(client)
        incident = str(visitor.json("/incidents.json")["incidents"][0]["id"])  # type: ignore[index]
        form = {"token": visitor.token(), "incident": incident, "kind": "confirm"}
        with open_register(register_file) as register, ThreadPoolExecutor(AT_ONCE + 1) as pool:
            with register.transaction():
                posts = [pool.submit(client.post, "/reports", data=form, follow_redirects=False) for _ in range(AT_ONCE + 1)]
                assert "incidents" in visitor.get("/incidents")
                assert not any(post.done() for post in posts)
            assert {post.result().status_code for post in posts} == {303}
        assert visitor.json("/decisions.json")["total"] == AT_ONCE + 1
