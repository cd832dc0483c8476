"""What somebody was given to do in the time for which he falls away: whoever leads hears of it, and names another. Each feature joins."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers.kit.features import Features
from handlers.kit.message import Message
from handlers.kit.turn import Turn
from models.member import Member

Lister = Callable[[Turn, Member, datetime, datetime | None], list[str]]
"""Sentences about somebody's duties between two moments (None: open)."""
duties: Features[Lister] = Features()
"""A feature also ends what he cannot do any more, so it is asked once what he cannot is recorded."""


def beside(turn: Turn, message: Message, person: Member, since: datetime, until: datetime | None) -> Message:
    """A message to whoever leads, with what the person was to do in that time."""
    told = [sentence for lister in duties for sentence in lister(turn, person, since, until)]
    return replace(message, text=" ".join([message.text, *told]))
