"""Rules for the day: dates, weekdays, "mai", weeks and months, the lunar calendar, and what repeats."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.kit.reading.times import surroundings
from handlers.kit.reading.times.pattern import Build, Match, Rule
from handlers.kit.reading.times.piece import Contradiction, Edge, Piece

_DAY = "ngày|hôm|bữa? mùng|mồng?"
_LUNAR_MONTHS = {"giêng": 1, "chạp": 12}
_NEXT = "sau|tới|kế"
_NAMES_BEFORE_MAI = frozenset(
    "chi anh co ba em thi hoa ong chu bac dc chau me quynh ngoc tuyet thanh phuong khuyen mai truc hoang xuan".split()
)
_BY_MEANS_OF = frozenset("zalo zoom mang dien telegram may hinh phan ung video meet loa tin".split())


def constant(piece: Piece) -> Build:
    """The meaning of a rule that holds wherever it stands."""
    return lambda _: piece


def _date(match: Match) -> Piece | None:
    """A day and a month, with a year or without."""
    prefixed = match.said("ngày", "hôm", "bữa", "mùng", "mồng")
    spelt_out = match.said("tháng", "năm")
    if surroundings.runs_on(match) or (not spelt_out and not prefixed and _is_a_fraction(match)):
        return None
    if not prefixed and spelt_out and match.tokens[match.start].glued:  # the 30 of "19h30 tháng 12"
        return None
    if match["d"] not in range(1, 32) or match["n"] not in range(1, 13):
        return Piece(impossible=Contradiction.NO_SUCH_DAY) if prefixed or spelt_out else None
    piece = Piece(
        day=match["d"], month=match["n"], year=_year(match), mung=match.said("mùng", "mồng") or None
    )
    return piece.weakened() if not prefixed and not spelt_out and _is_doubtful(match) else piece


def _year(match: Match) -> int | None:
    if "y" in match.values:
        return match["y"]
    if "yy" in match.values:
        return match["yy"] + (2000 if match["yy"] < 50 else 1900)
    return None


def _is_a_fraction(match: Match) -> bool:
    bare = match.values.keys() == {"d", "n"}
    return bare and (surroundings.names_a_thing(match) or surroundings.counts(match))


def _is_doubtful(match: Match) -> bool:
    """A bare 6-12, 6.12, or a 3/4 that goes on with a word that is none of the grammar's."""
    if match.values.keys() != {"d", "n"}:
        return False
    after = match.after
    goes_on = (
        after is not None and not after.is_sign and not after.readings and after.base not in _AFTER_A_DATE
    )
    return not match.has_sign("/") or (goes_on and match["d"] <= match["n"])


_AFTER_A_DATE = frozenset("tai o vao luc hoi thi nhe a hop nha hoac hay va la nay duoc co moi dia".split())


def _short_date(match: Match) -> Piece | None:
    """A two-digit year is typed with two digits: 6/12/26."""
    return _date(match) if len(match.typed["yy"]) == 2 else None


def _iso(match: Match) -> Piece | None:
    return None if surroundings.runs_on(match) else Piece(day=match["d"], month=match["n"], year=match["y"])


def _day(match: Match) -> Piece | None:
    """ "ngày 6", "mùng 6". A bare "ngay mot" is ngày mốt, and "ngay sau" no sixth: those are written mùng or 1."""
    mung = match.said("mùng", "mồng")
    last, after = match.tokens[match.end - 1], match.after
    if (
        not mung
        and not match.typed["d"]
        and match["d"] <= 10
        and last.text.isascii()
        and last.text not in ("ba", "hai")
    ):
        return None
    if after is not None and not mung and after.base in ("lan", "buoi", "bua", "luot"):
        return None
    if surroundings.runs_on(match):
        return None
    return Piece(day=match["d"], mung=mung or None, strictly_after=match.said("tới") or None)


def _day_of_month(months: int) -> Build:
    return lambda m: Piece(day=m["d"], months=months, mung=m.said("mùng", "mồng") or None)


