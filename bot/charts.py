"""Pictures of results: bars, drawn from the record when they leave or are looked at, one at a time in a thread, and kept by their
content (decisions 15, 32). What a picture says stands as text in its message, too."""

import asyncio

from bot.bars import Bars, picture
from bot.store import Store
from handlers.surveys import wording as surveys
from handlers.votes import wording
from models import motion, survey
from models.database import Session
from models.motion import Motion
from models.survey import Survey

RECIPE = "chart:motion:"
SURVEY = "chart:survey:"
"""`chart:motion:12` is the count of that consultation, `chart:survey:12` of each question of that survey."""
BARS_AT_MOST = 10
"""Of one question; of more the others are summed below."""


async def drawn(store: Store, recipe: str) -> bytes:
    """The picture of a recipe, as PNG. Raises LookupError for a recipe that nobody wrote."""
    begins = next((known for known in _COUNTED if recipe.startswith(known)), None)
    if begins is None:
        raise LookupError(recipe)
    counted, about = _COUNTED[begins], recipe.removeprefix(begins)
    several = await store.read(lambda session: counted(session, about))
    return await asyncio.to_thread(picture, *several)


def _motion(session: Session, number: str) -> list[Bars]:
    about = session.get_one(Motion, int(number))
    return [Bars(about.question, tuple(wording.parts(about, motion.tally(session, about))))]


def _survey(session: Session, number: str) -> list[Bars]:
    _, counts = survey.counts(session, session.get_one(Survey, int(number)))
    return [most(surveys.numbered(count.question), surveys.bars(count)) for count in counts]


def most(title: str, bars: list[tuple[str, int]]) -> Bars:
    """All of them; of more than there is room for the longest, in their order, and below them what the others come to."""
    if len(bars) <= BARS_AT_MOST:
        return Bars(title, tuple(bars))
    longest = sorted(range(len(bars)), key=lambda place: bars[place][1], reverse=True)[:BARS_AT_MOST]
    others = sum(number for place, (_, number) in enumerate(bars) if place not in longest)
    shown = tuple(bars[place] for place in sorted(longest))
    return Bars(title, shown, note=the_others(len(bars) - BARS_AT_MOST, others))


_COUNTED = {RECIPE: _motion, SURVEY: _survey}


# Wording


def the_others(count: int, number: int) -> str:
    return f"{count} ý khác, cộng lại {number}."
