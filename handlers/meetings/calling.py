"""Calling a meeting: one line says what, when and where; or each month by a rule."""

from handlers.kit.message import Message, Reply, as_list
from handlers.kit.reading import read_times
from handlers.kit.router import Who, router
from handlers.kit.turn import Turn
from handlers.meetings import inviting, line, monthly, when
from models import member
from models.folding import fold


@router.command(
    "moihop",
    "mời họp",
    who=Who.LEADER,
    careful=True,
    always=True,
    help="Mời họp (ví dụ: /moihop 19h30 ngày 6/12 tại nhà văn hóa)",
)
def call(turn: Turn) -> Reply:
    """Calls a meeting, from one line or from question to question; "hằng tháng" keeps a rule instead."""
    answers = line.read(turn.rest, turn.now)
    if answers["cell"] not in member.cells(turn.session, turn.here):
        answers["cell"] = None
    times = read_times(line.time_of(turn.rest), turn.now)
    if not times.moments and _ends_a_rule(turn.rest):
        return monthly.no_longer(turn, answers)
    if times.rule is None and EACH_MONTH in fold(turn.rest) and (times.lunar or not times.moments):
        return only_monthly()
    form = inviting.FORM
    if times.rule is not None:
        if not times.rule.startswith("FREQ=MONTHLY;") or not times.has_day:
            return only_monthly()
        form, answers["rule"] = monthly.FORM, times.rule
    if not times.moments:
        return form.start(turn, answers)
    told = when.understood(times, turn.now)
    if isinstance(told, Message):
        return [told, *as_list(form.start(turn, answers))]
    return form.start(turn, answers | told)


def _ends_a_rule(said: str) -> bool:
    words = fold(said)
    return EACH_MONTH in words and words.split()[0] in ENDS


# Wording

EACH_MONTH = "hang thang"
ENDS = ("thoi", "bo", "dung", "ngung")


def only_monthly() -> Message:
    return Message(
        "Sổ tay giữ lệ họp hằng tháng theo ngày dương lịch, ví dụ: /moihop 19h30 ngày 6 hằng tháng tại nhà văn hóa."
    )
