"""A number, a vote, yes or no, a mere receipt: closed lists of whole phrases (people 3 and 19, annex B)."""

from typing import Literal

import regex as re

from handlers.kit.reading.replies.said import BREAK, LIKED, NAME, NO, SELF, TITLE, bare, heard
from handlers.kit.reading.replies.telex import is_telex

_NUMBERS = {"một": 1, "mot": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "năm": 5, "sáu": 6}
_NUMBERS |= {"bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "chin": 9}
_AFTER_SO = _NUMBERS | {"tư": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
"""Without "số" before them these are words of their own: sau is later, nam a name, bay to fly."""
_NUMBER = re.compile(
    rf"(?:ok(?: {BREAK})? )?(?:(?:{SELF}) )?(?:xin )?(?:(?:chọn|chon|bấm|bam|nhắn|ý|mục|phương án|đáp án) )?"
    r"(?P<so>(?:số|so) )?(?P<value>\w+)(?: a)?"
)
_NOT_ALONE = re.compile(r"(?<!\w)[-−–]\d|\d[a-z]", re.I)
"""-5, and the 4a that answers question 4; "4 a" is "4 ạ"."""

_FOR = "tán thành|nhất trí|thống nhất|đồng ý|đồng tình"
_APPROVE = re.compile(rf"(?:(?:{SELF}) )?(?:xin )?(?:{_FOR})")
_AGAINST = re.compile(rf"(?:(?:{SELF}) )?(?:xin )?(?:(?:{NO}) (?:{_FOR})|phản đối)")
_SPOKEN_OF = re.compile(rf"\b(?:{_FOR}|phản đối)\b")

_BEGINS = re.compile(
    rf"(?:(?:{_APPROVE.pattern})|(?:{_AGAINST.pattern})|(?:tôi )?(?:có )?(?:ý kiến|ý|y kien|y) (?:khác|khac))\b"
)

_YES = "có chứ|có rồi|có|phải rồi|phải|đúng rồi|đúng vậy|đúng thế|đúng|chính xác|ừ|u|ừm|ờ|uh|vâng|dạ|đồng ý"
_ALL_YES = re.compile(rf"(?:(?:{SELF}) )?(?:{_YES})(?:(?: {BREAK})? (?:{_YES}))*")
_WRONG = "sai rồi|sai"
_THANKS = re.compile(rf"(?: ạ| {BREAK})*(?: xin)? (?:cảm|cám) ơn(?: (?:ạ|nhé|nhiều|{TITLE}|{BREAK}))*$")
_ALL_NO = re.compile(
    rf"(?:(?:{SELF}) )?(?:(?:{NO})(?: phải| đúng| có| đồng ý)?(?: đâu)?|{_WRONG})"
    rf"(?: {BREAK} (?:(?:{NO})(?: phải| đúng)?|{_WRONG}))*"
)

_THING = "tin nhắn|tin|thông báo|thông tin|giấy mời|thư mời|lời mời|lịch họp|lịch|tài liệu|văn bản"
_RECEIPT = re.compile(
    rf"(?:dạ|da|vâng|ừ|ừm|ờ|uh|u|uk|ok|okk|oke|okê|okay|okie|oki|ô kê|ôkê|rồi|được|tốt|{LIKED}"
    rf"|(?:đã |vừa )?nhận(?: được| đc| dc| đủ)?(?: {_THING.replace('|', '| ')})?|(?:đã |nghe )?rõ|(?:đã )?(?:hiểu|biết)"
    r"|đã (?:xem|đọc|nghe)|(?:xem|đọc|nghe) rồi|(?:(?:đã|sẽ|xin) )*(?:ghi )?nhớ"
    r"|(?:(?:xin|rất|kính|trân trọng|chân thành) )*+(?:cảm|cám) ơn(?: rất)?(?: nhiều)?(?: đã (?:báo|nhắc|thông báo))?"
    r"|thanks|thank you|tks)(?: |$)"
)
_COURTESY = re.compile(
    rf"(?:ạ|a|nhé|nha|nhá|nhe|nhen|nghen|ơi|(?:kính )?thưa|(?:xin )?(?:kính )?chào|báo cáo|nhiều(?: lắm)?|các|mọi người|bạn|{BREAK}"
    rf"|(?:{TITLE}|{SELF})(?: {NAME}(?=$| {BREAK}| ạ| ơi| nhé))?)(?: |$)"
)
_UNMARKED = re.compile(r"\bvang\b")
"""vâng or vắng."""
_KNOWING = re.compile(r"\b(?:nhận|rõ|hiểu|biết|xem|đọc|nghe|nhớ)\b")
"""Beside these "vang" is vâng, or if not, then the question that is repeated is answered: nothing is recorded by it."""


def number(text: str) -> int | None:
    """The one number, 0 to 9, that is all a reply says: "1.", "số 1", "một ạ", "1️⃣"; None for "12", "1 2", "1 giờ"."""
    match = _NUMBER.fullmatch(bare(text))
    if match is None or _NOT_ALONE.search(text):
        return None
    value = match["value"]
    if value.isdigit():
        return int(value) if len(value) == 1 else None
    return (_AFTER_SO if match["so"] else _NUMBERS).get(value)


def vote(text: str) -> Literal["approve", "against"] | None:
    """A vote that consists of one whole phrase of the closed list (people 3); anything longer is None: ask again, and so is Telex."""
    if is_telex(text):
        return None
    line = bare(text)
    if _APPROVE.fullmatch(line):
        return "approve"
    return "against" if _AGAINST.fullmatch(line) else None


def begins_as_vote(text: str) -> bool:
    """Whether a reply begins with a phrase of that list, or with "ý kiến khác", whatever follows: no vote, but said to one."""
    return _BEGINS.match(bare(text)) is not None


def speaks_of_a_vote(text: str) -> bool:
    """Whether a phrase of that list stands anywhere in a reply."""
    return _SPOKEN_OF.search(heard(text).line) is not None


def yes_no(text: str) -> bool | None:
    """The answer to an open yes/no question, where alone "vâng" and "dạ" are a yes (annex B); None: ask again."""
    line, said = _THANKS.sub("", bare(text)), heard(text).line.split()
    if _ALL_YES.fullmatch(line) or (not line and {"dạ", "vâng"} & set(said)):
        return True
    return False if _ALL_NO.fullmatch(line) and "vâng" not in said else None


def polite(text: str) -> bool:
    """Whether a reply is a receipt and nothing else: "vâng ạ", "đã nhận, cảm ơn đồng chí", 👍 (people 19)."""
    line = heard(text).line
    return receipt(line) is True or (bool(_KNOWING.search(line)) and _is_but_polite(line))


def yes_or_away(text: str) -> bool:
    """Whether all that a reply says is "vang", and politeness: vâng or vắng, which only its writer knows (decisions.md 26)."""
    return _is_but_polite(heard(text).line) and not polite(text)


def _is_but_polite(line: str) -> bool:
    """Whether a line with "vang" in it would be a receipt if that is vâng."""
    marked, times = _UNMARKED.subn("vâng", line)
    return times > 0 and receipt(marked) is True


def receipt(line: str) -> bool | None:
    """Whether a line of words thanks or acknowledges (False: it only calls somebody); None where it says anything else."""
    at, received = 0, False
    while at < len(line):
        match = _RECEIPT.match(line, at)
        received = received or match is not None
        match = match or _COURTESY.match(line, at)
        if match is None:
            return None
        at = match.end()
    return received
