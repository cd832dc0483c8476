"""How long the program takes to start, and what it takes when nobody speaks."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.table import Table

from tests.bench.running import processor
from tests.processes.program import Program

IDLE = 10.0


def measure(full: bool) -> Table:
    """Seconds until the pages answer beside an empty Python; the share of a core in idle seconds."""
    idle = IDLE * 6 if full else IDLE
    with tempfile.TemporaryDirectory() as name:
        program = Program(Path(name))
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare = time.perf_counter() - start
        program.start()
        started = time.perf_counter() - start - bare
        assert program.process is not None
        before, clock = processor(program.process.pid), time.perf_counter()
        time.sleep(idle)
        share = (processor(program.process.pid) - before) / (time.perf_counter() - clock)
        program.stop()
    table = Table("pages answer after", "empty Python", "idle, of one core", title="start and idleness")
    table.add_row(f"{started:.1f} s", f"{bare:.2f} s", f"{share:.2%}")
    return table
