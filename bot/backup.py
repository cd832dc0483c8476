"""A copy of the database under a passphrase (people 38): a zip that holds two files of the age format (age-encryption.org).

`khoa.age` is a key made for this copy, under the passphrase (scrypt); `du-lieu.age` are the rows, compressed, for that key. So a large
copy streams, and both open with any age program as well. The server's own key is not in it.
"""

import json
import os
import zlib
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from gzip import GzipFile
from io import RawIOBase
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import pyrage

from bot.migrate import current, upgrade
from models import copying, outbox
from models.database import Session, engine
from models.sealing import Keys

FORMAT = 1
SHORTEST = 12
"""Letters of a passphrase at least."""
_KEY, _DATA = "khoa.age", "du-lieu.age"


class NotOpened(Exception):
    """The copy is none, is damaged, or the passphrase is another one."""


class NotWritten(Exception):
    """The copy could not be written: no folder, no right, no room."""


class _Given(RawIOBase):
    """A file to read whose bytes come from an iterator."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def save(url: str, file: Path, passphrase: str, keys: Keys) -> None:
    """Writes a copy of the database to a file: whole, or no file at all. Raises NotWritten."""
    opened = engine(url, writes=False)
    try:
        with opened.connect() as connection:
            head = {"format": FORMAT, "revision": current(connection), "key": keys.tag("backup")}
            pack(file, passphrase, head, copying.lines(connection))
    finally:
        opened.dispose()


def pack(file: Path, passphrase: str, head: dict[str, Any], rows: Iterator[str]) -> None:
    """Writes lines under a passphrase: whole, or no file at all. Raises NotWritten."""
    identity = pyrage.x25519.Identity.generate()
    part = file.with_name(file.name + ".part")
    try:
        part.touch(0o600)
        with ZipFile(part, "w") as packed:
            packed.writestr(_KEY, pyrage.passphrase.encrypt(str(identity).encode(), passphrase))
            with packed.open(_DATA, "w", force_zip64=True) as data:
                pyrage.encrypt_io(_Given(_squeezed(_headed(head, rows))), data, [identity.to_public()])
        part.replace(file)
    except (OSError, pyrage.EncryptError):
        raise NotWritten from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def restore(url: str, file: Path, passphrase: str, keys: Keys) -> tuple[int, bool]:
    """Fills an empty database from a copy, and holds all that is owed until `outbox release` (decision 22).

    Gives how many rows, and whether this server's key is the one under which the copy was made: else codes and links end.
    Raises NotOpened, copying.NotEmpty or NotReached; no row is written then.
    """
    with closing(_lines(file, passphrase)) as said:
        head = next(said, {})
        if head.get("format") != FORMAT:
            raise NotOpened
        upgrade(url, to=head["revision"])
        rows = _taken_in(url, said)
    upgrade(url)
    return rows, head["key"] == keys.tag("backup")


def _taken_in(url: str, said: Iterator[dict[str, Any]]) -> int:
    opened = engine(url, writes=True)
    try:
        with opened.begin() as connection:
            rows = copying.take_in(connection, said)
            with Session(connection) as session:  # together, or a copy cut short here would speak
                outbox.hold_all(session)
                session.flush()
    finally:
        opened.dispose()
    return rows


def _headed(head: dict[str, Any], rows: Iterator[str]) -> Iterator[bytes]:
    yield json.dumps(head).encode() + b"\n"
    for row in rows:
        yield row.encode() + b"\n"


def _squeezed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    squeezing = zlib.compressobj(wbits=31)  # gzip's own frame, which knows when it was cut short
    for chunk in chunks:
        yield squeezing.compress(chunk)
    yield squeezing.flush()


def _lines(file: Path, passphrase: str) -> Generator[dict[str, Any], None, None]:
    """The lines of a copy. Raises NotOpened, also at the end of one that was cut short."""
    try:
        with ZipFile(file) as packed:
            key = pyrage.passphrase.decrypt(packed.read(_KEY), passphrase)
            identity = pyrage.x25519.Identity.from_str(key.decode())
            with (
                packed.open(_DATA) as data,
                _opened(data, identity) as squeezed,
                GzipFile(fileobj=squeezed) as said,
            ):
                for line in said:
                    yield json.loads(line)
    except (BadZipFile, EOFError, OSError, ValueError, pyrage.DecryptError, pyrage.IdentityError):
        raise NotOpened from None


@contextmanager
def _opened(data: IO[bytes], identity: Any) -> Iterator[IO[bytes]]:
    """What is decrypted, to read while it is: through a pipe, so that nothing of it ever lies on the disk."""
    read_end, write_end = os.pipe()

    def work() -> None:
        with os.fdopen(write_end, "wb") as out:
            pyrage.decrypt_io(data, out, [identity])

    with ThreadPoolExecutor(1) as worker, os.fdopen(read_end, "rb") as squeezed:
        done = worker.submit(work)
        yield squeezed
        done.result()
