"""Meetings: calling, by a rule each month, answering, the living list, moving and postponing, noting what was said, the roll."""

from handlers.meetings import answering, calling, lists, monthly, moving, noting, roll, stopping

__all__ = ["answering", "calling", "lists", "monthly", "moving", "noting", "roll", "stopping"]
