"""What holds for a member, as Tình trạng and Ghi chú tell it in a secretary's own words."""

import re
from dataclasses import dataclass, field

from handlers.roster import wording
from handlers.roster.cells.value import Wrong, is_blank, words
from models.folding import fold
from models.terms import Circumstance, Standing

_TEMPORARY = re.compile(
    r"\b(?:shtt|sht|(?:chuyen )?(?:sh|shd|sinh hoat(?: dang)?) tam(?: thoi)?|tam thoi|tam sh|tam sinh hoat)\b"
)
_GONE_THERE = re.compile(r"\b(?:di|noi khac|noi di|ngoai|o (?!day)\w+|tai (?!day|chi bo|cb)\w+)")
_COME_HERE = re.compile(
    r"\b(?:noi den|den(?=\s*(?:$|[,;.)\n]|tu\b|day\b))|o day|tai day|tai chi bo|tai cb|tu (?!\d|thang\b|ngay\b|nam\b)\w+)"
)

_CIRCUMSTANCES = (
    (
        Circumstance.EXEMPT,
        r"\b(?:mien|m)[\s.]*(?:(?:ct|cong tac)(?:[\s,.&+/\-]|va\b)*)?(?:sh|shd|shcb|sinh hoat)\b|\bmien (?:ct|cong tac)\b"
        r"|^(?:duoc )?mien$|(?<=[,;\n])\s*(?:duoc )?mien\s*(?=$|[,;\n])",
    ),
    (Circumstance.SUSPENDED, r"\bdinh chi\b"),
    (Circumstance.LEFT, r"\b(?:ra khoi dang|xoa ten|khai tru|ra dang)\b"),
    (
        Circumstance.DECEASED,
        r"\b(?:tu tran|qua doi|da chet|da mat)\b|(?:^|(?<=[,;\n])\s*)mat(?=$|\s*[,;\n(]|\s+(?:ngay|nam|thang|\d))",
    ),
    (
        Circumstance.MOVED,
        r"\b(?:da |lam )?chuyen (?:(?:sh|shd|sinh hoat(?: dang)?)\s*)?(?:chinh thuc )?(?:di|ra|sang|khoi)\b"
        r"|\bda chuyen (?:sh|shd|sinh hoat(?: dang)?)\b|\bda chuyen\b(?!\s*(?:den|ve|chinh thuc))|\bcat chuyen\b|\bnoi chuyen di\b",
    ),
    (
        Circumstance.AWAY,
        r"\bdi (?:(?:lam(?: an)?|cong tac|hoc)\s*)?xa\b|\b(?:lam(?: an)? xa|(?:di|tam) vang|(?:di|o) nuoc ngoai|xkld|du hoc"
        r"|xuat khau lao dong|vang dai ngay)\b",
    ),
)
_STANDINGS = (
    (
        Standing.PROBATIONARY,
        r"\b(?:dv ?du bi|du bi|dvdb|dv db|dvdu bi)\b|(?:^|(?<=[,;\n(]))\s*db\s*(?=$|[,;\n)])",
    ),
    (Standing.OFFICIAL, r"\b(?:chinh thuc|dvct|dv ct)\b|(?:^|(?<=[,;\n(]))\s*ct\s*(?=$|[,;\n)])"),
)
_KINDS = [(kind, re.compile(pattern)) for kind, pattern in (*_CIRCUMSTANCES, *_STANDINGS)]

_HEDGE = re.compile(
    r"\b(?:khong|ko|chua|het|hoan|de nghi|xin|xet|truoc day|truoc kia|nguyen|da ve|tro lai|dang lam|lam thu tuc|sap|cho|den han|co the)\b"
)
_OF_OTHERS = re.compile(r"\b(?:vo|chong|bo|me|con|cha|em|anh|chau)\b")
_LOST = re.compile(r"\b(?:da )?mat (?:the|suc|lien lac|sdt|so|dt|dien thoai|giay|ho so|ngu|dien|mua|doan)\b")
_RESIDENCE = re.compile(
    r"(?:^|\b(?:dv|dang vien|dien)\s*)(?:213|76|cu tru)\b|\blien he noi cu tru\b|\bgiu moi lien he\b"
)
_AT_HOME = frozenset(
    [
        "dang sinh hoat",
        "sinh hoat",
        "sh",
        "shd",
        "binh thuong",
        "co",
        "hoat dong",
        "dang hoat dong",
        "tham gia",
        "day du",
        "tai cho",
        "tai chi bo",
        "dang vien",
        "dv",
        "dang cong tac",
        "cong tac",
        "huu",
        "huu tri",
        "can bo huu tri",
        "duong chuc",
        "cong chuc",
        "vien chuc",
        "cong nhan",
        "nong dan",
        "mat suc",
        "thuong binh",
        "benh binh",
        "bo doi",
        "cong an",
        "tot",
        "thuong xuyen",
    ]
)


