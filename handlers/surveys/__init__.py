"""Surveys: made from one text, a form or a table, answered one question at a time, counted."""

from handlers.surveys import (
    answering,
    asking,
    at_once,
    closing,
    making,
    mine,
    own,
    receiving,
    redoing,
    reminding,
)

__all__ = [
    "answering",
    "asking",
    "at_once",
    "closing",
    "making",
    "mine",
    "own",
    "receiving",
    "redoing",
    "reminding",
]
