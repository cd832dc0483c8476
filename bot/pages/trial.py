"""The trial page: two people of the sample side by side, each in a frame with its own cookie (people 29). Both speak through the web
chat like anybody else."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import col, select
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.config import LOOPBACK, Settings
from bot.pages.body import TooLong, form
from bot.pages.chat import LARGEST_WORDS, Chat, Desk
from bot.pages.door import Door, Place, comes_from_here
from bot.pages.files import Files
from bot.pages.stream import Stream
from models import address as addresses
from models import member as members
from models import organisation, setting, web_session
from models.address import Address
from models.bot_account import BotAccount
from models.database import Session
from models.member import Member
from models.terms import Post, Standing

FRAMES = tuple(Place(f"/thu/{number}/", f"phien{number}", trial=True) for number in (1, 2))


DoorOf = Callable[[Place], Door]
StreamOf = Callable[[Door], Stream]


@dataclass(frozen=True)
class Person:
    """Somebody whom one may be, as the list shows them."""

    id: int
    shown: str


class Trial:
    """The trial's pages. They are there only while nobody real can be in reach."""

    def __init__(self, desk: Desk, settings: Settings, files: Files) -> None:
        """Trial pages over the desk of the real ones."""
        self._desk, self._settings, self._files = desk, settings, files

    async def allowed(self, request: Request) -> bool:
        """Whether this request may be anybody: all of people 29 holds."""
        set_up = self._settings
        alone = set_up.public_url is None and set_up.telegram_token is None and set_up.zalo_token is None
        if not (alone and set_up.host in LOOPBACK and comes_from_here(request)):
            return False
        return await self._desk.store.read(setting.anybody)

    async def invented(self) -> bool:
        """Whether its people may be called invented: those of a roster that was brought into a trial are real."""
        return await self._desk.store.read(setting.invented)

    def routes(self, door_of: DoorOf, stream_of: StreamOf) -> list[BaseRoute]:
        """The page with the two frames, and each frame."""
        frames = [self._frame(door_of(place), stream_of) for place in FRAMES]
        return [Route("/thu", self.page), *frames]

    async def page(self, request: Request) -> Response:
        """Two frames side by side."""
        if not await self.allowed(request):
            return self._desk.drawing.page("missing.html", 404)
        return self._desk.drawing.page("trial.html", frames=FRAMES, invented=await self.invented())

    def _frame(self, door: Door, stream_of: StreamOf) -> Mount:
        frame = _Frame(door, self._desk)
        return Mount(
            door.place.path.rstrip("/"),
            routes=[
                Route("/", frame.page),
                Route("/la-ai", frame.become, methods=["POST"]),
                *frame.chat.routes(),
                *self._files.at(door),
                Route("/dong", stream_of(door), methods=["GET"]),
            ],
            middleware=[Middleware(_Only, trial=self)],
        )


class _Frame:
    def __init__(self, door: Door, desk: Desk) -> None:
        self.chat = Chat(door, desk)
        self._door, self._desk = door, desk

    async def page(self, request: Request) -> Response:
        visitor = await self._door.visitor(request)
        people = await self._desk.store.read(lambda session: people_of(session, self._desk))
        chosen = await self._desk.store.read(
            lambda session: _served(session, visitor.address_id) if visitor else None
        )
        return await self.chat.page(request, "choose.html", people=people, chosen=chosen)

    async def become(self, request: Request) -> Response:
        home = RedirectResponse(self._door.place.path, 303)
        try:
            filled = await form(request, LARGEST_WORDS)
        except TooLong:
            return home
        said = filled.get("ai", "")
        if not (self._door.genuine(request, filled.get("csrf", "")) and said.isdecimal() and len(said) < 19):
            return home
        if await self._desk.store.read(lambda session: session.get(Member, int(said))) is None:
            return home
        token, _ = await self._door.enter(lambda session: self._address_of(session, int(said)))
        self._door.hand(request, home, token)
        return home

    def _address_of(self, session: Session, member_id: int) -> Address:
        bot = session.get_one(BotAccount, self._desk.bot_id)
        return web_session.become(session, bot, session.get_one(Member, member_id), self._desk.now())


class _Only:
    """Lets a request through only where the trial is allowed."""

    def __init__(self, app: ASGIApp, trial: Trial) -> None:
        self._app, self._trial = app, trial

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        through = await self._trial.allowed(Request(scope))
        await (self._app if through else Response(status_code=404))(scope, receive, send)


def people_of(session: Session, desk: Desk) -> list[tuple[str, list[Person]]]:
    """Each branch with its people, those with a post first."""
    now = desk.now()
    found = []
    for branch in organisation.branches(session):
        people = session.exec(
            select(Member).where(col(Member.id).in_(members.belonging(branch))).order_by(Member.folded)
        ).all()
        held = {who.id: [post.post for post in members.posts(session, who, now)] for who in people}
        ranked = sorted(
            people, key=lambda who: min((ORDER.index(p) for p in held[who.id]), default=len(ORDER))
        )
        shown = [
            Person(who.id, _shown(who, held[who.id], web_session.household(session, who))) for who in ranked
        ]
        found.append((branch.name, shown))
    return found


def _served(session: Session, address_id: int) -> int | None:
    serving = addresses.bindings(session, session.get_one(Address, address_id))
    return serving[0].member_id if serving else None


def _shown(who: Member, posts: list[Post], together: list[Member]) -> str:
    marks = [POSTS[post] for post in posts]
    marks += [SHARES.format(other.given) for other in together if other.id != who.id]
    if who.standing is Standing.PROBATIONARY:
        marks.append(PROBATIONARY)
    return " · ".join([who.known_as, *marks])


# Wording

SHARES = "chung máy với {}"
POSTS = {
    Post.SECRETARY: "bí thư",
    Post.DEPUTY: "phó bí thư",
    Post.ACTING: "điều hành thay",
    Post.COMMITTEE: "chi ủy viên",
    Post.ADMINISTRATOR: "quản trị",
    Post.FOLLOWER: "theo dõi chi bộ",
}
PROBATIONARY = "dự bị"
ORDER = list(POSTS)
