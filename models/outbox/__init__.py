"""The outbox: every message owed, to whom, and what became of it. Nothing is sent from anywhere else (design, idea 3)."""

from models.outbox.offers import DIALOGUE, NoRoom, Offer, close_question, number, offer, open_offers
from models.outbox.owing import (
    Again,
    People,
    cancel,
    cancel_for,
    deliver_to,
    expire,
    owe,
    reach,
    supersede,
    tell,
)
from models.outbox.sending import claim, due, failed, next_hour, recover, refused, retry, sent, unsure
from models.outbox.tables import Delivery, Notice, Priority, Purpose

__all__ = [
    "DIALOGUE",
    "Again",
    "Delivery",
    "NoRoom",
    "Notice",
    "Offer",
    "People",
    "Priority",
    "Purpose",
    "cancel",
    "cancel_for",
    "claim",
    "close_question",
    "deliver_to",
    "due",
    "expire",
    "failed",
    "next_hour",
    "number",
    "offer",
    "open_offers",
    "owe",
    "reach",
    "recover",
    "refused",
    "retry",
    "sent",
    "supersede",
    "tell",
    "unsure",
]
