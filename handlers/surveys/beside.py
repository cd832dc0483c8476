"""What is said in the midst of a survey and is plainly no answer to it: whether one comes to the meeting."""

import re
from collections.abc import Callable

from handlers.kit import doing, plain, waiting
from handlers.kit.message import Message, Reply, as_list
from handlers.kit.reading import attendance
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.surveys import wording
from models.folding import tidy
from models.form import open_at
from models.survey import Survey


def of_a_meeting(text: str) -> bool:
    """Whether words say that one comes to a meeting or stays away, and name it so: "tôi không đi" may answer the survey."""
    return attendance(text) is not None and _MEETING.search(tidy(text).lower()) is not None


def heard(turn: Turn, about: Survey, text: str, go_on: Callable[[Turn, Survey], Reply]) -> Reply:
    """Hears it as if nothing were asked, and goes on with the survey, unless something is asked about it first."""
    found = plain.read(turn, text, waiting.offers(turn), turn.me)
    turn.rest = text
    reply = doing.answer(turn, *found[0]) if len(found) == 1 else router.leftover_of(turn)
    said = as_list(reply or waiting.unclear(turn))
    if open_at(turn.session, turn.address) is not None:  # the reason for it is asked first
        return [*said[:-1], Message(waits(about)), said[-1]]
    return [*said, *as_list(go_on(turn, about))]


# Wording

_MEETING = re.compile(r"\bhọp\b|\b(?:vang(?: mat)?|du|nghi) hop\b")
""""hop" without its mark is also hợp."""


def waits(about: Survey) -> str:
    return f"{wording.capital_matter(about)} còn dở: xong việc này, nhắn KHẢO SÁT để trả lời tiếp."
