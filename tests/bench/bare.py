"""A server without limits: how many messages a second one process sends, with all that we do besides (claim, wording, record)."""

import tempfile
from pathlib import Path

from rich.table import Table

from tests.bench.running import PEERS, broadcast, standin

SHORT, FULL = 2_000, 20_000
SENDERS = ["ours"] + (["ptb-bare", "aiogram-bare"] if PEERS.exists() else [])


def measure(full: bool) -> Table:
    """One row a sender; the ratio is ours to it, by the processor's seconds."""
    count = FULL if full else SHORT
    table = Table(
        "sender", "a second", "a second of one core", "ours to it", title=f"to {count:,}, no limits"
    )
    with standin() as server, tempfile.TemporaryDirectory() as name:
        reference = 0.0
        for sender in SENDERS:
            went = broadcast(server, sender, Path(name) / "a", count, asking=False, patience=300)
            rate, core = went.arrived / went.seconds, went.arrived / max(went.cpu, 0.01)
            reference = reference or core
            table.add_row(sender, f"{rate:.0f}", f"{core:.0f}", f"{reference / core:.2f}")
    return table
