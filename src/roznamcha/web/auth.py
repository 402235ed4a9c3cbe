"""Who may come in, when the pages are not for this machine alone: accounts, roles, sessions and a limit on guesses.

Accounts live in a JSON file that `roznamcha serve --auth FILE` names: user → argon2 hash and role. A reader sees, a reviewer
decides, an admin may also manage. Without an accounts file the server listens on loopback only, and whoever sits at the
machine is the reviewer.
"""

from __future__ import annotations

import json
import secrets
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from roznamcha.errors import SettingsError

if TYPE_CHECKING:
    from roznamcha.web.render import Renderer

ROLES = ("reader", "reviewer", "admin")
COOKIE = "roznamcha_session"
SESSION_SECONDS = 12 * 3600
GUESSES = 5
GUESS_SECONDS = 300


@dataclass(frozen=True, slots=True)
class User:
    """Somebody signed in: the name that stands under decisions, and what they may do."""

    name: str
    role: str

    def may(self, role: str) -> bool:
        """Tell whether this user has at least the given role."""
        return ROLES.index(self.role) >= ROLES.index(role)


LOCAL = User("local", "admin")
"""Whoever sits at the machine, when there are no accounts."""


@dataclass(slots=True)
class Accounts:
    """The accounts of one file, with the sessions and failed guesses of this process."""

    path: Path
    users: dict[str, dict[str, str]]
    sessions: dict[str, tuple[User, float]] = field(default_factory=dict)
    guesses: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    @classmethod
    def load(cls, path: Path) -> Accounts:
        """Read the accounts file; raise SettingsError when it is missing or holds something else."""
        try:
            users = json.loads(path.read_text(encoding="utf-8"))
            assert all(entry["role"] in ROLES and entry["hash"].startswith("$argon2") for entry in users.values())
        except (OSError, ValueError, AssertionError, KeyError, TypeError, AttributeError) as error:
            raise SettingsError(f"{path} is no accounts file; make one with: roznamcha accounts {path} NAME") from error
        return cls(path, users)

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """Check a password and give a session's secret, or None; too many wrong guesses of one address are not checked."""
        if self._too_many(address):
            return None
        known = self.users.get(name)
        try:
            # An unknown name costs as much time as a known one, so that names cannot be found out by the clock.
            PasswordHasher().verify(known["hash"] if known else _NOBODY, password)
        except (VerificationError, InvalidHashError):
            self.guesses[address].append(time.monotonic())
            return None
        if known is None:
            return None
        secret = secrets.token_urlsafe(32)
        self.sessions[secret] = (User(name, known["role"]), time.monotonic() + SESSION_SECONDS)
        return secret

    def user(self, secret: str) -> User | None:
        """Give the user of a session, or None when there is no such session any more."""
        user, until = self.sessions.get(secret, (None, 0.0))
        if user is not None and time.monotonic() > until:
            self.sessions.pop(secret, None)
            return None
        return user

    def sign_out(self, secret: str) -> None:
        """End a session."""
        self.sessions.pop(secret, None)

    def _too_many(self, address: str) -> bool:
        tries = self.guesses[address]
        while tries and tries[0] < time.monotonic() - GUESS_SECONDS:
            tries.popleft()
        return len(tries) >= GUESSES


_NOBODY = PasswordHasher().hash(secrets.token_urlsafe(16))


def add_account(path: Path, name: str, password: str, role: str) -> None:
    """Add or replace one account in an accounts file readable by its owner only; raise SettingsError for an unknown role."""
    if role not in ROLES:
        raise SettingsError(f"there is no role {role!r}; choose one of {', '.join(ROLES)}")
    users = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    users[name] = {"hash": PasswordHasher().hash(password), "role": role}
    path.touch(mode=0o600, exist_ok=True)
    path.write_text(json.dumps(users, indent=2, sort_keys=True) + "\n", encoding="utf-8")


class AuthMiddleware:
    """Put the user on the request, and send whoever is not signed in to the door."""

    def __init__(self, app: ASGIApp, accounts: Accounts | None) -> None:
        self.app = app
        self.accounts = accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        user = LOCAL if self.accounts is None else self.accounts.user(request.cookies.get(COOKIE, ""))
        scope.setdefault("state", {})["user"] = user
        answer = self._refuse(request, user)
        await (answer or self.app)(scope, receive, send)

    @staticmethod
    def _refuse(request: Request, user: User | None) -> Response | None:
        path = request.url.path
        if user is None and path != "/login" and not path.startswith("/static/"):
            return RedirectResponse("/login", 303) if request.method == "GET" else PlainTextResponse("Sign in first.\n", 401)
        if user is not None and request.method == "POST" and path not in ("/login", "/logout") and not user.may("reviewer"):
            return PlainTextResponse("Your account may read, not decide.\n", 403)
        return None


def auth_routes(accounts: Accounts, renderer: Renderer) -> list[BaseRoute]:
    """Build the door: sign in and sign out."""
    from roznamcha.web.render import Page

    async def login(request: Request) -> Response:
        if request.method == "GET":
            return renderer.html(Page("login.html", "Sign in", {}), request)
        form = await request.form()
        address = request.client.host if request.client else ""
        secret = await run_in_threadpool(accounts.sign_in, str(form.get("name", "")), str(form.get("password", "")), address)
        if secret is None:
            page = Page(
                "login.html", "Sign in", {"error": "Name or password is wrong, or there were too many tries. Wait and try again."}
            )
            return renderer.html(page, request, status=401)
        answer = RedirectResponse("/", 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, secret, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=secure)
        return answer

    async def logout(request: Request) -> Response:
        accounts.sign_out(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE)
        return answer

    return [
        Route("/login", login, methods=["GET", "POST"], name="login"),
        Route("/logout", logout, methods=["POST"], name="logout"),
    ]