def _weekday(day: int | None, **more: object) -> Build:
    """A weekday; `day` None when the rule has a number 2 to 7."""

    def build(match: Match) -> Piece | None:
        if day is None and (surroundings.runs_on(match) or _is_an_ordinal(match)):
            return None
        weekday = match["w"] - 2 if day is None else day
        return replace(Piece(weekday=weekday), **more)  # type: ignore[arg-type]

    return build


_BEFORE_ORDINALS = frozenset(
    "lan nguoi dung hang bai dieu chuong con loai diem cai giai dot ky vong to van khoa nhiem y phan cau viec kien"
    " van_de de nhom buoi tuan thang nam quy".split()
)


def _is_an_ordinal(match: Match) -> bool:
    """ "lần thứ 2", "thứ hai là", "tuần thứ 2"; "vấn đề thứ ba"."""
    before, after = match.before, match.after
    return (
        (before is not None and match.said("thứ") and before.base in _BEFORE_ORDINALS)
        or (after is not None and after.base in ("la", "nhat", "trieu", "khoan"))
        or surroundings.counts(match)
        or any(
            one.base == "thu"
            and two.base in ("nhat", "1")
            and (i == 0 or match.tokens[i - 1].base not in ("chu", "chua"))
            for i, (one, two) in enumerate(zip(match.tokens, match.tokens[1:], strict=False))
        )
    )


def _tomorrow(match: Match) -> Piece | None:
    """ "mai"; a name when it is written as one or stands after chị, đồng chí."""
    token, before = match.tokens[match.start], match.before
    if before is not None and before.base in _NAMES_BEFORE_MAI and before.text != "chủ":
        return None
    named = token.capital and not all(t.capital for t in match.tokens if t.text.isalpha())
    return Piece(offset=1, weak=named and match.start > 0)


def _after_part(offset: int) -> Build:
    """ "nay", "qua", "mốt" say a day only after a part of it."""

    def build(match: Match) -> Piece | None:
        before, after = match.before, match.after
        if before is None or before.readings.isdisjoint({"sáng", "trưa", "chiều", "tối", "đêm", "khuya"}):
            return None
        if match.said("qua") and after is not None and after.base in _BY_MEANS_OF:
            return None
        return Piece(offset=offset)

    return build


def _ahead(unit: str, sign: int = 1) -> Build:
    """So long from now: "2 ngày nữa", "sau 30 phút nữa", "3 ngày trước"."""

    def build(match: Match) -> Piece | None:
        count = sign * match.values.get("k", 1)
        halves = count * 2 + (sign if match.said("rưỡi") else 0) if "k" in match.values else sign
        sure = match.said("nữa")
        piece = {
            "minute": Piece(minutes_ahead=count),
            "hour": Piece(minutes_ahead=halves * 30),
            "day": Piece(days_ahead=count),
            "week": Piece(days_ahead=count * 7),
            "month": Piece(days_ahead=15)
            if match.tokens[match.end - 3 :][0].base == "nua"
            else Piece(months_ahead=count),
            "year": Piece(months_ahead=count * 12),
        }[unit]
        return piece if sure else piece.weakened()

    return build


def _lunar_day(day: int, month: int | None, weak: bool = False) -> Build:
    return constant(Piece(day=day, month=month, lunar=True, weak=weak))


def _tet(match: Match) -> Piece:
    """ "mùng 2 Tết" counts from New Year's Day, "29 Tết" and "30 Tết" are the year's last days."""
    return Piece(day=match["d"], month=12 if match["d"] > 20 else 1, lunar=True)


def _edge_of_month(edge: Edge) -> Build:
    return lambda match: Piece(edge=edge, edge_of="month", month=match["n"])


def _edge_of_year(piece: Piece) -> Build:
    """"cuối năm", but not the end of "6 tháng cuối năm"."""

    def build(match: Match) -> Piece | None:
        before = match.before
        return None if before is not None and not before.readings.isdisjoint({"tháng", "quý", "ngày"}) else piece

    return build