@dataclass
class Marks:
    """What was understood. Nothing of it is assumed: an empty Marks says nothing."""

    standing: Standing | None = None
    circumstances: list[Circumstance] = field(default_factory=list)

    def add(self, other: "Marks") -> bool:
        """Takes in what another cell says; False where the two contradict each other."""
        if self.standing and other.standing and self.standing != other.standing:
            return False
        self.standing = self.standing or other.standing
        self.circumstances += [kind for kind in other.circumstances if kind not in self.circumstances]
        return True

    def __bool__(self) -> bool:
        return self.standing is not None or bool(self.circumstances)


def marks_of(text: str, asked: bool = True) -> Marks | Wrong:
    """Reads standing and circumstances, several in one cell too.

    `asked`: the column is for them (Tình trạng), so what is not understood is a fault; in Ghi chú it is only a remark. A word that
    may deny or ask for what it stands beside ("đề nghị miễn SH") is a fault in both.
    """
    if is_blank(text):
        return Marks()
    said = fold(text.replace("\n", "; "))
    if _RESIDENCE.search(said):
        return Wrong(wording.RESIDENCE_ONLY)
    rest = _LOST.sub(" ", said)
    marks = Marks()
    while place := _TEMPORARY.search(rest):
        there = _where(_segment(rest, place.start(), place.end(), place.end()))
        if isinstance(there, Wrong):
            return there
        if _hedged(rest, place):
            return Wrong(wording.STANDING_HEDGED)
        if marks.circumstances and there not in marks.circumstances:
            return Wrong(wording.TEMPORARY_WHERE)
        marks.circumstances = [there]
        rest = rest.replace(_segment(rest, place.start(), place.end(), place.start()), " ", 1)
    for kind, pattern in _KINDS:
        spot = pattern.search(rest)
        if spot is None or (kind is Circumstance.DECEASED and not _himself(text, rest, spot)):
            continue
        if kind is Standing.PROBATIONARY and spot.group().strip() == "db" and "đb" in text.lower():
            continue
        if _hedged(rest, spot):
            return Wrong(wording.STANDING_HEDGED)
        if isinstance(kind, Standing):
            if marks.standing:
                return Wrong(wording.STANDING_BOTH)
            marks.standing = kind
        else:
            marks.circumstances.append(kind)
        rest = rest[: spot.start()] + " " + rest[spot.end() :]
    if not marks and asked and not (set(map(words, re.split(r"[,;/]", said))) <= _AT_HOME):
        return Wrong(wording.STANDING_UNKNOWN)
    return marks


def _segment(said: str, start: int, end: int, since: int) -> str:
    """What stands between the separators around a spot, from `since` on."""
    before = max(said.rfind(mark, 0, start) for mark in ",;.") + 1
    after = min((at for at in (said.find(mark, end) for mark in ",;") if at >= 0), default=len(said))
    return said[max(before, since) : after]


def _hedged(said: str, spot: re.Match[str]) -> bool:
    """Whether its own part of the text, the found words apart, denies it, asks for it or puts it into the past."""
    part = _segment(said, spot.start(), spot.end(), 0)
    return bool(_HEDGE.search(part.replace(spot.group(), " ", 1)))


def _where(after: str) -> Circumstance | Wrong:
    there, here = _GONE_THERE.search(after), _COME_HERE.search(after)
    if bool(there) == bool(here):
        return Wrong(wording.TEMPORARY_WHERE)
    return Circumstance.ELSEWHERE if there else Circumstance.HERE


def _himself(text: str, said: str, spot: re.Match[str]) -> bool:
    """Whether it is the member who died: not his wife, and not an eye (mắt) or a secret (mật) under folding."""
    if re.search(r"m[ắậặá][tT]\b", text.lower()) and "mất" not in text.lower():
        return False
    return not _OF_OTHERS.search(
        _segment(said, spot.start(), spot.end(), 0)[: max(spot.start(), 0)].split(spot.group())[0]
    )
