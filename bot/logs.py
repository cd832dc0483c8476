"""Logs: type, place and ids; never what somebody said, a name, a phone, a token or an exception's text (decision 23, people 30)."""

import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import TextIO

import structlog

OURS = Path(__file__).resolve().parents[1]
QUIET = (
    "aiohttp",
    "httpx",
    "httpcore",
    "telegram",
    "uvicorn",
    "uvicorn.error",
    "apscheduler",
    "pdfminer",
    "alembic",
    "fontTools",
)
"""Libraries whose lines hold URLs with tokens, or nothing that an operator needs."""


class Bare(logging.Formatter):
    """Which library, how grave, and where an exception arose. No message, no traceback: logging would append both texts."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = f"{self.formatTime(record)} {record.levelname} {record.name}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{line} {where(error)}" if error is not None else line


def set_up(to: TextIO | None = None) -> None:
    """Structured lines on standard error, or elsewhere; libraries speak from WARNING on, and without their tracebacks."""
    to = to or sys.stderr
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(to),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    lines = logging.StreamHandler(to)
    lines.setFormatter(Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[lines], force=True)
    logging.getLogger("uvicorn.access").disabled = True
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def where(error: BaseException) -> str:
    """An error's type and the place in our code where it arose: all that a log may hold of it."""
    trace = error.__traceback__
    place = "?"
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(OURS) and "site-packages" not in file.parts:
            place = f"{'/'.join(file.parts[-2:])}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}"


def last_word(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """For `sys.excepthook`: what ends a command is told by type and place, never by its text."""
    structlog.get_logger("bot").error("ended", error=where(error.with_traceback(trace)))
