"""Joining: face to face by a number, by a paper code, by the sender's own phone; then one question, consent (people 7-10, 20, 37)."""

from handlers.joining import changeover, codes, confirming, consent, data, face, mine, phones

__all__ = ["changeover", "codes", "confirming", "consent", "data", "face", "mine", "phones"]
