"""A real register of a few reports of our own, coded, linked and served; each test gets a fresh copy."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from roznamcha.model import Claim, Document, Meta, OffsetMap, Origin, Place, PlaceValue, Record, Report, Segment, Source
from roznamcha.model.document import Block
from roznamcha.model.values import Actor, Count, DateValue, Person, Value, Weapon
from roznamcha.placing import link_register
from roznamcha.register import Register, open_register
from roznamcha.register.ledger import Ledger
from roznamcha.web.app import Options, create_app

RULE = Origin("rule", "by hand", "1")
QUETTA = Place(
    "geonames:1167528", "Quetta", ("Quetta", "Balochistan", "Pakistan"), "PK", 30.18, 66.99, "P", 8.0, adm1="Balochistan"
)


def document_of(text: str, title: str, publisher: str, published: str, url: str | None = None) -> tuple[Source, Document]:
    """Build a source and its document; the clean text is the source's."""
    data = text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(data).hexdigest()
    source = Source(digest, title, f"{title}.txt", "text", data, text, errors="surrogatepass")
    facts = {"title": Meta(title, "stated"), "publisher": Meta(publisher, "stated"), "published": Meta(published, "stated")}
    offsets = OffsetMap((Segment(0, len(text), 0, len(text)),))
    return source, Document(digest[:20], digest, title, text, offsets, (Block(0, len(text), "body"),), url=url, **facts)


def claim(document: Document, field: str, value: Value, words: str, confidence: float = 0.8, **more: object) -> Claim:
    """Build a claim whose evidence is the first place of `words`."""
    at = document.text.index(words)
    return Claim(field, value, (document.quote(at, at + len(words)),), RULE, confidence, **more)  # type: ignore[arg-type]


def bombing(document: Document, killed: str, low: int, high: int | None) -> Report:
    """Build the report of a bombing in Quetta on 4 May 2015 with one toll."""
    at = document.text.index("A bomb")
    claims = (
        claim(document, "sub_event_type", "Remote explosive/landmine/IED", "A bomb"),
        claim(document, "status", "occurred", "A bomb"),
        claim(document, "scope", "political", "A bomb"),
        claim(document, "background", False, "A bomb"),
        claim(document, "date", DateValue("2015-05-04", "2015-05-04", "2015-05-04"), "on Monday"),
        claim(document, "place", PlaceValue(("Quetta",), "PK", QUETTA), "Quetta"),
        claim(
            document, "actor", Actor("Baloch separatists", "perpetrator", "Rebel group"), "Baloch separatists", stance="suspected"
        ),
        claim(document, "killed", Count(low, high, (("civilians", low),)), killed, 0.4),
        claim(document, "person", Person("Zarina Gul", "killed"), "Zarina Gul"),
        claim(document, "weapon", Weapon("bomb", "Explosives"), "bomb"),
    )
    return Report(document.id, document.quote(at, at + len("A bomb exploded")), claims)


TEXTS = (
    ("Blast in Quetta market", "City Wire", "2015-05-04", "at least 4 people", 4, None),
    ("Quetta market blast toll rises", "The Day", "2015-05-05", "7 people", 7, 7),
)


def fill(register: Register) -> None:
    """Put the reports into a register: two of one bombing, one of a shooting elsewhere."""
    ledger = Ledger(register, "by hand", published=None)
    for title, publisher, published, words, low, high in TEXTS:
        text = (
            f"{title}\n\nA bomb exploded in a market of Quetta on Monday and killed {words}, {publisher} learned. "
            "Police suspect Baloch separatists. Zarina Gul, a teacher, was among the dead."
        )
        source, document = document_of(text, title, publisher, published)
        ledger.save(source, Record(document, (bombing(document, words, low, high),), ()), ())
    text = "Guard shot dead in Peshawar\n\nGunmen shot dead a watchman at a school in Peshawar on 2 June 2015."
    source, document = document_of(text, "Guard shot dead in Peshawar", "Frontier Sheet", "2015-06-03")
    at = text.index("Gunmen")
    claims = (
        claim(document, "sub_event_type", "Attack", "Gunmen shot dead"),
        claim(document, "status", "occurred", "Gunmen shot dead"),
        claim(document, "date", DateValue("2015-06-02", "2015-06-02", "2015-06-02"), "2 June 2015"),
        claim(document, "killed", Count(1, 1), "a watchman"),
    )
    report = Report(document.id, document.quote(at, at + len("Gunmen shot dead a watchman")), claims)
    ledger.save(source, Record(document, (report,), ()), ())
    ledger.finish()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the register once."""
    path = tmp_path_factory.mktemp("web") / "attacks.register"
    with open_register(path) as register:
        fill(register)
        link_register(register)
    return path


@pytest.fixture
def register_file(filled: Path, tmp_path: Path) -> Path:
    """Give each test its own copy."""
    return Path(shutil.copy(filled, tmp_path / "attacks.register"))


class Visitor:
    """Somebody with a browser: keeps cookies and sends the form token with every form."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str) -> str:
        """Open a page that must be there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text[:400]
        return answer.text

    def json(self, path: str) -> dict[str, object]:
        """Open a page's JSON twin."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text[:400]
        return answer.json()  # type: ignore[no-any-return]

    def token(self) -> str:
        """Read the form token of a page."""
        return self.form_token(self.get("/decisions"))

    @staticmethod
    def form_token(page: str) -> str:
        """Find the token in a page's first form."""
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found
        return found.group(1)

    def post(self, path: str, status: int = 303, **form: str) -> str:
        """Send a form with its token and expect the given status."""
        answer = self.client.post(path, data={"token": self.token(), **form}, follow_redirects=False)
        assert answer.status_code == status, answer.text[:400]
        return answer.text


@pytest.fixture
def visitor(register_file: Path) -> Iterator[Visitor]:
    """Open the application as the person at this machine."""
    with TestClient(create_app(Options(register_file)), base_url="http://127.0.0.1") as client:
        yield Visitor(client)
