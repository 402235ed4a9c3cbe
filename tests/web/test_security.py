"""Nothing foreign runs, no forged form counts, and whoever may not decide cannot."""

from __future__ import annotations

import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from conftest_web import Visitor, claim, document_of
from roznamcha.derive import relink_reports
from roznamcha.errors import SettingsError
from roznamcha.model import Document, Record, Report
from roznamcha.model.values import Actor, Person
from roznamcha.placing import link_register
from roznamcha.register import open_register
from roznamcha.register.decisions import decide
from roznamcha.register.ledger import Ledger
from roznamcha.web.app import Options, create_app
from roznamcha.web.auth import GUESSES, SESSION_SECONDS, Accounts, add_account

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{7777*7}}",
    "{% include '/etc/passwd' %}",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\N{RIGHT-TO-LEFT OVERRIDE}<b>x</b>",
)


class Tags(HTMLParser):
    """Collect what a browser would run: scripts, handlers, frames and addresses that are code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("iframe", "object", "embed", "base", "img") or (
            tag == "script" and not (values.get("src") or "").startswith("/static/")
        ):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name, _ in attrs if name.startswith("on") or name == "srcdoc"]
        if tag in ("a", "form", "link", "script"):
            address = values.get("href") or values.get("action") or values.get("src") or "/"
            if not address.startswith(("/", "?", "#")):
                self.found.append(f"{tag} {address}")


def hostile_register(path: Path, payload: str) -> None:
    """Fill a register with one incident of two reports and one by itself, hostile in every name."""
    texts = [f"{payload} A bomb exploded. {payload} died.{more}" for more in ("", " Police came.", " It was a day later.")]
    with open_register(path) as register:
        ledger = Ledger(register, "by hand", published=None)
        for text in texts:
            source, document = document_of(text, payload, payload, "2015-05-04", url=payload)
            ledger.save(source, Record(document, (hostile_report(document, payload),), ()), ())
        ledger.finish()
        link_register(register)
        reports = [row[0] for row in register.db.execute("SELECT id FROM reports ORDER BY id")]
        decide(register, "merge", reports[0], user=payload, reports=reports[:2])
        decide(register, "split", reports[0], user=payload, reports=reports[:2], others=reports[2:])
        relink_reports(register, reports)


def hostile_report(document: Document, payload: str) -> Report:
    at = document.text.index("A bomb")
    return Report(
        document.id,
        document.quote(at, at + 6),
        (
            claim(document, "sub_event_type", "Remote explosive/landmine/IED", "A bomb"),
            claim(document, "actor", Actor(payload, "perpetrator", "Rebel group"), payload, stance="suspected"),
            claim(document, "person", Person(payload, "killed"), payload),
        ),
    )


def claim_of(visitor: Visitor, incident: str) -> str:
    cells = visitor.json(f"/incidents/{incident}.json")["cells"]
    return next(cell["evidence"][0]["id"] for cell in cells if cell["field"] == "person")  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_articles_markup_can_never_run(tmp_path: Path, payload: str) -> None:
    hostile_register(tmp_path / "hostile.register", payload)
    with TestClient(create_app(Options(tmp_path / "hostile.register")), base_url="http://127.0.0.1") as client:
        visitor = Visitor(client)
        lines = visitor.json("/incidents.json?sort=-reports")["incidents"]
        incident, other = (line["id"] for line in lines)  # type: ignore[attr-defined]
        document = visitor.json("/documents.json")["documents"][0]["id"]  # type: ignore[index]
        reports = [report["id"] for report in visitor.json(f"/incidents/{incident}.json")["reports"]]  # type: ignore[attr-defined]
        visitor.post("/claims", claim=claim_of(visitor, incident), kind="reject", reason=payload)
        paths = (
            "/incidents",
            f"/incidents/{incident}",
            f"/documents/{document}",
            "/documents",
            "/sources",
            "/review",
            "/map",
            "/figures",
            "/decisions",
            "/agreement",
            f"/review?id={incident}",
            f"/figures?by=perpetrator&actor={payload}",
            f"/merge?one={incident}&other={other}",
            f"/split?incident={incident}&reports={reports[0]}",
        )
        for path in (
            *paths,
            *(f"/{name}?{payload}={payload}" for name in ("map", "figures", "review")),
            f"/incidents?q={payload}",
            f"/documents?publisher={payload}",
        ):
            tags = Tags()
            tags.feed(visitor.get(path))
            assert tags.found == [], path
            assert "54439" not in visitor.get(path)


def test_policy_forbids_inline_code_and_foreign_addresses(visitor: Visitor) -> None:
    policy = visitor.client.get("/incidents").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_form_without_its_token_is_refused(visitor: Visitor) -> None:
    visitor.get("/incidents")
    assert visitor.client.post("/undo", data={}).status_code == 403
    assert visitor.client.post("/undo", data={"token": "guessed"}).status_code == 403


def test_a_form_from_another_site_is_refused(visitor: Visitor) -> None:
    form = {"token": visitor.token()}
    assert visitor.client.post("/undo", data=form, headers={"origin": "http://evil.example"}).status_code == 403


def test_a_huge_form_is_refused(visitor: Visitor) -> None:
    assert visitor.client.post("/undo", data={"token": visitor.token(), "reason": "x" * 2_000_000}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "[::2]:80"])
def test_another_name_for_this_machine_is_refused(visitor: Visitor, host: str) -> None:
    assert visitor.client.get("/incidents", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "[::1]:8765", "127.0.0.1:1"])
def test_this_machines_own_names_are_taken(visitor: Visitor, host: str) -> None:
    assert visitor.client.get("/incidents", headers={"host": host}).status_code == 200


def test_an_address_that_others_reach_needs_accounts(register_file: Path) -> None:
    command = [sys.executable, "-m", "roznamcha", "serve", str(register_file), "--host", "0.0.0.0", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--auth" in done.stderr


@pytest.fixture
def guarded(register_file: Path, tmp_path: Path) -> TestClient:
    accounts = tmp_path / "accounts.json"
    add_account(accounts, "amna", "correct horse", "reviewer")
    add_account(accounts, "omar", "battery staple", "reader")
    return TestClient(create_app(Options(register_file, accounts)), base_url="http://127.0.0.1")


def sign_in(client: TestClient, name: str, password: str) -> int:
    client.get("/login")
    token = Visitor.form_token(client.get("/login").text)
    return client.post("/login", data={"token": token, "name": name, "password": password}, follow_redirects=False).status_code


def test_whoever_is_not_signed_in_sees_only_the_door(guarded: TestClient) -> None:
    answer = guarded.get("/incidents", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert guarded.get("/incidents.json", follow_redirects=False).status_code == 303


def test_a_reviewer_signs_in_and_decides_under_the_own_name(guarded: TestClient) -> None:
    assert sign_in(guarded, "amna", "correct horse") == 303
    visitor = Visitor(guarded)
    incident = visitor.json("/incidents.json")["incidents"][0]["id"]  # type: ignore[index]
    visitor.post("/reports", incident=incident, kind="confirm")
    assert visitor.json("/decisions.json")["decisions"][0]["user"] == "amna"  # type: ignore[index]


def test_a_reader_cannot_decide(guarded: TestClient) -> None:
    assert sign_in(guarded, "omar", "battery staple") == 303
    token = Visitor.form_token(guarded.get("/incidents").text + 'name="token" value="none"')
    assert guarded.post("/undo", data={"token": token}).status_code == 403


def test_guessing_passwords_ends_after_a_few_tries(guarded: TestClient) -> None:
    for _ in range(GUESSES):
        assert sign_in(guarded, "amna", "wrong") == 401
    assert sign_in(guarded, "amna", "correct horse") == 401


def test_signing_out_ends_the_session(guarded: TestClient) -> None:
    sign_in(guarded, "amna", "correct horse")
    guarded.post("/logout", data={"token": Visitor(guarded).token()})
    assert guarded.get("/incidents", follow_redirects=False).status_code == 303


def test_a_session_ends_by_itself(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(guarded, "amna", "correct horse")
    assert guarded.get("/incidents", follow_redirects=False).status_code == 200
    late = time.monotonic() + SESSION_SECONDS + 1
    monkeypatch.setattr("roznamcha.web.auth.time.monotonic", lambda: late)
    assert guarded.get("/incidents", follow_redirects=False).status_code == 303


def test_cookies_are_kept_from_scripts_and_other_sites_and_secure_behind_https(register_file: Path, tmp_path: Path) -> None:
    add_account(tmp_path / "accounts.json", "amna", "correct horse", "reviewer")
    app = create_app(Options(register_file, tmp_path / "accounts.json"))
    client = TestClient(app, base_url="https://register.example")
    first = client.get("/login")
    form = {"token": Visitor.form_token(first.text), "name": "amna", "password": "correct horse"}
    second = client.post("/login", data=form, follow_redirects=False)
    for answer in (first, second):
        words = answer.headers["set-cookie"].lower()
        assert all(word in words for word in ("secure", "httponly", "samesite=strict")), words


def test_two_reviewers_who_differ_are_shown_side_by_side_and_counted(register_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    for name in ("amna", "zoya"):
        add_account(path, name, "correct horse", "reviewer")
    app = create_app(Options(register_file, path))
    amna, zoya = (TestClient(app, base_url="http://127.0.0.1") for _ in range(2))
    assert [sign_in(amna, "amna", "correct horse"), sign_in(zoya, "zoya", "correct horse")] == [303, 303]
    first, second = Visitor(amna), Visitor(zoya)
    name = str(first.json("/review.json")["id"])
    first.post("/reports", incident=name, kind="confirm")
    assert second.json("/review.json?second=yes")["id"] == name
    cells = second.json("/review.json?second=yes")["cells"]
    kind = next(cell for cell in cells if cell["field"] == "sub_event_type")  # type: ignore[attr-defined]
    second.post("/claims", claim=kind["evidence"][0]["id"], kind="correct", value="Mob violence")
    lines = {line["id"]: line["state"] for line in first.json("/incidents.json")["incidents"]}  # type: ignore[attr-defined]
    assert lines[name] == "disputed"
    assert 'class="said disputed"' in first.get(f"/incidents/{name}")
    fields = first.json("/agreement.json")["fields"]
    assert [(line["field"], line["units"], line["agreed"]) for line in fields] == [("sub_event_type", 1, 0)]  # type: ignore[attr-defined]


def test_accounts_file_is_the_owners_alone_and_holds_no_password(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    add_account(path, "amna", "correct horse", "reviewer")
    assert path.stat().st_mode & 0o077 == 0
    assert "correct" not in path.read_text()


def test_a_file_that_holds_no_accounts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "accounts.json").write_text('{"amna": {"hash": "plain", "role": "admin"}}')
    with pytest.raises(SettingsError, match="no accounts file"):
        Accounts.load(tmp_path / "accounts.json")
