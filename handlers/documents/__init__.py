"""Documents: a leader's file becomes one, it goes to those whom it concerns, and everybody finds it again."""

from handlers.documents import deciding, library, receiving

__all__ = ["deciding", "library", "receiving"]
