"""Choosing one of several things by its number; where there is only one, it is gone on with at once."""

from collections.abc import Callable, Sequence

from handlers.kit.form import Answers, Form, May, Step, anybody
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.router import Handler, Lister, Matter, router
from handlers.kit.turn import Turn

AT_MOST = 8
"""Shown at once; the ninth number is for those that follow."""
MORE = "more"


def page(asked: str, offered: Sequence[Sequence[str]], at: int) -> Message:
    """Asks which of the (key, title) from `at` on is meant; MORE is chosen for those that follow."""
    shown = [(key, title) for key, title in offered[at : at + AT_MOST]]
    more = [(MORE, SHOW_MORE)] if len(offered) > at + AT_MOST else []
    return Message(asked, choices(*shown, *more, about=str(at)))


def choosing(
    name: str,
    matters: Lister,
    which: Callable[[Turn, list[Matter]], str],
    none: Callable[[Turn], Message],
    may: May = anybody,
    *,
    idle: bool = False,
) -> Handler:
    """A handler that asks `which` of the matters is meant and goes on with it.

    `name` is its form's, so that it outlives a restart; `may`: who may choose; idle: they are only looked at, and nothing hangs on it.
    """

    def ask(turn: Turn, answers: Answers) -> Message:
        return page(answers["asked"], answers["offered"], answers["at"])

    def said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
        if value == MORE:
            return {"at": answers["at"] + AT_MOST}
        return {"chosen": value} if value else ask(turn, answers)

    def chosen(turn: Turn, answers: Answers) -> Reply:
        found = next((matter for matter in matters(turn) if matter.key == answers["chosen"]), None)
        return found.go_on(turn) if found else [no_longer(), *as_list(start(turn))]

    form = router.form(Form(name, (Step("chosen", ask, said),), chosen, may=may, idle=idle))

    def start(turn: Turn) -> Reply:
        found = matters(turn)
        if not found:
            return none(turn)
        if len(found) == 1 and found[0].at_once:
            return found[0].go_on(turn)
        offered = [[matter.key, matter.title] for matter in found]
        return form.start(turn, {"asked": which(turn, found), "offered": offered, "at": 0})

    return start


# Wording

SHOW_MORE = "Xem thêm"


def no_longer() -> Message:
    return Message("Việc này vừa kết thúc, không còn trong danh sách.")
