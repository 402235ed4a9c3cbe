"""The review application: one register, its pages, their JSON twins, and the decisions that people take.

Pages are rendered on the server and work without JavaScript, except map and plots. Each page is a function that returns a
`Page`: a template and the data for it; `render` turns the same data into HTML or, at the same address with `.json`, into
JSON. All writes are decisions appended to the review log (`actions`). Nothing here talks to the network.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from roznamcha.errors import RegisterError
from roznamcha.register import Register, open_register
from roznamcha.web.actions import Action, refused
from roznamcha.web.auth import Accounts, AuthMiddleware, auth_routes
from roznamcha.web.files import SHAPES, STATIC, KeptFiles
from roznamcha.web.render import Page, Renderer
from roznamcha.web.security import SecurityMiddleware

PageFunction = Callable[[Register, Request], Page]
AT_ONCE = 3
"""Pages drawn at once. Python runs one thread at a time: forty half-drawn pages would all be late, and with them the thread
that reads and sends; the rest wait in line. Writers, who wait for the file's lock, have a line of their own."""


@dataclass(frozen=True, slots=True)
class Options:
    """What `serve` was asked for: the register, and the accounts file when others than this machine may come."""

    register: Path
    accounts: Path | None = None


def create_app(options: Options) -> Starlette:
    """Build the application for one register; raise RegisterError when the file cannot be opened."""
    from roznamcha.web.pages import ACTIONS, PAGES

    with closing(open_register(options.register, create=False)):  # bring the file to today's tables before the first reader
        pass
    renderer, readers, writers = Renderer(), Line(options.register, read_only=True), Line(options.register)
    routes: list[BaseRoute] = [Route("/", lambda request: RedirectResponse("/incidents"), name="home")]
    for path, name, page in PAGES:
        routes.append(Route(path + ".json", _twin(readers, page), name=f"{name}.json"))
        routes.append(Route(path, _html(readers, page, renderer), name=name))
    routes += [Route(path, _action(writers, act), methods=["POST"], name=name) for path, name, act in ACTIONS]
    routes += [Mount("/static", KeptFiles(directory=STATIC), name="static"), Mount("/shapes", KeptFiles(directory=SHAPES))]
    accounts = Accounts.load(options.accounts) if options.accounts else None
    if accounts:
        routes += auth_routes(accounts, renderer)
    middleware = [Middleware(SecurityMiddleware, local_only=accounts is None), Middleware(AuthMiddleware, accounts=accounts)]
    return Starlette(routes=routes, middleware=middleware, exception_handlers=renderer.error_handlers())


class Line:
    """Where requests wait for one of a few threads, each of which opens the register for itself."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._places = CapacityLimiter(AT_ONCE)

    async def serve(self, work: Callable[[Register], Response]) -> Response:
        """Do the work of one request when its turn has come."""
        return await run_sync(self._work, work, limiter=self._places)

    def _work(self, work: Callable[[Register], Response]) -> Response:
        with open_register(self._path, create=False, read_only=self._read_only) as register:
            return work(register)


def _html(readers: Line, page: PageFunction, renderer: Renderer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await readers.serve(lambda register: renderer.html(page(register, request), request))

    return endpoint


def _twin(readers: Line, page: PageFunction) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await readers.serve(lambda register: Renderer.json(page(register, request)))

    return endpoint


def _action(writers: Line, act: Action) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        fields = await request.form()
        form = {key: " ".join(str(value) for value in fields.getlist(key)) for key in fields}  # boxes of one name are ids
        try:
            return await writers.serve(lambda register: act(register, request, form))
        except (HTTPException, RegisterError) as error:
            back = refused(request, form, error.detail if isinstance(error, HTTPException) else str(error))
            if back is None:
                raise
            return back

    return endpoint
