"""Whether words about coming name a meeting other than the one that was asked about: another body, or another day."""

from handlers.kit.phrases import begins
from handlers.kit.reading import read_times
from handlers.kit.turn import Turn
from handlers.meetings import wording
from models.folding import tidy
from models.meeting import Meeting
from models.terms import Body


def names_another(turn: Turn, about: Meeting, reason: str) -> bool:
    """Whether what was said in words (`turn.worded`) names what the meeting is not. A day in the reason is the reason's own."""
    bodies = _bodies(turn.worded)
    if bodies and about.body not in bodies:
        return True
    answer = turn.worded
    for part in filter(None, reason.split(", ")):
        answer = answer.replace(part, " ", 1)
    times = read_times(answer, turn.now)
    days = {moment.date() for moment in times.moments} if times.has_day else set()
    return bool(days) and wording.local(about, turn.now).date() not in days


def _bodies(text: str) -> set[Body]:
    """The bodies that are named as what one goes to: "dự chi ủy", not "báo cáo chi ủy"."""
    words = tidy(text).split()
    named: set[Body] = set()
    for at in range(1, len(words)):
        if words[at - 1][-1].isalnum() and begins(words[at - 1 : at], GOES_TO):
            for phrases, bodies in BODIES:
                if begins(words[at:], phrases):
                    named |= bodies
    return named


# Wording

GOES_TO = ("họp", "dự", "gia", "hoạt", "vắng", "mặt", "đi")
BODIES: tuple[tuple[tuple[str, ...], frozenset[Body]], ...] = (
    (("chi bộ",), frozenset((Body.BRANCH, Body.EXTENDED))),
    (("chi ủy",), frozenset((Body.COMMITTEE,))),
    (("tổ đảng", "tổ"), frozenset((Body.CELL,))),
)
