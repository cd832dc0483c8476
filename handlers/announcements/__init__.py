"""Announcements: to the whole branch or to some of it, now or at a time; received by a tap; put right under their own number (people 26)."""

from handlers.announcements import receiving, results, sending

__all__ = ["receiving", "results", "sending"]
