"""/khaosat: what still waits for the speaker's answers, and for whoever leads a new one (people 32)."""

from functools import partial

from handlers.kit.choosing import choosing
from handlers.kit.labels import says
from handlers.kit.message import Message, Reply
from handlers.kit.router import Matter, router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital, leaders_only
from handlers.surveys import answering, making, wording
from handlers.surveys.asking import PUT_OUT
from models import survey
from models.survey import Survey, SurveyQuestion


def _matters(turn: Turn) -> list[Matter]:
    found = [
        Matter(str(about.id), _title(turn, about, following), partial(answering.started, about=about))
        for about in survey.open_for(turn.session, turn.me, turn.now)
        if (following := survey.next_question(turn.session, about, turn.me)) is not None
    ]
    return [*found, Matter("new", NEW, making.start, at_once=False)] if turn.leads() else found


def _title(turn: Turn, about: Survey, following: SurveyQuestion) -> str:
    """What it is called, and how far the speaker has come in it."""
    name = capital(wording.matter(about))
    begun = survey.answered(turn.session, about, turn.me)
    return (
        f"{name}{half_done(following.place, len(survey.questions(turn.session, about)))}" if begun else name
    )


_WAITING = choosing(
    "khaosat",
    _matters,
    lambda turn, offered: WHICH if len(offered) > 1 else NOTHING_WAITS,
    lambda turn: Message(NOTHING_WAITS),
)


@router.command(
    "khaosat",
    "khảo sát",
    "làm khảo sát",
    always=True,
    help="Trả lời khảo sát; bí thư nhắn kèm câu hỏi để tạo mới",
)
def mine(turn: Turn) -> Reply:
    """The surveys that wait for the speaker; with its title behind the word one of them, with questions a new one, for whoever leads."""
    if not turn.rest:
        return _WAITING(turn)
    waiting = [matter for matter in _matters(turn) if says(turn.rest, matter.title)]
    if len(waiting) == 1:
        return waiting[0].go_on(turn)
    return PUT_OUT(turn) if turn.leads() else leaders_only()


# Wording

WHICH = "Đồng chí chọn khảo sát nào?"
NEW = "Tạo mới"


def half_done(place: int, of: int) -> str:
    return f" (đang dở câu {place}/{of})"


NOTHING_WAITS = "Hiện không có khảo sát nào chờ đồng chí."
