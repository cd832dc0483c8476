"""The worker process itself: `python -m bot.inspection.worker`, started by pool.py and speaking with it over its two pipes.

In: the lengths of what is asked and of the file (4 bytes each), what is asked as JSON, the file. Out: one byte when ready, then for
each file the length (4) and the answer as JSON. It ends with its input; pool.py replaces it after a file that used up the memory, and
after a table, whose readers bring half the program with them.
"""

import json
import logging
import os
import resource
import struct
import sys
import warnings
from datetime import date

from bot.inspection.result import Inspection

MEMORY = 512 * 2**20
CPU = 60
"""Seconds for one file if the bot has died meanwhile and nobody kills us."""


def main() -> None:
    """Serves files until the input ends."""
    _confine()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not be heard
    files = os.fdopen(os.dup(0), "rb")
    from bot.inspection.texts import inspect  # after _confine: these imports must not bring numpy

    answers.write(b"+")
    answers.flush()
    while head := files.read(8):
        asked_length, length = struct.unpack(">II", head)
        asked = json.loads(files.read(asked_length))
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(
            resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU, resource.RLIM_INFINITY)
        )
        try:
            data = files.read(length)
            if "today" in asked:
                said = _roster(asked, data)
            else:
                said = _survey(asked, data) if "survey" in asked else _json(inspect(asked["suffix"], data))
        except MemoryError:
            found = Inspection(None, None, None, readable=False, fault="memory")
            said = _json(found)
        answers.write(struct.pack(">I", len(said)) + said)
        answers.flush()


def _roster(asked: dict[str, str], data: bytes) -> bytes:
    from handlers import roster as rosters

    try:
        read = rosters.read(asked["name"], data, today=date.fromisoformat(asked["today"]))
    except rosters.Unreadable:
        return b"null"
    return rosters.LOOKED.dump_json(read)


def _survey(asked: dict[str, str], data: bytes) -> bytes:
    from handlers import roster as rosters
    from handlers.surveys import workbook

    try:
        rows = rosters.first_table(asked["name"], data)
    except rosters.Unreadable as unreadable:
        return json.dumps({"why": str(unreadable)}).encode()
    return json.dumps({"survey": workbook.text_of(rows)}).encode()


def _confine() -> None:
    """Limits on memory; no file can be written, not even a core dump; no library may speak."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    for heavy in ("numpy", "PIL"):  # openpyxl would load them, 120 MB of the memory, to read nothing
        sys.modules[heavy] = None  # type: ignore[assignment]


def _json(found: Inspection) -> bytes:
    said = {
        "text": found.text,
        "pages": found.pages,
        "hit": found.hit and found.hit.rule,
        "readable": found.readable,
        "fault": found.fault,
    }
    return json.dumps(said, ensure_ascii=False).encode()


if __name__ == "__main__":
    main()
