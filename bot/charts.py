"""Pictures of results: bars, drawn from the record when they leave or are looked at, one at a time in a thread, and kept by their
content (decisions 15, 32). What a picture says stands as text in its message, too."""

import asyncio

from bot.bars import Bars, picture
from bot.store import Store
from handlers import figures as months
from handlers.surveys import wording as surveys
from handlers.surveys.asking import unreached as missed
from handlers.votes import asking, wording
from models import figures, motion, survey
from models.database import Session
from models.figures import Row
from models.motion import Motion
from models.survey import Survey

RECIPE = "chart:motion:"
SURVEY = "chart:survey:"
"""`chart:motion:12` is the count of that consultation, `chart:survey:12` of each question of that survey; `chart:month:7-2026-12+0700`
a month of an organisation."""
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
    return [
        Bars(
            about.question,
            tuple(wording.parts(about, motion.tally(session, about), asking.unreached(session, about))),
        )
    ]


def _survey(session: Session, number: str) -> list[Bars]:
    about = session.get_one(Survey, int(number))
    (_, counts), unreached = survey.counts(session, about), missed(session, about)
    return [
        most(surveys.numbered(count.question), surveys.bars(count), f"{surveys.rest_of(count, unreached)}.")
        for count in counts
    ]


def most(title: str, bars: list[tuple[str, int]], below: str = "") -> Bars:
    """All of them; of more than there is room for the longest, in their order, and below them what the others come to. Then what is said
    `below`."""
    if len(bars) <= BARS_AT_MOST:
        return Bars(title, tuple(bars), note=below)
    longest = sorted(range(len(bars)), key=lambda place: bars[place][1], reverse=True)[:BARS_AT_MOST]
    others = sum(number for place, (_, number) in enumerate(bars) if place not in longest)
    shown = tuple(bars[place] for place in sorted(longest))
    rest = the_others(len(bars) - BARS_AT_MOST, others)
    return Bars(title, shown, note=f"{rest} {below}".strip())


def _month(session: Session, key: str) -> list[Bars]:
    place, since = months.named(session, key)
    rows = figures.of_place(session, place, since, months.end_of(since))
    total = figures.summed(rows)
    whole = Bars(
        f"{place.name}, {months.month_of(since)}",
        ((months.ANSWERED, total.answered), (months.CALLED, total.called), (months.JOINED, total.joined)),
        (total.reached, total.asked, total.members),
    )
    return [whole] if [row.branch for row in rows] == [place] else [whole, lowest(rows)]


def lowest(rows: list[Row]) -> Bars:
    """The branches that were asked anything, those that answered least at the top."""
    asked = sorted((row for row in rows if row.figures.asked), key=lambda row: row.figures.share)
    shown = asked[:BARS_AT_MOST]
    return Bars(
        months.EACH,
        tuple((row.branch.name, row.figures.answered) for row in shown),
        tuple(row.figures.reached for row in shown),
        other_branches(len(asked) - len(shown), len(rows) - len(asked)),
    )


_COUNTED = {RECIPE: _motion, SURVEY: _survey, months.CHART: _month}


# Wording


def the_others(count: int, number: int) -> str:
    return f"{count} ý khác, cộng lại {number}."


def other_branches(more: int, unasked: int) -> str:
    said = [f"{more} chi bộ khác trả lời không ít hơn."] if more else []
    return " ".join([*said, *([f"{unasked} chi bộ chưa hỏi lượt nào."] if unasked else [])])
