"""Rules for the hour: "19h30", "7 giờ rưỡi", "11 giờ kém 15", and for the parts of the day."""

from handlers.kit.reading.times import surroundings
from handlers.kit.reading.times.pattern import Match, Rule
from handlers.kit.reading.times.piece import DAY, NOON, Contradiction, Part, Piece
from handlers.kit.reading.times.spelling import word_set

MORNING = Part(((0, NOON),), usual=8 * 60, end=NOON)
DAWN = Part(((0, 7 * 60),), usual=5 * 60, end=7 * 60)
MIDDAY = Part(((10 * 60, 15 * 60),), usual=NOON, end=14 * 60)
AFTERNOON = Part(((NOON, 20 * 60),), usual=14 * 60, end=19 * 60)
DUSK = Part(((15 * 60, 21 * 60),), usual=18 * 60, end=20 * 60)
EVENING = Part(((16 * 60, DAY + 1),), usual=19 * 60, end=DAY)
NIGHT = Part(((0, 6 * 60), (18 * 60, DAY + 6 * 60)), usual=22 * 60, end=DAY + 6 * 60)
AM = Part(((0, NOON),), usual=8 * 60, end=NOON)
PM = Part(((NOON, DAY),), usual=14 * 60, end=DAY)

PARTS = {
    "sáng": MORNING,
    "sáng sớm|tinh": Part(MORNING.windows, usual=6 * 60, end=9 * 60),
    "sớm": Part(MORNING.windows, usual=6 * 60, end=9 * 60),
    "rạng sáng": DAWN,
    "trưa": MIDDAY,
    "giữa trưa": MIDDAY,
    "chiều": AFTERNOON,
    "xế chiều": Part(AFTERNOON.windows, usual=16 * 60, end=19 * 60),
    "chiều tối": DUSK,
    "chập|nhá tối": DUSK,
    "tối": EVENING,
    "đêm": NIGHT,
    "khuya": NIGHT,
    "đêm khuya": NIGHT,
    "tối khuya": NIGHT,
    "đầu giờ|buổi sáng": Part(MORNING.windows, usual=8 * 60, end=NOON),
    "cuối giờ|buổi? sáng": Part(MORNING.windows, usual=11 * 60, end=NOON),
    "đầu giờ|buổi? chiều": AFTERNOON,
    "cuối giờ|buổi? chiều": Part(AFTERNOON.windows, usual=16 * 60 + 30, end=19 * 60),
}
"""Said with or without "buổi"."""

_BEFORE_BARE_HOUR = word_set(
    "luc vao hoi khoang tam dung tu hop mai mot kia nay bay hai ba nam sau nhat tu toi qua tuan"
)

_NOT_ONLY_NUMBERS = frozenset({"bay", "sau"})
"""Bare "bay gio" is as often bây giờ, "sau gio" after the hour."""


def hour_of(hour: int, minute: int = 0, typed: str = "") -> Piece:
    """The readings of an hour; "07" and everything from 13 on has one, 1 to 11 have two until a part is said."""
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return Piece(impossible=Contradiction.HOUR)
    if hour == 24:
        return Piece(clock=(DAY,), possible=(DAY,))
    at = hour * 60 + minute
    if hour >= 13:
        return Piece(clock=(at,), possible=(at,))
    if hour == 0:
        return Piece(clock=(at,), possible=(at, at + DAY))
    if hour == 12:
        return Piece(clock=(at,), possible=(at, at + NOON))
    after_midnight = (at + DAY,) if hour < 6 else ()
    clear = typed.startswith("0")
    return Piece(clock=(at,) if clear else (at, at + NOON), possible=(at, at + NOON, *after_midnight))


def _full(match: Match) -> Piece | None:
    minute = match.values.get("m", 0)
    apart = "m" in match.values and not match.tokens[match.end - 1].glued and not match.said("phút")
    if (apart and surroundings.counts(match)) or surroundings.is_length(match):
        return None
    piece = hour_of(match["h"], minute, match.typed["h"])
    return piece.weakened() if match.tokens[match.start].text in _NOT_ONLY_NUMBERS else piece


def _half(match: Match) -> Piece | None:
    return hour_of(match["h"], 30, match.typed["h"])


