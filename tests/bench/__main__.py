"""`make bench`, or `python -m tests.bench [PART ...] [--full]`: what things cost, each beside a peer or a bare figure of the same run.

A part is a file here with `measure(full) -> Table`. Without names all parts run, in a short form; --full gives the figures of the README.
"""

import sys
from importlib import import_module

from rich.console import Console

from handlers.kit.router import load
from tests.database import of_this_run, of_this_test

WIDTH = 150
PARTS = ["turns", "votes", "enqueue", "start", "bare", "pace", "kills", "faults", "fleet"]


def main() -> None:
    """Prints a table a part."""
    load()
    chosen = [word for word in sys.argv[1:] if not word.startswith("-")] or PARTS
    screen = Console()
    screen.width = max(screen.width, WIDTH)
    for part in chosen:
        with of_this_run(), of_this_test():
            screen.print(import_module(f"tests.bench.{part}").measure("--full" in sys.argv))


main()
