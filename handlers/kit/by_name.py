"""Whose words these are on a shared phone, as far as a name tells: the one before the words, and one that stands among them.

A name alone is weak proof: Mai, Sáu, Tư, Minh are words too, and one message may bring the answers of both. What is in doubt is asked.
"""

import re
import unicodedata
from dataclasses import dataclass

from handlers.kit import labels
from handlers.kit.reading.replies.said import SELF
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.kit.words import Command, understand
from models.folding import fold
from models.member import Member
from models.outbox import Offer


@dataclass(frozen=True)
class Called:
    """A member whose name stands before words. parted: a sign stands between the two.

    Without a sign it may be no name at all (Bình, Hoa): then it is one only before what is an answer to some question.
    """

    whose: Member
    words: str
    parted: bool


def named(turn: Turn, text: str) -> Called | None:
    """The member of a shared phone whose name stands before the words.

    Without a sign the name has a capital letter and is no common word: 'mai tôi vắng' speaks of tomorrow. 'Mai, tôi vắng' may too.
    """
    said = _NAME_AND_WORDS.match(text)
    if said is None or len(turn.members) < 2:
        return None
    name, sign = said["name"], (said["sign"] or "").strip()
    of_himself = _SELF.match(said["words"]) is not None
    if not sign and (of_himself or _is_a_word(name) or not name[0].isupper()):
        return None
    if sign == "," and _is_a_word(name) and (of_himself or not name[0].isupper()):
        return None
    found = [member for member, _ in turn.members if _is_name_of(member, name)]
    if len(found) != 1:
        return None
    return Called(found[0], f"{said['number'] or ''}{said['words']}", bool(sign))


def mentions(turn: Turn, words: str, whose: Member) -> bool:
    """Whether somebody else of this phone is named in words that are `whose`'s: they may bring that one's answer too."""
    return any(_after_name(words, member) for member, _ in turn.members if member.id != whose.id)


def begins_with_another(turn: Turn, text: str) -> bool:
    """Whether a name of this phone, not the speaker's, and a sign stand before the words, were it a common word too."""
    said = _NAME_AND_WORDS.match(text)
    if said is None or said["sign"] is None:
        return False
    others = (member for member, _ in turn.members if turn.member is None or member.id != turn.member.id)
    return any(_is_name_of(member, said["name"]) for member in others)


def answers_for_another(turn: Turn, text: str, offers: list[Offer]) -> bool:
    """Whether a name of this phone, not the speaker's, stands in the text before what is an answer to a question put to that one."""
    if len(turn.members) < 2:
        return False
    return any(
        _answers(words, offer)
        for member, _ in turn.members
        if turn.member is None or member.id != turn.member.id
        for words in _after_name(text, member)
        for offer in offers
        if offer.member_id == member.id
    )


def says_a_word(words: str) -> bool:
    """Whether what stands behind the name is a word that passes whatever is asked: 'Hùng sửa', 'Hùng góp ý ...'."""
    known = [command.word for command in router.commands.values()]
    return isinstance(understand(words, known, asked=True), Command)


def _answers(words: str, offer: Offer) -> bool:
    return labels.says(words, offer.label) or router.questions[offer.kind].read(words) is not None


def _after_name(text: str, member: Member) -> list[str]:
    """What follows each place where the member is named."""
    return [text[at.end() :].strip(" :,") for at in _WORD.finditer(text) if _is_name_of(member, at[0])]


def _is_name_of(member: Member, name: str) -> bool:
    """Marks that are written must be those of the name, wherever in the syllable they stand: Hoà is Hòa, mình is not Minh."""
    if fold(name) != fold(member.given):
        return False
    return fold(name) == name.lower() or _marks(name) == _marks(member.given)


def _marks(name: str) -> list[str]:
    return sorted(unicodedata.normalize("NFD", name.lower()))


def _is_a_word(name: str) -> bool:
    return name.lower() in _WORDS or name.lower() in _UNMARKED


# Wording

_NAME_AND_WORDS = re.compile(
    r"^(?P<number>\d[.)]?\s+)?(?:(?:đồng chí|đ/c|ông|bà|anh|chị|bác|cô|chú) )?(?P<name>[^\W\d_]+)"
    r"(?:(?P<sign>\s*[:,])\s*|\s+)(?P<words>\S.*)$",
    re.I | re.S,
)
_WORD = re.compile(r"[^\W\d_]+")
_SELF = re.compile(rf"(?:{SELF})\b", re.I)
_COMMON = (
    "mai mốt nay nãy hôm sáng trưa chiều tối đêm giờ lúc ngày tuần tháng năm thứ chủ đầu cuối giữa tới sau trước xuân hạ thu đông "
    "một hai ba bốn tư sáu bảy tám chín mười cả tất đều mỗi các những "
    "tôi tui mình em con cháu tớ ta nó ông bà anh chị bác cô chú dì cậu mợ thầy bố mẹ cha nhà vợ chồng "
    "xin vâng dạ ừ có không chưa được thôi rồi đã đang sẽ phải cần muốn nhờ mong cho báo bảo thưa gửi kính chào cảm mời "
    "dự tham vắng nghỉ nhất tán đồng ý bận ốm đau mệt đi về đến ở sang lên xuống họp "
    "vì do để thì nên mà và với nếu khi là như rất quá hết chắc thường thật đúng sai hay ngoài trong tin vui bình an"
)
"""Words with which people begin a message, and which are somebody's name, as written or without their marks (Thắm dự, tham dự)."""
_WORDS = frozenset(_COMMON.split())
_UNMARKED = frozenset(fold(word) for word in _WORDS)
