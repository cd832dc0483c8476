"""The readers of times and of replies on lists written by somebody who had not seen them (decision 38).

A wrong vote is never allowed; elsewhere the share that is read right must not fall below what was promised.
"""

from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from handlers.kit.reading import attendance, number, polite, read_times, vote, yes_no, yes_or_away

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TIMES_READ = 0.90
UNACCENTED_READ = 0.85
NO_TIME_KEPT = 0.93
POLITE_MISSED = 0.02


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines[1:] if line]


def time_is_right(phrase: str, now: str, expected: str) -> bool:
    """Whether exactly the expected readings were given; a day without hour is compared by its day, a repeat must have a rule."""
    found = read_times(phrase, datetime.fromisoformat(now).astimezone(ZONE))
    rule = expected.partition(" ")[2]
    wanted = {reading.partition(" ")[0] for reading in expected.split("|")} if expected != "-" else set()
    by_day = bool(wanted) and all("T" not in moment for moment in wanted)
    got = {f"{m:%Y-%m-%d}" if by_day else f"{m:%Y-%m-%dT%H:%M}" for m in found.moments}
    return got == wanted and (not rule or found.rule is not None)


def test_times() -> None:
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for phrase, now, expected, kind in rows("phrases_times.tsv"):
        seen[kind] += 1
        right[kind] += time_is_right(phrase, now, expected)
    assert sum(seen.values()) > 400
    assert sum(right.values()) / sum(seen.values()) >= TIMES_READ, right
    assert right["unaccented"] / seen["unaccented"] >= UNACCENTED_READ
    assert right["none"] / seen["none"] >= NO_TIME_KEPT


def reading_of(question: str, reply: str) -> str:
    match question:
        case "attendance":
            said = attendance(reply)
            if said is not None:
                return "yes" if said.coming else "no"
        case "vote":
            if (choice := vote(reply)) is not None:
                return choice
        case "yes_no":
            return {True: "yes", False: "no", None: "ask"}[yes_no(reply)]
        case _:
            return str(number(reply) or "ask")
    return "receipt" if polite(reply) else "ask"


def test_replies() -> None:
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for question, reply, expected, _ in rows("phrases_replies.tsv"):
        got = reading_of(question, reply)
        seen[question] += 1
        right[question] += got == expected
        assert got in (expected, "ask", "receipt"), (
            f"{question}: {reply!r} was read as {got}, it means {expected}"
        )
    assert sum(seen.values()) > 800
    assert right["vote"] / seen["vote"] > 0.95
    assert right["attendance"] / seen["attendance"] > 0.80


def test_politeness_typed_without_marks() -> None:
    """No attendance and no vote may be taken from it; what was meant is understood, or asked about."""
    listed = rows("phrases_polite.tsv")
    wrong = {}
    for reply, expected in listed:
        assert vote(reply) is None
        got = reading_of("attendance", reply)
        assert got in expected.split() or got in ("ask", "receipt"), f"{reply!r} was read as {got}"
        if got not in expected.split():
            wrong[reply] = got
    assert len(listed) > 130
    assert len(wrong) <= len(listed) * POLITE_MISSED, wrong


def test_vang_alone_may_be_either() -> None:
    either = {reply for reply, _ in rows("phrases_polite.tsv") if yes_or_away(reply)}
    assert {"vang", "vang a", "da vang", "toi vang", "vang, cam on dong chi"} <= either
    for reply in either:
        assert attendance(reply) is None
        assert not polite(reply)
