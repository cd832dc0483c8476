"""Votes: so far the consultation, which asks and decides nothing."""

from handlers.votes import answering, asking, closing, own

__all__ = ["answering", "asking", "closing", "own"]
