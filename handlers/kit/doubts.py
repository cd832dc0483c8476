"""What may be meant is asked before it is done: a slip in a command word, a number that may have been sent twice."""

from handlers.kit import doing, waiting, wording
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import attendance, yes_no
from handlers.kit.router import Who, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.words import Suggestion, unslashed
from models.outbox import Offer

LEADERS = (Who.LEADER, Who.COMMITTEE)
WITH_A_TEXT = ("bieuquyet", "khaosat")
"""Words of all behind which a leader writes something new."""


def forgotten(turn: Turn, text: str) -> Suggestion | None:
    """The word of whoever leads that was written without its slash."""
    if not turn.leads() or attendance(text) is not None:
        return None
    commands = router.commands.values()
    return unslashed(text, [c.word for c in commands if c.who in LEADERS or c.word.name in WITH_A_TEXT])


def _really(turn: Turn, answers: Answers) -> Message:
    command, rest = router.commands[answers["command"]], answers["rest"]
    new = command.word.name in WITH_A_TEXT and rest
    asked = wording.really_with(command.word.name, rest) if new else wording.really(command.help)
    return Message(asked, choices(("yes", "Phải"), ("no", "Không")))


def _really_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = {"yes": True, "no": False}.get(value or "", yes_no(text))
    if said is not None:
        return {"really": said}
    other = forgotten(turn, text)
    return {"command": other.name, "rest": other.rest} if other else _really(turn, answers)


def _run_meant(turn: Turn, answers: Answers) -> Reply:
    if not answers["really"]:
        return wording.dropped()
    return doing.run(turn, router.commands[answers["command"]], answers["rest"])


MEANT = router.form(
    Form("?ydinh", (Step("really", _really, _really_said),), _run_meant, purpose=Purpose.TIMES)
)
"""A slip of the thumb in a command word: asked, where running it could do harm."""


def _twice(turn: Turn, answers: Answers) -> Message:
    """Phải never has the number that is in doubt: sent a third time, that number must not be a yes."""
    offer = turn.session.get_one(Offer, answers["offer"])
    asked = wording.twice(offer.number, waiting.menu(turn, [offer]))
    if offer.number == 1:
        return Message(asked, choices(("no", "Không"), ("yes", "Phải")))
    return Message(asked, choices(("yes", "Phải"), ("no", "Không")))


def _twice_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = {"yes": True, "no": False}.get(value or "", yes_no(text))
    return {"meant": said} if said is not None else _twice(turn, answers)


def _answer_meant(turn: Turn, answers: Answers) -> Reply:
    offer = turn.session.get_one(Offer, answers["offer"])
    return doing.answer(turn, offer) if answers["meant"] else wording.nothing_recorded()


TWICE = router.form(
    Form("?hailan", (Step("meant", _twice, _twice_said),), _answer_meant, purpose=Purpose.TIMES)
)
