"""Choosing one of several things by its number; where there is only one, it is gone on with at once."""

from collections.abc import Callable

from handlers.kit.form import Answers, Form, May, Step, anybody
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import Handler, Lister, Matter, router
from handlers.kit.turn import Turn

AT_MOST = 8


def choosing(
    name: str,
    matters: Lister,
    which: Callable[[Turn, list[Matter]], str],
    none: Callable[[Turn], Message],
    may: May = anybody,
) -> Handler:
    """A handler that asks `which` of the matters is meant and goes on with it.

    `name` is its form's, so that it outlives a restart; `may`: who may choose.
    """

    def ask(turn: Turn, answers: Answers) -> Message:
        return Message(answers["asked"], choices(*((key, title) for key, title in answers["offered"])))

    def said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
        return {"chosen": value} if value else ask(turn, answers)

    def chosen(turn: Turn, answers: Answers) -> Reply:
        found = next((matter for matter in matters(turn) if matter.key == answers["chosen"]), None)
        return found.go_on(turn) if found else no_longer()

    form = router.form(Form(name, (Step("chosen", ask, said),), chosen, may=may))

    def start(turn: Turn) -> Reply:
        found = matters(turn)
        if not found:
            return none(turn)
        if len(found) == 1 and found[0].at_once:
            return found[0].go_on(turn)
        offered = [*found[: AT_MOST - 1], found[-1]] if len(found) > AT_MOST else found
        return form.start(
            turn, {"asked": which(turn, offered), "offered": [[m.key, m.title] for m in offered]}
        )

    return start


# Wording


def no_longer() -> Message:
    return Message("Việc này vừa kết thúc, không còn trong danh sách. Xin nhắn lại.")
