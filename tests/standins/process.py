"""A stand-in as a process: prints its base URL, then takes a conversation from standard input until SIGTERM.

`1001 > /start` is said by the person 1001, `1001 ! Tham dự` presses their button, and what the bot sends is printed as
`1001 < ...`, its line ends as " / ".
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from typing import Any


def main(kind: Any) -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=0)
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: sys.exit(0))
    with kind(port=options.parse_args().port) as standin:
        standin.show = lambda chat, seen: _say(
            f"{chat} < {' / '.join([*seen.text.splitlines(), *seen.choices])}"
        )
        _say(standin.url)
        for line in sys.stdin:
            who, mark, what = [*line.rstrip("\n").split(" ", 2), "", ""][:3]
            person = standin.person(who, who)
            try:
                {">": person.says, "!": getattr(person, "taps", person.says)}[mark](what)
            except (AssertionError, KeyError) as error:
                _say(f"? {line.strip()}: {error}")
        threading.Event().wait()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