def _less(match: Match) -> Piece | None:
    hour, minute = divmod(match["h"] * 60 - match["m"], 60)
    piece = hour_of(hour or 12, minute)
    return piece if match.said("giờ") else piece.weakened()


def _signed(match: Match) -> Piece | None:
    """19:30, or 19.30 which needs a neighbour; 1.500 and 3:1 are not hours."""
    if len(match.typed["m"]) != 2 or len(match.typed["h"]) > 2 or surroundings.runs_on(match):
        return None
    piece = hour_of(match["h"], match["m"], match.typed["h"])
    if match.has_sign("."):
        doubtful = match["m"] % 5 or surroundings.names_a_thing(match) or surroundings.counts(match)
        return None if doubtful else piece.weakened()
    return piece


def _bare_half(match: Match) -> Piece | None:
    piece = hour_of(match["h"], 30)
    return None if surroundings.names_a_thing(match) else piece.weakened()


def _bare(match: Match) -> Piece | None:
    """The 7 of "7 tối mai"."""
    before = match.before
    if (
        not match.typed["h"]
        or not surroundings.leads_a_part(match)
        or surroundings.is_compound(match, match.end)
    ):
        return None
    starts = before is None or before.is_sign or before.base in _BEFORE_BARE_HOUR
    room = match.token(match.start - 2)
    if not starts or (room is not None and room.base == "phong"):
        return None
    return hour_of(match["h"]).weakened()


def _range(match: Match) -> Piece | None:
    """Start and end: "7-9h", "7 đến 9 giờ 30"."""
    start = hour_of(match["h"], 0, match.typed["h"])
    end = hour_of(match["u"], match.values.get("m", 0), match.typed["u"])
    if match.tokens[match.start].glued or surroundings.names_a_thing(match) or surroundings.runs_on(match):
        return None
    return Piece(clock=start.clock, possible=start.possible, until=end.possible)


def _part(pattern: str, part: Part) -> Rule:
    def build(match: Match) -> Piece | None:
        if surroundings.is_compound(match, match.end - 1) or surroundings.is_another_word(match):
            return None
        return Piece(part=part, weak=True)

    return Rule(f"buổi? {pattern}", build)


def _meridiem(part: Part) -> Rule:
    def build(match: Match) -> Piece | None:
        before, sign, after = match.before, match.token(match.start - 2), match.after
        if before is None or (after is not None and after.base == "lich"):
            return None
        dated = sign is not None and (
            sign.text in "/-" or not sign.readings.isdisjoint({"ngày", "mùng", "tháng"})
        )
        clocked = (before.is_digits and not dated) or not before.readings.isdisjoint({"giờ", "rưỡi"})
        return Piece(part=part) if clocked else None

    return Rule("am|sa" if part is AM else "pm|ch", build)


RULES = [
    Rule("<h:0-99> giờ <m:0-99> phút?", _full),
    Rule("<h:0-24> giờ +: +<m:0-59> phút?", _full),
    Rule("<h:0-99> giờ đúng|chẵn|tròn?", _full),
    Rule("<h:0-24> giờ rưỡi", _half),
    Rule("<h:1-24> giờ? kém|thiếu <m:1-59> phút?", _less),
    Rule("kém|thiếu <m:1-59> phút? <h:1-24> giờ", _less),
    Rule("<h:0-24> +: +<m:0-59> giờ?", _signed),
    Rule("<h:0-24> +: +<m:0-59> +: +<s:0-59>", _signed),
    Rule("<h:0-24> +. +<m:0-59> giờ?", _signed),
    Rule("<h:1-23> rưỡi", _bare_half),
    Rule("<h:1-12>", _bare),
    Rule("<h:0-24> -|–|đến|tới <u:0-24> giờ", _range),
    Rule("<h:0-24> -|–|đến|tới <u:0-24> giờ <m:0-59>", _range),
    Rule("nửa đêm|khuya", lambda _: Piece(clock=(DAY,), possible=(DAY, 0), part=NIGHT)),
    *(_part(pattern, part) for pattern, part in PARTS.items()),
    _meridiem(AM),
    _meridiem(PM),
]
