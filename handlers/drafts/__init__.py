"""Drafts: put out for comment, commented on by plain reply or GÓP Ý, collected by member (people 14, 19, 39)."""

from handlers.drafts import answering, changing, closing, collected, commenting, own, putting_out, receiving

__all__ = ["answering", "changing", "closing", "collected", "commenting", "own", "putting_out", "receiving"]
