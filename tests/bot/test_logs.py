"""A log holds type and place, never what an exception says (decision 23); also where the exception belongs to nobody."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot import logs

SECRET = "0900000001"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    to = io.StringIO()
    for handler in before:
        root.removeHandler(handler)
    logs.set_up(to)
    yield to
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler)
    root.setLevel(level)
    logs.set_up()


def test_a_library_s_exception_leaves_only_type_and_place(written: io.StringIO) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("asyncio").error("said %s", SECRET, exc_info=True, stack_info=True)
    (line,) = written.getvalue().splitlines()
    assert " ERROR asyncio ValueError at bot/test_logs.py:" in line
    assert SECRET not in line


STRAY = f"""
import asyncio, gc, sys
from bot import app, logs
logs.set_up()
async def breaks(): raise ValueError("{SECRET}")
async def main():
    asyncio.get_running_loop().set_exception_handler(app._stray)
    asyncio.create_task(breaks())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()
    asyncio.get_running_loop().call_soon(int, "x{SECRET}")
    await asyncio.sleep(0)
asyncio.run(main())
"""


def test_what_nobody_waits_for_is_told_without_its_text() -> None:
    done = subprocess.run([sys.executable, "-c", STRAY], capture_output=True, text=True, check=True, env=ENV)
    assert done.stderr.count("event='stray' error='ValueError at ") == 2, done.stderr
    assert SECRET not in done.stderr


ENV = {k: v for k, v in os.environ.items() if not k.startswith("SOTAY_")}
