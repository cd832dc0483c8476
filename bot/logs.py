"""Logs: type, place and ids; never what somebody said, a name, a phone, a token or an exception's text (decision 23, people 30)."""

import logging
import sys
from typing import TextIO

import structlog

QUIET = (
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


def set_up(to: TextIO = sys.stderr) -> None:
    """Structured lines on standard error; libraries speak from WARNING on, and without their tracebacks."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(to),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    logging.basicConfig(
        level=logging.WARNING, stream=to, format="%(asctime)s %(levelname)s %(name)s", force=True
    )
    logging.getLogger("uvicorn.access").disabled = True
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def where(error: BaseException) -> str:
    """An error's type and the place in our code where it arose: all that a log may hold of it."""
    trace = error.__traceback__
    place = "?"
    while trace is not None:
        code = trace.tb_frame.f_code
        if "site-packages" not in code.co_filename and "lib/python" not in code.co_filename:
            place = f"{code.co_filename.rsplit('/', 2)[-2]}/{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}"
