"""Headers and checks that hold for every answer: no foreign code, no foreign origin, no forged form.

The Content-Security-Policy allows only this server's own files, no inline script and no inline style; an article's markup
therefore cannot run even if a template forgot to escape it. A form is taken only with the token of the visitor's cookie
(double submit, SameSite=Strict) and only from this origin. Without accounts the server answers to this machine's own names
alone, so that no web page can reach it under a name of its own that it points here (DNS rebinding).
"""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    # "no-referrer" would make browsers send "Origin: null" with our own forms.
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
COOKIE = "roznamcha_form"
MAX_FORM_BYTES = 1_000_000
LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")


class SecurityMiddleware:
    """Set the headers, hand out the form token and refuse forms without it."""

    def __init__(self, app: ASGIApp, *, local_only: bool) -> None:
        self.app = app
        self.local_only = local_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        if self.local_only and host_name(request.headers.get("host", "")) not in LOCAL_NAMES:
            await PlainTextResponse("Refused: this server answers to this machine's own names alone.\n", 421)(
                scope, receive, send
            )
            return
        token = request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
        scope.setdefault("state", {})["token"] = token
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            body = await _body(request)
            refusal = "the form is too large" if body is None else _refusal(request, body, token)
            if refusal:
                await PlainTextResponse(f"Refused: {refusal}. Reload the page and try again.\n", 403)(scope, receive, send)
                return
            receive = _replay(body or b"")
        await self.app(scope, receive, _with_headers(send, request, token))


def host_name(host: str) -> str:
    """Take the port and the brackets off a Host header.

    >>> host_name("localhost:8765"), host_name("[::1]:80"), host_name("127.0.0.1")
    ('localhost', '::1', '127.0.0.1')
    """
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0].casefold()


def _with_headers(send: Send, request: Request, token: str) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if not request.url.path.startswith(("/static/", "/shapes/")):
                headers["Cache-Control"] = "no-store"
            if COOKIE not in request.cookies:
                secure = "; Secure" if request.url.scheme == "https" else ""
                headers.append("Set-Cookie", f"{COOKIE}={token}; Path=/; SameSite=Strict; HttpOnly{secure}")
        await send(message)

    return wrapped


async def _body(request: Request) -> bytes | None:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_FORM_BYTES:
            return None
    return body


def _refusal(request: Request, body: bytes, token: str) -> str:
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        return "it comes from another site"
    given = request.headers.get("x-form-token") or parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0]
    cookie = request.cookies.get(COOKIE, "")
    return "" if cookie and secrets.compare_digest(given.encode(), token.encode()) else "its token is missing or old"


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
