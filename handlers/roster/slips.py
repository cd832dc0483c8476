"""Mistyped headings: rapidfuzz for slips only, for alone it makes Ngày sinh of Ngày miễn SH (people, 22)."""

from rapidfuzz import fuzz, process

from handlers.roster.vocabulary import Meaning, Vocabulary

CLOSE = 90
"""Ratio on folded text from which a heading is a slip of a known one (people, 22)."""

_SHORTEST = 6
_MARGIN = 3
_TURNS = frozenset(
    [
        "doan",
        "mien",
        "huy",
        "hieu",
        "cccd",
        "cmnd",
        "con",
        "vo",
        "chong",
        "cha",
        "bo",
        "me",
        "cu",
        "nganh",
        "hoi",
        "cap",
        "lan",
        "nguoi",
    ]
)
"""Words that make another thing of a heading, however near it comes: Số thẻ Đoàn viên, Họ tên vợ, Ngày miễn SH."""


def slip_of(keys: list[str], vocabulary: Vocabulary) -> tuple[Meaning, int] | None:
    """The known heading a mistyped one stands for: clearly the nearest, and near enough."""
    said = " ".join(keys)
    if len(said) < _SHORTEST:
        return None
    near = process.extract(said, vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE - _MARGIN, limit=8)
    if not near or near[0][1] < CLOSE:
        return None
    meaning, _ = vocabulary[near[0][0]]
    rivals = [score for other, score, _ in near if vocabulary[other][0] != meaning]
    if rivals and near[0][1] - rivals[0] < _MARGIN:
        return None
    if _TURNS & set(said.split()) - set(near[0][0].split()):
        return None
    return meaning, 999
