"""Where a feature joins the conversation: commands, kinds of questions, forms, and the walks that cross features (decision 30).

There is one router. A feature decorates functions in its own file; `load()` imports every file in handlers/, so no list is edited.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

import handlers
from handlers.kit.form import Form
from handlers.kit.message import Message, Reply
from handlers.kit.turn import Purpose, Turn
from handlers.kit.words import Word
from models.acting import NAMING_BELOW
from models.dispatch import offices
from models.member import exemption, posts
from models.terms import CHI_UY, LEADING


class Who(Enum):
    """Who may say a word. COMMITTEE: chi ủy, whoever leads included. EXEMPT: to whom it is shown; said by another it does no harm.
    ABOVE: leads or administers what has branches below; said by another, too, the word explains itself."""

    ANYONE = "anyone"
    MEMBER = "member"
    COMMITTEE = "committee"
    LEADER = "leader"
    NAMER = "namer"
    VOUCHER = "voucher"
    EXEMPT = "exempt"
    ABOVE = "above"


def roles(turn: Turn) -> set[Who]:
    """What the speaker is. Whoever leads for a time alone names nobody; whoever leads above a branch does, though he leads none (people 4).
    Whoever sits in a chi ủy or leads anywhere may be asked to say who somebody is (people 10)."""
    found = {Who.ANYONE, Who.MEMBER}
    held = posts(turn.session, turn.member, turn.now) if turn.member else []
    here = {p.post for p in held if turn.branch and p.organisation_id == turn.branch.id}
    if here & set(CHI_UY):
        found.add(Who.COMMITTEE)
    if here & set(LEADING):
        found.add(Who.LEADER)
    if any(p.post in NAMING_BELOW for p in held):
        found.add(Who.NAMER)
    if any(p.post in CHI_UY for p in held):
        found.add(Who.VOUCHER)
    if turn.member and exemption(turn.session, turn.member, turn.now):
        found.add(Who.EXEMPT)
    if turn.member and offices(turn.session, turn.member, turn.now):
        found.add(Who.ABOVE)
    return found


Handler = Callable[[Turn], Reply]
Answer = Callable[[Turn, str, str, str], Reply]
"""(turn, subject, value, what they wrote beside the value) -> reply."""
Reader = Callable[[str], tuple[str, str] | None]
"""A plain reply -> (value, the rest in their own words), or None: ask again."""
Which = Callable[[Turn, str], Reply]
"""(turn, the reply) -> which of several questions it answers, asked; None where the open choices are to be shown."""
Leftover = Callable[[Turn], Reply]
Check = Callable[[Turn], bool]


@dataclass(frozen=True)
class Command:
    """A command: its words, who may say it, what consent it needs, its line in the help.

    aside: said in the middle of a form, it leaves the form open, whose question then stands once more.
    """

    word: Word
    who: Who
    purpose: Purpose
    help: str
    handler: Handler
    aside: bool


@dataclass(frozen=True)
class QuestionKind:
    """A kind of question: who takes its answers, how a plain reply to it is read, and what it is about in a list.

    purpose: what the address must have agreed to. careful: no plain words are taken for its answer while another question is open,
    or was answered a moment ago. waits: for an answer; what does not is a choice that may be taken or left: it stands in no list of
    what waits, and only its number or button takes it. which: asks which is meant where words answer several of the kind. in_words:
    how it is answered where its choices found no free numbers, {0} being the given name; None: by their labels.
    """

    answer: Answer
    read: Reader
    matter: Callable[[Turn, str], str]
    purpose: Purpose = Purpose.CONTENT
    careful: bool = False
    waits: bool = True
    which: Which | None = None
    in_words: str | None = None


@dataclass(frozen=True)
class Change:
    """An answer that may still change: when it was given, in words, and the question that asks it anew, or what opens its form."""

    at: datetime
    matter: str
    question: Message | Callable[[Turn], Reply]


Changes = Callable[[Turn], list[Change]]


@dataclass(frozen=True)
class Matter:
    """One of several things of which one is chosen. `key` finds it again when its number is said; `go_on` is what then happens.

    at_once: where it is the only one it needs no choosing.
    """

    key: str
    title: str
    go_on: Handler
    at_once: bool = True


Lister = Callable[[Turn], list[Matter]]
Results = Callable[[Turn], list[tuple[datetime, Matter]]]
"""What there is to see, with the moment at which it ended or will."""


@dataclass(frozen=True)
class Closable:
    """Something that a leader may close by hand: what is closed, as it is shown before, and what closes it.

    shown: None where `close` itself asks first.
    """

    key: str
    title: str
    shown: str | None
    close: Handler


@dataclass
class Router:
    """All that can be said."""

    commands: dict[str, Command] = field(default_factory=dict)
    lent: list[tuple[tuple[str, ...], Check]] = field(default_factory=list)
    questions: dict[str, QuestionKind] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    leftovers: list[tuple[int, Purpose, Leftover]] = field(default_factory=list)
    changeables: list[tuple[Purpose, Changes]] = field(default_factory=list)
    results: list[Results] = field(default_factory=list)
    closables: list[Callable[[Turn], list[Closable]]] = field(default_factory=list)
    strangers: list[Handler] = field(default_factory=list)
    arrivals: list[Handler] = field(default_factory=list)
    codes: list[Handler] = field(default_factory=list)
    groups: list[Handler] = field(default_factory=list)
    files: list[tuple[int, Handler]] = field(default_factory=list)

    def command(
        self,
        name: str,
        *bare: str,
        who: Who = Who.MEMBER,
        help: str,
        purpose: Purpose = Purpose.CONTENT,
        careful: bool = False,
        always: bool = False,
        carries: bool = False,
        aside: bool = False,
        aliases: tuple[str, ...] = (),
    ) -> Callable[[Handler], Handler]:
        """A word that people type. `bare`: phrases accepted without a slash.

        `purpose` TIMES: also for those who agreed to times of meetings alone. A second command of one name is a ValueError.
        """

        def join(handler: Handler) -> Handler:
            if name in self.commands:
                raise ValueError(f"two commands named {name}")
            word = Word(name, bare=bare, aliases=aliases, careful=careful, always=always, carries=carries)
            self.commands[name] = Command(word, who, purpose, help, handler, aside)
            return handler

        return join

    def lends(self, *names: str) -> Callable[[Check], Check]:
        """Tells who may say these words of a leader just now without leading, such as who was named for one meeting (people 4)."""

        def join(check: Check) -> Check:
            self.lent.append((names, check))
            return check

        return join

    def words_of(self, turn: Turn) -> list[Command]:
        """The commands that are the speaker's today, by his posts and by what is lent to him; what he agreed to is asked elsewhere."""
        who = roles(turn) - {Who.ANYONE}
        lent = {name for names, check in self.lent if check(turn) for name in names}
        return [each for each in self.commands.values() if each.who in who or each.word.name in lent]

    def may(self, turn: Turn, command: Command) -> bool:
        """Whether the command is the speaker's today; what is lent is asked only of whom his posts do not let say it."""
        if command.who in roles(turn):
            return True
        return any(command.word.name in names and check(turn) for names, check in self.lent)

    def question(
        self,
        kind: str,
        read: Reader,
        matter: Callable[[Turn, str], str],
        purpose: Purpose = Purpose.CONTENT,
        careful: bool = False,
        waits: bool = True,
        which: Which | None = None,
        in_words: str | None = None,
    ) -> Callable[[Answer], Answer]:
        """A kind of question that is pushed to people and answered by tap, number or plain reply."""

        def join(answer: Answer) -> Answer:
            self.questions[kind] = QuestionKind(
                answer, read, matter, purpose, careful, waits, which, in_words
            )
            return answer

        return join

    def form(self, form: Form) -> Form:
        """A form."""
        self.forms[form.name] = form
        return form

    def leftover(self, order: int, purpose: Purpose = Purpose.CONTENT) -> Callable[[Leftover], Leftover]:
        """Asked, in order, about what nothing else understood, where that was agreed to; the first reply counts."""

        def join(handler: Leftover) -> Leftover:
            self.leftovers.append((order, purpose, handler))
            self.leftovers.sort(key=lambda entry: entry[0])
            return handler

        return join

    def file(self, order: int) -> Callable[[Handler], Handler]:
        """Takes a file or a picture that somebody sent, asked in order; None where it is not theirs to take."""

        def join(handler: Handler) -> Handler:
            self.files.append((order, handler))
            self.files.sort(key=lambda pair: pair[0])
            return handler

        return join

    def taken(self, turn: Turn) -> Reply:
        """What becomes of the file that was said; None where nobody takes it."""
        for _, handler in self.files:
            reply = handler(turn)
            if reply is not None:
                return reply
        return None

    def changeable(self, purpose: Purpose) -> Callable[[Changes], Changes]:
        """Tells which answers of the speaker may still change (SỬA); shown only where such answers were agreed to."""

        def join(lister: Changes) -> Changes:
            self.changeables.append((purpose, lister))
            return lister

        return join

    def changes(self, turn: Turn) -> list[Change]:
        """The answers that the speaker may change here, the last one first."""
        found = [
            change for purpose, lister in self.changeables if turn.may(purpose) for change in lister(turn)
        ]
        return sorted(found, key=lambda change: change.at, reverse=True)

    def leftover_of(self, turn: Turn) -> Reply:
        """What becomes of what nothing else understood; None where nobody takes it."""
        for _, purpose, handler in self.leftovers:
            reply = handler(turn) if turn.may(purpose) else None
            if reply is not None:
                return reply
        return None

    def result(self, lister: Results) -> Results:
        """Tells what the speaker may see the result of (/ketqua)."""
        self.results.append(lister)
        return lister

    def closable(self, lister: Callable[[Turn], list[Closable]]) -> Callable[[Turn], list[Closable]]:
        """Tells what a leader may close by hand (/dong)."""
        self.closables.append(lister)
        return lister

    def arrival(self, handler: Handler) -> Handler:
        """Asks somebody who has joined but not yet said what he agrees to."""
        self.arrivals.append(handler)
        return handler

    def stranger(self, handler: Handler) -> Handler:
        """Answers somebody whom we do not know."""
        self.strangers.append(handler)
        return handler

    def group(self, handler: Handler) -> Handler:
        """Answers what is understood in a group; None for everything else, which is asked to be said alone."""
        self.groups.append(handler)
        return handler

    def code(self, handler: Handler) -> Handler:
        """Takes codes and numbers that always pass, whatever is being asked; None where the text is none."""
        self.codes.append(handler)
        return handler


router = Router()


def load() -> Router:
    """Imports every feature, so that all of them have joined."""
    for found in pkgutil.iter_modules(handlers.__path__, "handlers."):
        importlib.import_module(found.name)
    return router
