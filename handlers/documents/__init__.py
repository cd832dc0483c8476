"""Documents: a leader's file becomes one, it goes to those whom it concerns, and everybody finds it again."""

from handlers.documents import again, deciding, library, own, receiving

__all__ = ["again", "deciding", "library", "own", "receiving"]