def _dates() -> Iterator[Rule]:
    for sign in ("/", "+- ", "+. "):
        s = sign.strip()
        n, y = ("+<n:0-99>", "+<y:1900-2199>") if s != "/" else ("<n:0-99>", "<y:1900-2199>")
        yield Rule(f"{_DAY} <d:0-99> {s} {n}", _date)
        yield Rule(f"{_DAY} <d:0-99> {s} {n} {s} {y}", _date)
        yield Rule(f"{_DAY} <d:0-99> {s} {n} {s} +<yy:0-99>", _short_date)
        yield Rule(f"{_DAY} <d:0-99> {s} {n} năm {y.removeprefix('+')}", _date)
    yield Rule(f"{_DAY} <d:0-99> tháng <n:0-99>", _date)
    yield Rule(f"{_DAY} <d:0-99> tháng <n:0-99> ,? năm|/|-|. <y:1900-2199>", _date)
    yield Rule("<y:1900-2199> +-|/ +<n:1-12> +-|/ +<d:1-31> +t?", _iso)
    yield Rule("ngày|hôm|bữa mùng|mồng? <d:1-31> tới|này?", _day)
    yield Rule("mùng|mồng <d:1-31> tới|này?", _day)
    for prefix in ("ngày|hôm|bữa mùng|mồng?", "mùng|mồng"):
        yield Rule(f"{prefix} <d:1-31> tháng {_NEXT} tiếp?", _day_of_month(1))
        yield Rule(f"{prefix} <d:1-31> tháng này|nay|ni", _day_of_month(0))
    for name, month in _LUNAR_MONTHS.items():
        yield Rule(
            f"{_DAY} <d:1-30> tháng? {name}", lambda m, n=month: Piece(day=m["d"], month=n, lunar=True)
        )  # type: ignore[misc]
        yield Rule(f"tháng {name}", constant(Piece(month=month, lunar=True, tail=True, weak=True)))
    tail = Piece(tail=True, weak=True)
    yield Rule("tháng <n:1-12>", lambda m: replace(tail, month=m["n"]))
    yield Rule("tháng <n:1-12> ,? năm|/|- <y:1900-2199>", lambda m: replace(tail, month=m["n"], year=m["y"]))
    yield Rule("năm <y:1900-2199>", lambda m: replace(tail, year=m["y"]))
    yield Rule("tháng này|nay|ni", constant(replace(tail, months=0)))
    yield Rule("tháng trước|rồi|qua", constant(replace(tail, months=-1)))
    yield Rule(f"tháng {_NEXT} tiếp? theo?", constant(Piece(months=1, weak=True)))
    yield Rule("tháng sau|tới nữa", constant(Piece(months=2, weak=True)))
    yield Rule("năm nay|này|ni", constant(replace(tail, years=0)))
    yield Rule(f"năm {_NEXT} tiếp? theo?", constant(Piece(years=1, weak=True)))
    yield Rule("năm ngoái|trước", constant(replace(tail, years=-1)))


def _lunar() -> Iterator[Rule]:
    yield Rule("nhằm? ( âm lịch? )", constant(Piece(lunar=True, tail=True, weak=True)))
    yield Rule("nhằm? âm lịch?", constant(Piece(lunar=True, tail=True, weak=True)))
    yield Rule("lịch âm", constant(Piece(lunar=True, tail=True, weak=True)))
    yield Rule("dương lịch?", constant(Piece(lunar=False, tail=True, weak=True)))
    yield Rule("lịch dương", constant(Piece(lunar=False, tail=True, weak=True)))
    yield Rule(f"{_DAY} <d:1-30> âm lịch?", lambda m: Piece(day=m["d"], lunar=True))
    yield Rule("tây", constant(Piece(lunar=False, tail=True, weak=True)))
    yield Rule("nhuận", constant(Piece(leap=True, lunar=True, tail=True, weak=True)))
    yield Rule("ngày|hôm|bữa? rằm", _lunar_day(15, None))
    yield Rule("mùng|mồng <d:1-10> tết", _tet)
    yield Rule("ngày? <d:27-30> tết", _tet)
    yield Rule("giao thừa", _lunar_day(30, 12))
    yield Rule("tết", _lunar_day(1, 1, weak=True))
    yield Rule("tết nguyên đán|âm|ta lịch?", _lunar_day(1, 1))
    yield Rule("tết tây|dương lịch?", constant(Piece(day=1, month=1, lunar=False)))
    yield Rule("tết? trung thu", _lunar_day(15, 8))
    yield Rule("tết? đoan ngọ", _lunar_day(5, 5))
    yield Rule("giỗ tổ", _lunar_day(10, 3))
    yield Rule("sau|trước|ra|qua|gần|trong|nghỉ tết", constant(Piece(unclear=True)))
    yield Rule("ra giêng", constant(Piece(unclear=True)))


