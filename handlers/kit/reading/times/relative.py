"""Rules for days and hours seen from now: "mai", "tối qua", "2 ngày nữa", "sau 30 phút"."""

from collections.abc import Iterator

from handlers.kit.reading.times import surroundings
from handlers.kit.reading.times.pattern import Build, Match, Rule, constant
from handlers.kit.reading.times.piece import Piece
from handlers.kit.reading.times.spelling import word_set
from handlers.kit.reading.times.words import ONES

_BEFORE_A_NAME = word_set(
    "chi anh co ba em thi hoa ong chu bac dc chau me quynh ngoc tuyet thanh phuong khuyen mai truc hoang xuan"
)
_SO_MANY = word_set("may vai it dam nhieu chuc muoi")
"""Folded: mấy, vài, ít, dăm, nhiều, nhiêu, chục, mươi."""
_BETWEEN = frozenset("-–—,")
_BY_MEANS_OF = word_set("zalo zoom mang dien telegram may hinh phan ung video meet loa tin")


def _tomorrow(match: Match) -> Piece | None:
    """Tomorrow, "mai"; a name where it is written as one or follows chị, đồng chí; in a text without marks perhaps mãi."""
    token, before, after = match.tokens[match.end - 1], match.before, match.after
    if match.end - match.start == 2:
        return None if after is not None and after.base == "tang" else Piece(offset=1)
    if before is not None and before.base in _BEFORE_A_NAME:
        return None
    if after is not None and after.base in ("mai", "sau", "tang"):
        return None
    named = token.capital and not all(t.capital for t in match.tokens if t.text.isalpha())
    bare = all(t.text.isascii() for t in match.tokens)
    at_the_head = before is None or before.is_sign
    return Piece(offset=1, weak=not at_the_head and (named or bare))


def _after_part(offset: int) -> Build:
    """The "nay", "qua", "mốt" that say a day only after a part of it: not "qua Zalo", not bare "cho toi mot cay"."""

    def build(match: Match) -> Piece | None:
        after, word = match.after, match.tokens[match.start]
        if not surroundings.follows_a_part(match):
            return None
        if word.base == "qua" and after is not None and after.base in _BY_MEANS_OF:
            return None
        ends = after is None or after.is_sign or after.is_digits or bool(after.readings)
        return Piece(offset=offset) if ends or word.text != "mot" else None

    return build


def _typed_in_full(word: str, piece: Piece) -> Build:
    """Holds only where the word stands with its marks."""
    return lambda match: piece if any(t.text == word for t in match.tokens[match.start : match.end]) else None


def _is_vague(match: Match) -> bool:
    """Whether nobody knows how long: "mấy tháng nữa", "vài ba tháng nữa", "hai ba tháng nữa", "2-3 tháng nữa"."""
    before, count = match.before, match.values.get("k")
    if before is None:
        return False
    if before.base in _SO_MANY or (count is None and before.is_digits):
        return True
    lesser = {ONES[word] for word in before.readings if word in ONES}
    further = match.token(match.start - 2)
    if before.text in _BETWEEN and further is not None and further.is_digits:
        lesser = {int(further.text)}
    return bool(lesser) if count is None else count - 1 in lesser


def _ahead(unit: str, sign: int = 1) -> Build:
    """So long from now or, with `sign` -1, ago; weak without "nữa": "sau 5 năm thực hiện" is no time."""

    def build(match: Match) -> Piece | None:
        if _is_vague(match):
            return None
        count = sign * match.values.get("k", 1)
        piece = {
            "minute": Piece(minutes_ahead=count),
            "hour": Piece(minutes_ahead=count * 60 + (sign * 30 if match.said("rưỡi") else 0)),
            "day": Piece(days_ahead=count),
            "week": Piece(days_ahead=count * 7),
            "month": Piece(months_ahead=count),
            "year": Piece(months_ahead=count * 12),
        }[unit]
        return piece if match.said("nữa") else piece.weakened()

    return build


def _days() -> Iterator[Rule]:
    for words, offset in (
        ("ngày? hôm|bữa nay|ni|này", 0),
        ("ngày|hôm|bữa mốt", 2),
        ("ngày kia", 2),
        ("ngày kìa", 3),
        ("ngày? hôm|bữa qua", -1),
        ("ngày? hôm|bữa kia", -2),
        ("ngày|hôm|bữa? mai mốt|kia", 1),  # some day soon: both are readings
        ("ngày|hôm|bữa? mai mốt|kia", 2),
    ):
        yield Rule(words, constant(Piece(offset=offset)))
    yield Rule("ngày|hôm|bữa? mai", _tomorrow)
    yield Rule("mốt", _typed_in_full("mốt", Piece(offset=2)))
    yield Rule("ngay? bây giờ", _typed_in_full("bây", Piece(minutes_ahead=0, weak=True)))
    for words, offset in (("nay|ni", 0), ("mốt|kia", 2), ("qua", -1)):
        yield Rule(words, _after_part(offset))


def _lengths() -> Iterator[Rule]:
    for words, unit in (
        ("phút", "minute"),
        ("giờ|tiếng", "hour"),
        ("ngày|hôm|bữa", "day"),
        ("tuần", "week"),
        ("tháng", "month"),
        ("năm", "year"),
    ):
        count = f"<k:1-99> {words} đồng? hồ? rưỡi?" if unit == "hour" else f"<k:1-99> {words}"
        yield Rule(f"sau|trong? vòng? {count} nữa", _ahead(unit))
        yield Rule(f"sau {count}", _ahead(unit))
        yield Rule(f"trong vòng? {count} tới", _ahead(unit))
        yield Rule(f"cách đây {count}", _ahead(unit, -1))
        yield Rule(f"{count} trước", _ahead(unit, -1))
        if unit in ("week", "month", "year"):
            yield Rule(f"{words} nữa", _ahead(unit))
    yield Rule(
        "sau? <k:1-24> giờ|tiếng <m:1-59> phút? nữa", lambda m: Piece(minutes_ahead=m["k"] * 60 + m["m"])
    )
    yield Rule("sau? nửa giờ|tiếng nữa", constant(Piece(minutes_ahead=30)))
    yield Rule("sau? nửa tháng nữa", constant(Piece(days_ahead=15)))


RULES = [*_days(), *_lengths()]
