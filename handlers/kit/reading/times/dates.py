"""Rules for dates: "6/12", "mùng 6", "ngày 6 tháng sau", months and years, and the lunar calendar."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.kit.reading.times import surroundings
from handlers.kit.reading.times.pattern import Build, Match, Rule, constant
from handlers.kit.reading.times.piece import Contradiction, Piece
from handlers.kit.reading.times.spelling import word_set

DAY = "ngày|hôm|bữa? mùng|mồng?"
NEXT = "sau|tới|kế"
_DAY_WORDS = ("ngày", "hôm", "bữa", "mùng", "mồng")
_AFTER_A_DATE = word_set("tai o vao luc hoi thi nhe a hop nha hoac hay va la nay duoc co moi dia")
_TAIL = Piece(tail=True, weak=True)


def _date(match: Match) -> Piece | None:
    """A day and a month, with a year or without."""
    prefixed, spelt_out = match.said(*_DAY_WORDS), match.said("tháng", "năm")
    if spelt_out and match.after is not None and match.after.base == "lan":  # "hai tháng một lần"
        return None
    if not prefixed and spelt_out and match.tokens[match.start].glued:  # the 30 of "19h30 tháng 12"
        return None
    if surroundings.runs_on(match) or (not spelt_out and not prefixed and _is_a_fraction(match)):
        return None
    if match["d"] not in range(1, 32) or match["n"] not in range(1, 13):
        return Piece(impossible=Contradiction.NO_SUCH_DAY) if prefixed or spelt_out else None
    piece = Piece(day=match["d"], month=match["n"], year=_year(match), mung=_mung(match))
    return piece.weakened() if not prefixed and not spelt_out and _is_doubtful(match) else piece


def _year(match: Match) -> int | None:
    if "y" in match.values:
        return match["y"]
    if "yy" in match.values:
        return match["yy"] + (2000 if match["yy"] < 50 else 1900)
    return None


def _mung(match: Match) -> bool | None:
    return match.said("mùng", "mồng") or None


def _is_a_fraction(match: Match) -> bool:
    bare = match.values.keys() == {"d", "n"}
    return bare and (surroundings.names_a_thing(match) or surroundings.counts(match))


def _is_doubtful(match: Match) -> bool:
    """A bare 6-12, 6.12, or a 3/4 that goes on with a word that is none of the grammar's."""
    if match.values.keys() != {"d", "n"}:
        return False
    after = match.after
    known = after is None or after.is_sign or after.readings or after.base in _AFTER_A_DATE
    return not match.has_sign("/") or (not known and match["d"] <= match["n"])


def _short_date(match: Match) -> Piece | None:
    """A two-digit year is typed with two digits: 6/12/26."""
    return _date(match) if len(match.typed["yy"]) == 2 else None


def _iso(match: Match) -> Piece | None:
    return None if surroundings.runs_on(match) else Piece(day=match["d"], month=match["n"], year=match["y"])


def _day(match: Match) -> Piece | None:
    """A day alone: "ngày 6", "mùng 6"; not "ngày 2 lần"."""
    after, mung = match.after, _mung(match)
    if surroundings.runs_on(match) or (not mung and _is_a_bare_word(match)):
        return None
    if (
        mung and match.before is not None and match.before.base in ("chuc", "chao")
    ):  # bare "chuc mung nam moi"
        return None
    if after is not None and not mung and after.base in ("lan", "buoi", "bua", "luot"):
        return None
    return Piece(day=match["d"], mung=mung, strictly_after=match.said("tới") or None)


def _is_a_bare_word(match: Match) -> bool:
    """Bare "ngay mot" is ngày mốt, "ngay sau" the day after: the first and the sixth are written mùng, 1, 6."""
    last = match.tokens[match.end - 1].text
    return not match.typed["d"] and match["d"] <= 10 and last.isascii() and last not in ("ba", "hai")


def _day_alone(match: Match) -> Piece | None:
    """The 20th of "20 này"; a bare "7 toi" is an hour."""
    if not match.typed["d"] or match.tokens[match.end - 1].text == "toi" or surroundings.names_a_thing(match):
        return None
    piece = _day(match)
    return piece and piece.weakened()


def _first_of_range(match: Match) -> Piece | None:
    """The first day of "từ 1-5/12"."""
    if match["d"] >= match["e"] or surroundings.runs_on(match) or surroundings.names_a_thing(match):
        return None
    piece = Piece(day=match["d"], month=match["n"])
    return piece if match.said("từ", *_DAY_WORDS) else piece.weakened()


def _day_of_month(months: int) -> Build:
    return lambda match: Piece(day=match["d"], months=months, mung=_mung(match))


def _in_lunar_month(month: int) -> Build:
    return lambda match: Piece(day=match["d"], month=month, lunar=True)


def _lunar_day_number(match: Match) -> Piece | None:
    """The day of "15 âm lịch"; a bare 30 before a bare "am" may be the 30 of 7:30 am."""
    said = match.said(*_DAY_WORDS, "lịch") or not match.tokens[match.end - 1].text.isascii()
    in_words = not match.typed["d"] and not match.said(*_DAY_WORDS)
    of_a_month = match.before is not None and "tháng" in match.before.readings
    if not said or in_words or of_a_month or match.tokens[match.start].glued:
        return None
    return Piece(day=match["d"], lunar=True)