def _weekdays() -> Iterator[Rule]:
    sunday = ["cn", "chủ|chúa nhật|nhựt|nhất"]
    bases: list[tuple[str, int | None]] = [
        ("thứ <w:2-7>", None),
        ("t +<w:2-7>", None),
        *((s, 6) for s in sunday),
    ]
    for base, day in bases:
        named = f"ngày|hôm|bữa? {base}"
        yield Rule(f"{named} này|nay|ni?", _weekday(day))
        yield Rule(f"{named} tới", _weekday(day, strictly_after=True))
        yield Rule(f"{named} sau|kế", _weekday(day, week=1))
        yield Rule(f"{named} vừa? trước|rồi|qua", _weekday(day, last=True))
        yield Rule(f"mỗi|các {named}", _weekday(day, every="WEEKLY"))
        yield Rule(f"{named} tuần nào cũng", _weekday(day, every="WEEKLY"))


def _weeks() -> Iterator[Rule]:
    for words, week in (
        ("này|nay|ni", 0),
        ("sau|tới|kế tiếp?", 1),
        ("sau|tới nữa", 2),
        ("trước|qua|rồi", -1),
    ):
        yield Rule(f"trong? tuần {words}", constant(Piece(week=week, weak=week < 0)))
        for edge, weekdays in (("đầu", (0,)), ("giữa", (2,)), ("cuối", (5, 6))):
            for weekday in weekdays:
                yield Rule(f"{edge} tuần {words}", constant(Piece(week=week, weekday=weekday)))
    for edge, weekdays in (("đầu", (0,)), ("giữa", (2,)), ("cuối", (5, 6))):
        for weekday in weekdays:
            yield Rule(f"{edge} tuần", constant(Piece(weekday=weekday)))
    whose = (("", {}), (f" {_NEXT}", {"months": 1}), (" này|nay|ni", {"months": 0}))
    for words, edge in (
        ("ngày? đầu", Edge.FIRST),
        ("ngày đầu tiên? của?", Edge.FIRST),
        ("giữa", Edge.MIDDLE),
        ("ngày? cuối cùng? của?", Edge.LAST),
    ):
        for suffix, more in whose:
            yield Rule(f"{words} tháng{suffix}", constant(Piece(edge=edge, edge_of="month", **more)))
            years = {"years": n for n in more.values()}
            yield Rule(f"{words} năm{suffix}", _edge_of_year(Piece(edge=edge, edge_of="year", **years)))
        yield Rule(f"{words} tháng <n:1-12>", _edge_of_month(edge))
    nth = Piece(tail=True, weak=True)
    yield Rule("tuần? đầu tiên? của? tháng?", constant(replace(nth, nth=1)))
    yield Rule("tuần? cuối cùng? của? tháng?", constant(replace(nth, nth=-1)))
    yield Rule("tuần thứ <k:1-5> của? tháng?", lambda m: replace(nth, nth=m["k"]))
    yield Rule("thứ nhất|nhì của? tháng?", lambda m: replace(nth, nth=2 if m.said("nhì") else 1))


