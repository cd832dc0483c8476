"""Keyed hashes: what must be recognised again but not read from the database or a log (codes, chats, sessions)."""

import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Keys:
    """The server's key. It stands outside the data folder; without it codes can neither be checked nor guessed."""

    secret: bytes = field(repr=False)

    def hash(self, purpose: str, value: str) -> str:
        """Hex SHA-256 HMAC of a value for one purpose; the same value for another purpose looks different."""
        return hmac.new(self.secret, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()

    def tag(self, value: str) -> str:
        """Eight characters that stand for a chat or a person in logs."""
        return self.hash("log", value)[:8]