def _tet(match: Match) -> Piece:
    """Days of Tết: "mùng 2 Tết" counts from New Year's Day, "29 Tết" and "30 Tết" are the year's last days."""
    return Piece(day=match["d"], month=12 if match["d"] > 20 else 1, lunar=True)


def _solar() -> Iterator[Rule]:
    for sign in ("/", "+-", "+."):
        month, year = "<n:0-99>", "<y:1900-2199>"
        if sign != "/":
            month, year = f"+{month}", f"+{year}"
        yield Rule(f"{DAY} <d:0-99> {sign} {month}", _date)
        yield Rule(f"{DAY} <d:0-99> {sign} {month} {sign} {year}", _date)
        yield Rule(f"{DAY} <d:0-99> {sign} {month} {sign} +<yy:0-99>", _short_date)
        yield Rule(f"{DAY} <d:0-99> {sign} {month} năm <y:1900-2199>", _date)
    yield Rule(f"{DAY} <d:0-99> tháng <n:0-99>", _date)
    yield Rule(f"{DAY} <d:0-99> tháng <n:0-99> ,? năm|/|-|. <y:1900-2199>", _date)
    yield Rule("<y:1900-2199> +-|/ +<n:1-12> +-|/ +<d:1-31> +t?", _iso)
    for prefix in ("ngày|hôm|bữa mùng|mồng?", "mùng|mồng"):
        yield Rule(f"{prefix} <d:1-31> tới|này?", _day)
        yield Rule(f"{prefix} <d:1-31> tháng {NEXT} tiếp?", _day_of_month(1))
        yield Rule(f"{prefix} <d:1-31> tháng này|nay|ni", _day_of_month(0))
        for month in ("+/ <n:1-12>", "tháng <n:1-12>"):
            yield Rule(f"{prefix} <d:1-31> -|–|đến|tới ngày? <e:1-31> {month}", _first_of_range)
    yield Rule("từ? <d:1-31> -|–|đến|tới <e:1-31> +/ <n:1-12>", _first_of_range)
    yield Rule("<d:1-31> tháng này", _day_of_month(0))
    yield Rule("<d:13-31> tháng sau|tới", _day_of_month(1))  # "6 tháng sau" is half a year later
    yield Rule("<d:1-31> tới|này", _day_alone)


def _months() -> Iterator[Rule]:
    yield Rule("tháng <n:1-12>", lambda m: replace(_TAIL, month=m["n"]))
    yield Rule("tháng <n:1-12> ,? năm|/|- <y:1900-2199>", lambda m: replace(_TAIL, month=m["n"], year=m["y"]))
    yield Rule("năm <y:1900-2199>", lambda m: replace(_TAIL, year=m["y"]))
    yield Rule("tháng này|nay|ni", constant(replace(_TAIL, months=0)))
    yield Rule("tháng trước|rồi|qua", constant(replace(_TAIL, months=-1)))
    yield Rule(f"tháng {NEXT} tiếp? theo?", constant(Piece(months=1, weak=True)))
    yield Rule("tháng sau|tới nữa", constant(Piece(months=2, weak=True)))
    yield Rule("năm nay|này|ni", constant(replace(_TAIL, years=0)))
    yield Rule(f"năm {NEXT} tiếp? theo?", constant(Piece(years=1, weak=True)))
    yield Rule("năm ngoái|trước", constant(replace(_TAIL, years=-1)))


def _lunar() -> Iterator[Rule]:
    for name, month in (("giêng", 1), ("chạp", 12)):
        yield Rule(f"{DAY} <d:1-30> tháng? {name}", _in_lunar_month(month))
        yield Rule(f"tháng {name}", constant(replace(_TAIL, month=month, lunar=True)))
    yield Rule(f"{DAY} <d:1-30> âm lịch?", _lunar_day_number)
    for words in ("nhằm? ( âm lịch? )", "nhằm? âm lịch?", "lịch âm"):
        yield Rule(words, constant(replace(_TAIL, lunar=True)))
    for words in ("dương lịch?", "lịch dương", "tây"):
        yield Rule(words, constant(replace(_TAIL, lunar=False)))
    yield Rule("nhuận", constant(replace(_TAIL, leap=True, lunar=True)))
    yield Rule("mùng|mồng <d:1-10> tết", _tet)
    yield Rule("ngày? <d:20-30> tết", _tet)
    yield Rule("tết tây|dương lịch?", constant(Piece(day=1, month=1, lunar=False)))
    yield Rule("tết", constant(Piece(day=1, month=1, lunar=True, weak=True)))
    for words, day, lunar_month in (
        ("ngày|hôm|bữa? rằm", 15, None),
        ("giao thừa", 30, 12),
        ("tết nguyên đán|âm|ta lịch?", 1, 1),
        ("tết? trung thu", 15, 8),
        ("tết? đoan ngọ", 5, 5),
        ("giỗ tổ", 10, 3),
    ):
        yield Rule(words, constant(Piece(day=day, month=lunar_month, lunar=True)))
    for words in ("sau|trước|ra|qua|gần|trong|nghỉ tết nguyên? đán?", "ra giêng"):
        yield Rule(words, constant(Piece(unclear=True)))


RULES = [*_solar(), *_months(), *_lunar()]