def _relative() -> Iterator[Rule]:
    yield Rule("hôm|bữa|ngày nay|ni|này", constant(Piece(offset=0)))
    yield Rule(
        "ngay? bây giờ", lambda m: Piece(minutes_ahead=0) if m.tokens[m.end - 2].text == "bây" else None
    )
    yield Rule("nay|ni", _after_part(0))
    yield Rule("mai", _tomorrow)
    yield Rule("ngày|hôm|bữa mai", constant(Piece(offset=1)))
    yield Rule("ngày|hôm|bữa mốt", constant(Piece(offset=2)))
    yield Rule("mốt", _after_part(2))
    yield Rule("mốt", lambda m: Piece(offset=2) if m.tokens[m.start].text == "mốt" else None)
    yield Rule("ngày|hôm|bữa? mai mốt", constant(Piece(offset=1)))
    yield Rule("ngày|hôm|bữa? mai mốt", constant(Piece(offset=2)))
    yield Rule("ngày kia", constant(Piece(offset=2)))
    yield Rule("mai kia", constant(Piece(offset=1)))
    yield Rule("mai kia", constant(Piece(offset=2)))
    yield Rule("kia", _after_part(2))
    yield Rule("ngày kìa", constant(Piece(offset=3)))
    yield Rule("hôm|bữa|ngày qua", constant(Piece(offset=-1)))
    yield Rule("qua", _after_part(-1))
    yield Rule("hôm|bữa kia", constant(Piece(offset=-2)))
    units = {
        "phút": "minute",
        "giờ|tiếng": "hour",
        "ngày|hôm|bữa": "day",
        "tuần": "week",
        "tháng": "month",
        "năm": "year",
    }
    for words, unit in units.items():
        half = "rưỡi?" if unit == "hour" else ""
        extra = "đồng? hồ?" if unit == "hour" else ""
        yield Rule(f"sau|trong? vòng? <k:1-99> {words} {extra} {half} nữa", _ahead(unit))
        yield Rule(f"sau <k:1-99> {words} {half}", _ahead(unit))
        yield Rule(f"trong vòng? <k:1-99> {words} {half} tới", _ahead(unit))
        yield Rule(f"cách đây <k:1-99> {words}", _ahead(unit, -1))
        yield Rule(f"<k:1-99> {words} trước", _ahead(unit, -1))
    for words, unit in (("giờ|tiếng", "hour"), ("tháng", "month")):
        yield Rule(f"sau? nửa {words} nữa", _ahead(unit))
    for words, unit in (("tuần", "week"), ("tháng", "month"), ("năm", "year")):
        yield Rule(f"{words} nữa", _ahead(unit))


def _repeats() -> Iterator[Rule]:
    daily, always = Piece(every="DAILY", weak=True), "hằng|hàng|mỗi|từng|các"
    yield Rule(f"{always} ngày", constant(daily))
    yield Rule("ngày nào cũng", constant(daily))
    for part in ("sáng", "trưa", "chiều", "tối", "đêm"):
        yield Rule(
            "hằng|hàng|mỗi",
            lambda m, p=part: daily if m.after is not None and p in m.after.readings else None,  # type: ignore[misc]
        )
    for words, every, interval in (
        ("tuần", "WEEKLY", None),
        ("tháng", "MONTHLY", None),
        ("quý", "MONTHLY", 3),
        ("năm", "YEARLY", None),
    ):
        piece = Piece(every=every, interval=interval, weak=True)
        yield Rule(f"{always} {words} một|1? lần?", constant(piece))
        yield Rule(f"{words} nào cũng", constant(piece))
        yield Rule(f"{words} một|1 lần", constant(piece))
        yield Rule(f"mỗi? <k:2-12> {words} một|1 lần", _every_so_many(piece))
        yield Rule(f"mỗi <k:2-12> {words}", _every_so_many(piece))
        yield Rule(f"cách {words}", constant(replace(piece, interval=2)))


def _every_so_many(piece: Piece) -> Build:
    return lambda match: replace(piece, interval=match["k"] * (piece.interval or 1))


RULES = [*_dates(), *_lunar(), *_weekdays(), *_weeks(), *_relative(), *_repeats()]
