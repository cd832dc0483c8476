"""What somebody asks who gives no answer: when and where one meets, and to be helped or rung up. Closed lists, marks or none."""

import re

from handlers.kit.reading.replies.said import CALLED, SELF, bare
from models.folding import fold, tidy

_WHEN = r"\b(?:mấy giờ|ở đâu|khi nào|bao giờ|lúc nào|ngày nào|hôm nào|chỗ nào|thứ mấy)\b"
_AT_MOST = 15
"""More words than this say something beside the question."""
_ASKED = (
    r"\b(?:mấy giờ|ở đâu|khi nào|bao giờ|lúc nào|ngày nào|hôm nào|thế nào|ra sao|ai (?:chủ trì|dự|đi|vắng))\b"
    r"|\b(?:được|phải|có|rồi|xong) (?:không|chưa)(?: ạ| đồng chí)*[ .!]*$"
)
_QUESTION = re.compile(_ASKED + r"|\b(?:nhỉ|hả)[ .!]*$")
_UNACCENTED = re.compile(fold(_ASKED))
_UNKNOWN, _UNKNOWN_UNACCENTED = re.compile(r"\bbiết\b"), re.compile(r"\bbiet\b")
_HELP = (
    rf"(?:xin )?(?:nhờ )?(?:giúp|giúp đỡ|hỗ trợ)(?: (?:{SELF}))?(?: (?:với|giùm|một chút))*"
    rf"|(?:nhờ )?(?:{CALLED}) gọi(?: điện)?(?: lại)?(?: cho)?(?: (?:{SELF}))(?: (?:với|nhé))*"
    r"|(?:a ?lô|a ?lo)(?: (?:a ?lô|a ?lo|có ai(?: ở đó)? không|ai đấy|nghe không|sổ tay|đồng chí|ơi))*"
    rf"|(?:(?:{SELF}) )?(?:muốn|cần|xin) (?:được )?gọi(?: điện)?(?: lại)?(?: cho(?: (?:{CALLED}))?)?"
)


def asks_when(text: str) -> bool:
    """Whether a short reply asks for the time or the place of a meeting: "mấy giờ họp", "hop o dau the a"."""
    said = tidy(text).lower()
    asked = re.search(_WHEN, said) or (said.isascii() and re.search(fold(_WHEN), said))
    if not asked or len(said.split()) > _AT_MOST or re.search(r"\b(?:thi|cung)\b", fold(said)):
        return False  # "khi nào họp xong thì báo tôi" asks for something else
    return re.search(r"\bhop\b", fold(said)) is not None


def is_question(text: str) -> bool:
    """Whether a text asks something; what somebody does not know ("chưa biết bao giờ về") is no question."""
    said = tidy(text).lower()
    if said.endswith("?"):
        return True
    accented = said != fold(said)
    if (_UNKNOWN if accented else _UNKNOWN_UNACCENTED).search(said):
        return False
    return (_QUESTION if accented else _UNACCENTED).search(said) is not None


def asks_for_help(text: str) -> bool:
    """Whether a reply asks for help, or to be rung up: "giúp tôi với", "bi thu goi cho toi nhe"."""
    return re.fullmatch(fold(_HELP), fold(bare(text))) is not None
