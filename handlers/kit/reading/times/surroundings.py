"""What stands around a number or a word and makes it something else than a time: phòng 7, 3/4 số phiếu, tối đa."""

from handlers.kit.reading.times.pattern import Match
from handlers.kit.reading.times.spelling import word_set
from handlers.kit.reading.times.words import Token
from models.folding import fold

_LABELS = word_set(
    "phòng nhà số tổ khu lầu tầng đội lớp quận phường đường ngõ ngách hẻm kiệt xóm ấp thôn bài điều khoản mục"
    " trang cột dòng khóa khoá quyển chương phần câu lệ điểm trên dưới hơn gần đạt chiếm trường tòa toà hội"
    " qđ cv nq kh tb xe lô block cụm căn hộ"
)
"""Words before which a number names or measures a thing."""
_BARE_LABELS = frozenset(fold(word) for word in _LABELS) - word_set("doi dat dong le hoi ho")
"""Without marks; those left out are too often đổi, đặt, đông, lễ, hồi, họ."""

_COUNTED = word_set(
    "người hộ triệu nghìn ngàn tỷ tỉ phiếu tuổi điểm mét km kg % số tổng thành cán suất độ m m2 ha lít đường phố ngõ hẻm"
)
_COUNTED_PAIRS = frozenset(
    ["đồng chí", "đảng viên", "phần trăm", "ý kiến", "gia đình", "thời gian", "diện tích"]
)
_BARE_COUNTED = frozenset(fold(word) for word in _COUNTED) - word_set("do thanh can so")
_BARE_PAIRS = frozenset(fold(pair) for pair in _COUNTED_PAIRS)

_SIGNS = "/.-:,_"
_LENGTHS = word_set("trong suot dai mat")
_BOUNDS = frozenset({("toi", "da"), ("toi", "thieu"), ("khong", "qua")})

_COMPOUNDS = {
    "sang": word_set("kien tao lap suot tac che ngoi trung"),
    "chieu": word_set("dai rong cao sau huong"),
    "toi": word_set("da thieu mat cao uu tam om tan"),
}
"""Folded halves of another word: sáng kiến, chiều dài, tối đa, tối mật."""
_MOVES = word_set("chuyen doi lui roi hoan xich keo")

LEADING = word_set("vao luc hoi khoang tam dung chung tu truoc sau den toi tuc het")
"""Folded words cut out together with the time they lead."""
PART_WORDS = frozenset({"sáng", "trưa", "chiều", "tối", "đêm", "khuya"})


def follows_a_part(match: Match) -> bool:
    """A part of the day stands before: the "nay" of "tối nay"."""
    return match.before is not None and not match.before.readings.isdisjoint(PART_WORDS)


def leads_a_part(match: Match) -> bool:
    """A part of the day stands after: the 7 of "7 tối", the "mỗi" of "mỗi tối"."""
    return match.after is not None and not match.after.readings.isdisjoint(PART_WORDS)


def runs_on(match: Match) -> bool:
    """The number goes on as something longer: 0912.345.678, 12/10/KH-CB, 192.168.1.20; not in 6/12-19h30."""
    after, beyond = match.after, match.token(match.end + 1)
    before, further = match.before, match.token(match.start - 2)
    head = match.tokens[match.start]
    behind = (
        after is not None and beyond is not None and after.glued and beyond.glued and after.text in _SIGNS
    )
    ahead = (
        before is not None and further is not None and head.glued and before.glued and before.text in _SIGNS
    )
    if behind and after is not None and after.text == "-" and _is_hour_sign(match.token(match.end + 2)):
        behind = False
    if ahead and before is not None and before.text == "-" and _is_hour_sign(match.token(match.start - 3)):
        ahead = False
    ends = after is not None and after.glued and after.text == "%"
    return behind or (ahead and further is not None and further.is_digits) or ends


def _is_hour_sign(token: Token | None) -> bool:
    return token is not None and (token.text == ":" or "giờ" in token.readings)


def names_a_thing(match: Match) -> bool:
    """The number is a name: phòng 7, nhà số 9, tỷ lệ 3/4."""
    before, further = match.before, match.token(match.start - 2)
    if before is None:
        return False
    is_ratio = further is not None and before.base == "le" and further.base in ("ti", "ty")
    return is_ratio or _is_one_of(before, _LABELS, _BARE_LABELS)


def counts(match: Match) -> bool:
    """The number counts, or is an address: 30 đồng chí, 3/4 số phiếu, 12/5 đường Trần Phú."""
    after, beyond = match.after, match.token(match.end + 1)
    if after is None:
        return False
    pair = f"{after.text} {beyond.text}" if beyond else ""
    return _is_one_of(after, _COUNTED, _BARE_COUNTED) or pair in _COUNTED_PAIRS or pair in _BARE_PAIRS


def is_length(match: Match) -> bool:
    """The hours are a length of time: "trong 2 giờ", "2 giờ đồng hồ"."""
    before, after, beyond = match.before, match.after, match.token(match.end + 1)
    further = match.token(match.start - 2)
    bounded = before is not None and further is not None and (further.base, before.base) in _BOUNDS
    clockwork = after is not None and beyond is not None and (after.base, beyond.base) == ("dong", "ho")
    gone = after is not None and (
        after.base in ("vua", "tiep") or (after.base == "sau" and _is_plain(match, beyond))
    )
    return clockwork or gone or bounded or (before is not None and before.base in _LENGTHS)


def _is_plain(match: Match, beyond: Token | None) -> bool:
    """The "2 giờ sau" that is a length; "19h sau bữa cơm" and "7h sau khi ..." are hours."""
    spelt = match.tokens[match.end - 1].base == "gio" and "m" not in match.values
    return spelt and (beyond is None or beyond.base not in ("khi", "do", "bua", "tet", "com", "le", "gio"))


def is_compound(match: Match, place: int) -> bool:
    """The part of the day at a place is half of another word: sáng kiến, tối đa."""
    part, beyond = match.token(place), match.token(place + 1)
    return part is not None and beyond is not None and beyond.base in _COMPOUNDS.get(part.base, ())


def is_another_word(match: Match) -> bool:
    """Not after an hour: bare "sang" among marked words or after a word of moving, bare "toi" before a word of no time."""
    word, before, after = match.tokens[match.end - 1], match.before, match.after
    if before is not None and (before.is_digits or not before.readings.isdisjoint({"giờ", "rưỡi", "phút"})):
        to_an_hour = after is not None and after.is_digits and _is_hour_sign(match.token(match.end + 1))
        return word.text == "toi" and to_an_hour
    if word.text == "sang" and word.weak:
        return True
    if word.text == "sang":
        return (before is None or before.text != "sang") and any(
            t.base in _MOVES for t in match.tokens[: match.start]
        )
    if word.text != "toi" or after is None or after.is_sign or after.is_digits:
        return False
    return after.base not in LEADING and (not after.readings or after.base in ("khong", "la"))


def _is_one_of(token: Token, words: frozenset[str], bare: frozenset[str]) -> bool:
    return token.text in words or (token.text.isascii() and token.text in bare)
