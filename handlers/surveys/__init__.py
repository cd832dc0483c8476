"""Surveys: made from one pasted text, answered one question at a time, counted."""

from handlers.surveys import answering, asking, closing, own, redoing

__all__ = ["answering", "asking", "closing", "own", "redoing"]
