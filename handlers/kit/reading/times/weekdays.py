"""Rules for weekdays, weeks, the edges of months ("cuối tháng", "thứ bảy đầu tháng"), and what repeats."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.kit.reading.times import surroundings
from handlers.kit.reading.times.dates import NEXT
from handlers.kit.reading.times.pattern import Build, Match, Rule, constant
from handlers.kit.reading.times.piece import Edge, Piece
from handlers.kit.reading.times.spelling import word_set
from handlers.kit.reading.times.words import numbers

_SUNDAY = 6
_BEFORE_ORDINALS = word_set(
    "lan nguoi dung hang bai dieu chuong con loai diem cai giai dot ky vong to van khoa nhiem y phan cau viec kien"
    " de nhom buoi tuan thang nam quy so tieng"
)


def _weekday(match: Match) -> Piece | None:
    """A weekday; "thứ 2" only where it is no ordinal."""
    if "w" not in match.values:
        return Piece(weekday=_SUNDAY)
    if surroundings.runs_on(match) or _is_an_ordinal(match):
        return None
    return Piece(weekday=match["w"] - 2)


def _with(more: Piece) -> Build:
    """A weekday of which more is said."""

    def build(match: Match) -> Piece | None:
        piece = _weekday(match)
        return piece and replace(more, weekday=piece.weekday)

    return build


def _is_an_ordinal(match: Match) -> bool:
    """As in "lần thứ 2", "thứ hai là", and every "thứ hai" of a text that has a "thứ nhất"."""
    before, after = match.before, match.after
    numbered = before is not None and match.said("thứ") and before.base in _BEFORE_ORDINALS
    listed = after is not None and after.base in ("la", "nhat", "trieu", "khoan")
    pairs = zip(match.tokens, match.tokens[1:], strict=False)
    has_a_first = any(one.base == "thu" and two.base in ("nhat", "1") for one, two in pairs)
    return numbered or listed or has_a_first or surroundings.counts(match)


def _week(piece: Piece) -> Build:
    """A week such as "tuần này", but not "hai tuần này" or "2 tuần sau"."""

    def build(match: Match) -> Piece | None:
        before, further = match.before, match.token(match.start - 2)
        counted = before is not None and not before.glued and bool(numbers(match.tokens, match.start - 1))
        if counted and further is not None:
            counted = not further.is_sign and further.readings.isdisjoint(_BEFORE_NUMBERS)
        return None if counted else piece

    return build


_BEFORE_NUMBERS = frozenset({"thứ", "giờ", "tháng", "ngày", "mùng", "mồng"})


def _edge_of_month(edge: Edge) -> Build:
    return lambda match: Piece(edge=edge, edge_of="month", month=match["n"])


def _edge_of_year(piece: Piece) -> Build:
    """An edge such as "cuối năm", but not that of "6 tháng cuối năm"."""

    def build(match: Match) -> Piece | None:
        before = match.before
        of_months = before is not None and not before.readings.isdisjoint({"tháng", "quý", "ngày"})
        return None if of_months else piece

    return build


def _weekdays() -> Iterator[Rule]:
    for base in ("thứ <w:2-7>", "t +<w:2-7>", "cn", "chủ|chúa nhật|nhựt|nhất"):
        named = f"ngày|hôm|bữa? {base}"
        yield Rule(f"{named} này|nay|ni?", _weekday)
        yield Rule(f"{named} tới", _with(Piece(strictly_after=True)))
        yield Rule(f"{named} sau|kế", _with(Piece(week=1)))
        yield Rule(f"{named} vừa? trước|rồi|qua", _with(Piece(last=True)))
        yield Rule(f"mỗi|các {named}", _with(Piece(every="WEEKLY")))
        yield Rule(f"{named} tuần nào cũng", _with(Piece(every="WEEKLY")))


def _weeks() -> Iterator[Rule]:
    edges = (("đầu", 0), ("giữa", 2), ("cuối", 5), ("cuối", 6))
    for words, week in (
        ("này|nay|ni", 0),
        ("sau|tới|kế tiếp?", 1),
        ("sau|tới nữa", 2),
        ("trước|qua|rồi", -1),
    ):
        yield Rule(f"trong? tuần {words}", _week(Piece(week=week, weak=week < 0)))
        for edge, weekday in edges:
            yield Rule(f"{edge} tuần {words}", constant(Piece(week=week, weekday=weekday)))
    for edge, weekday in edges:
        yield Rule(f"{edge} tuần", constant(Piece(weekday=weekday)))


def _edges() -> Iterator[Rule]:
    for words, edge in (
        ("ngày? đầu", Edge.FIRST),
        ("ngày đầu tiên? của?", Edge.FIRST),
        ("giữa", Edge.MIDDLE),
        ("ngày? cuối cùng? của?", Edge.LAST),
    ):
        month, year = Piece(edge=edge, edge_of="month"), Piece(edge=edge, edge_of="year")
        for suffix, shift in (("", None), (f" {NEXT}", 1), (" này|nay|ni", 0)):
            yield Rule(f"{words} tháng{suffix}", constant(replace(month, months=shift)))
            yield Rule(f"{words} năm{suffix}", _edge_of_year(replace(year, years=shift)))
        yield Rule(f"{words} tháng <n:1-12>", _edge_of_month(edge))
    nth = Piece(tail=True)
    for words, number in (("đầu tiên?", 1), ("cuối cùng?", -1)):
        yield Rule(f"{words} của? tháng?", constant(replace(nth, nth=number, weak=True)))
        yield Rule(f"tuần {words} của? tháng?", constant(replace(nth, nth=number)))
    yield Rule("tuần thứ <k:1-5> của? tháng?", lambda match: replace(nth, nth=match["k"]))
    yield Rule("thứ nhất của? tháng?", constant(replace(nth, nth=1, weak=True)))


def _repeats() -> Iterator[Rule]:
    daily, each = Piece(every="DAILY", weak=True), "hằng|hàng|mỗi|từng|các"
    yield Rule(f"{each} ngày", constant(daily))
    yield Rule("ngày nào cũng", constant(daily))
    yield Rule("hằng|hàng|mỗi", lambda match: daily if surroundings.leads_a_part(match) else None)
    for words, every, interval in (
        ("tuần", "WEEKLY", None),
        ("tháng", "MONTHLY", None),
        ("quý", "MONTHLY", 3),
        ("năm", "YEARLY", None),
    ):
        piece = Piece(every=every, interval=interval, weak=True)
        yield Rule(f"{each} {words} một|1? lần?", constant(piece))
        yield Rule(f"{words} nào cũng", constant(piece))
        yield Rule(f"{words} một|1 lần", constant(piece))
        yield Rule(f"mỗi? <k:2-12> {words} một|1 lần", _every_so_many(piece))
        yield Rule(f"mỗi <k:2-12> {words}", _every_so_many(piece))
        yield Rule(f"cách {words}", constant(replace(piece, interval=2)))


def _every_so_many(piece: Piece) -> Build:
    return lambda match: replace(piece, interval=match["k"] * (piece.interval or 1))


RULES = [*_weekdays(), *_weeks(), *_edges(), *_repeats()]
