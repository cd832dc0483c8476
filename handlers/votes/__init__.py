"""Votes: the consultation, which asks and decides nothing, and the vote at a meeting, which decides."""

from handlers.votes import answering, asking, closing, mine, own
from handlers.votes.meeting import ending

__all__ = ["answering", "asking", "closing", "ending", "mine", "own"]
