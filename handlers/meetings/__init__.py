"""Meetings: calling, answering, the living list, moving and postponing, noting what was said by telephone."""

from handlers.meetings import answering, calling, lists, moving, noting

__all__ = ["answering", "calling", "lists", "moving", "noting"]
