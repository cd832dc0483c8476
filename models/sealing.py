"""Keyed hashes: what must be recognised again but not read from the database or a log (codes, chats, sessions). And sealed boxes: what
must be read again, though not from the database (answers without names)."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

NONCE = 12
LENGTH = 2
"""Bytes."""
LENT = "keys"


class Broken(Exception):
    """A box that this key does not open, or that is another's."""


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

    def seal(self, purpose: str, owner: str, data: bytes, size: int) -> str:
        """A box of those bytes, padded to `size`: all boxes of a size are of one length and look like chance, the same bytes never alike.
        It opens for its owner alone. Raises ValueError for what does not fit."""
        if len(data) > size:
            raise ValueError("too long for the box")
        nonce, padded = secrets.token_bytes(NONCE), len(data).to_bytes(LENGTH) + data.ljust(size, b"\0")
        return b64encode(nonce + self._box(purpose).encrypt(nonce, padded, owner.encode())).decode()

    def unseal(self, purpose: str, owner: str, box: str) -> bytes:
        """What is in a box. Raises Broken."""
        try:
            raw = b64decode(box)
            padded = self._box(purpose).decrypt(raw[:NONCE], raw[NONCE:], owner.encode())
        except (InvalidTag, ValueError):  # another key's, or no box at all
            raise Broken from None
        return padded[LENGTH : LENGTH + int.from_bytes(padded[:LENGTH])]

    def _box(self, purpose: str) -> AESGCM:
        return AESGCM(bytes.fromhex(self.hash("box", purpose)))


def lend(session: Session, keys: Keys) -> None:
    """The key is at hand for as long as this session lasts: what turns and the clock do may need it deep down."""
    session.info[LENT] = keys


def lent(session: Session) -> Keys:
    """The key that was lent. Raises LookupError where none was."""
    keys = session.info.get(LENT)
    if not isinstance(keys, Keys):
        raise LookupError("no key at hand")
    return keys
