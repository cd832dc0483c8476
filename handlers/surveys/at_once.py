"""Answers to several questions in one message, before anybody pressed Bắt đầu: "1a 2bc 3d 4 20/12"."""

from handlers.kit.message import Reply
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.surveys import answering, replies
from models import survey
from models.survey import Survey

ORDER = 45
"""Before what takes any words for a comment."""
FEWEST = 2
"""Pairs: one alone may be anything."""


@router.leftover(ORDER)
def begin(turn: Turn) -> Reply:
    """Begins the one open survey that these can be answers to; None where there is none, or more than one."""
    pairs = replies.pairs(turn.rest) or []
    if len(pairs) < FEWEST:
        return None
    waiting = [
        about
        for about in survey.open_for(turn.session, turn.me, turn.now)
        if not about.nameless and survey.next_question(turn.session, about, turn.me) is not None
    ]
    read = {about.id: _read(turn, about, pairs) for about in waiting}
    fitting = [about for about in waiting if read[about.id] >= FEWEST]
    best = [about for about in fitting if read[about.id] == len(pairs)] if len(fitting) > 1 else fitting
    return answering.begun_with(turn, best[0], turn.rest) if len(best) == 1 else None


def _read(turn: Turn, about: Survey, pairs: list[replies.Pair]) -> int:
    """How many of the pairs are answers to its questions; none where it has no such question."""
    places = {question.place: question for question in survey.questions(turn.session, about)}
    if any(place not in places for place, _ in pairs):
        return 0
    return sum(replies.fits(places[place], said, turn.now) is not None for place, said in pairs)
