"""The end of one send: everything that a messenger may answer, told apart (decision 12), and what it means for the copy."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from models import group, outbox
from models.database import Session

LONGEST_BACKOFF = timedelta(minutes=10)
FOR_NOW_AT_MOST = 12
"""Tries in a row, over some forty minutes, after which a messenger that answers "internal error" for one message means: never."""


class Result(Enum):
    """What is known of a send."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    SLOW_DOWN = "slow_down"
    REFUSED = "refused"
    REFUSED_FOR_NOW = "refused_for_now"
    CHAT_GONE = "chat_gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """The end of one send. `trouble` is a type or a number, never what the other side wrote.

    REFUSED_FOR_NOW is a messenger's own trouble with this message or chat, which may pass. pause: so long the bot sends nothing (429). moved_to: the chat has another id from now on.
    parts: how many messages it took, where the channel says.
    """

    result: Result
    external_id: str | None = None
    trouble: str = ""
    pause: timedelta = timedelta()
    moved_to: str | None = None
    parts: int = 0

    @property
    def messages(self) -> int:
        """How many messages the bot has spent on it."""
        return self.parts or int(self.result in (Result.SENT, Result.UNKNOWN))

    def after_a_part(self) -> "Outcome":
        """The same end, when a part of the message has gone before: what was not surely refused may have arrived in part."""
        stands = self.result in (Result.SENT, Result.REFUSED, Result.CHAT_GONE)
        return self if stands else replace(self, result=Result.UNKNOWN)


def record(
    session: Session, delivery_id: int, outcome: Outcome, now: datetime, claimed: datetime | None = None
) -> bool:
    """Writes down what became of a send; False when that stands there already, so that it is counted once. claimed: when the copy was
    claimed for it; what did not arrive says nothing any more of a copy that was given back or claimed again since, by another process say.
    """
    delivery = outbox.in_flight(session, delivery_id)
    if outcome.moved_to is not None and delivery.address_id is not None:
        group.migrated(session, delivery.address_id, outcome.moved_to)
    if claimed is not None and outcome.result is not Result.SENT and not outbox.flies(delivery, claimed):
        return delivery.trouble != outcome.trouble
    if outcome.result is Result.SENT and outbox.stands_sent(delivery, outcome.external_id):
        return False
    match outcome.result:
        case Result.SENT:
            outbox.sent(delivery, outcome.external_id, now)
        case Result.NOT_SENT:
            outbox.not_sent(session, delivery, now + _backoff(delivery.tries), outcome.trouble)
        case Result.SLOW_DOWN:
            outbox.slowed_down(session, delivery, now + outcome.pause)
        case Result.UNKNOWN:
            outbox.unsure(session, delivery, now, outcome.trouble)
        case Result.REFUSED_FOR_NOW:
            outbox.count_alike(delivery, outcome.trouble)
            if delivery.tries < FOR_NOW_AT_MOST:
                outbox.retry(session, delivery, now + _backoff(delivery.tries), outcome.trouble)
            else:
                outbox.failed(session, delivery, outcome.trouble)
        case Result.REFUSED:
            outbox.failed(session, delivery, outcome.trouble)
        case Result.CHAT_GONE:
            outbox.refused(session, delivery, outcome.trouble)
    return True


def _backoff(tries: int) -> timedelta:
    """1, 2, 4 ... seconds, ten minutes at most."""
    return min(LONGEST_BACKOFF, timedelta(seconds=2 ** min(tries - 1, 12)))
