"""A broadcast at 30 a second, one a second to a chat, under the three rules that a server may have; an answer to a person meanwhile."""

import statistics
import tempfile
from pathlib import Path

from rich.table import Table

from tests.bench.running import PEERS, Run, broadcast, standin

LATENCY = 0.06
LIMIT = 30
SHORT, FULL = 200, 10_000
SENDERS = ["ours"] + (["ptb-limiter", "ptb-retries", "aiogram"] if PEERS.exists() else [])


def measure(full: bool) -> Table:
    """One row a sender and rule."""
    count = FULL if full else SHORT
    table = Table(
        "rule", "sender", "of 30/s", "seconds", "429s per 1,000", "lost", "twice", "answer p95", "unanswered",
        title=f"to {count:,} at {LIMIT}/s, server at {LATENCY * 1000:.0f} ms",
    )  # fmt: skip
    with standin() as server, tempfile.TemporaryDirectory() as name:
        for rule in ("strict", "block", "lenient"):
            for sender in SENDERS:
                went = broadcast(
                    server,
                    sender,
                    Path(name) / rule,
                    count,
                    asking=True,
                    patience=4 * count / LIMIT,
                    mode=rule,
                    per_second=LIMIT,
                    chat_gap=1.0,
                    latency=LATENCY,
                )
                table.add_row(rule, sender, *row(went, count))
    return table


def row(went: Run, count: int) -> list[str]:
    rate = (went.arrived + len(went.answers) - 1) / went.seconds / LIMIT if went.seconds else 0.0
    slow = statistics.quantiles(went.answers, n=20)[18] * 1000 if len(went.answers) > 1 else 0.0
    return [
        f"{rate:.1%}",
        f"{went.seconds:.0f}",
        f"{len(went.refused) / count * 1000:.1f}",
        str(count - went.chats),
        str(went.arrived - went.chats),
        f"{slow:.0f} ms",
        str(went.unanswered),
    ]
