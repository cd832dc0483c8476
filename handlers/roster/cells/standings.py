"""What holds for a member, as Tình trạng and Ghi chú tell it in a secretary's own words."""

import re
from dataclasses import dataclass, field

from handlers.roster import wording
from handlers.roster.cells.ends import PARTS, end_in, hints_at_end, is_place
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
    (Circumstance.SUSPENDED, r"\bdinh chi\b(?! (?:cong tac|chuc vu)(?! (?:va )?(?:sh|sinh hoat)))"),
    (
        Circumstance.AWAY,
        r"\bdi (?:(?:lam(?: an)?|cong tac|hoc)\s*)?xa\b|\b(?:lam(?: an)? xa|(?:di|tam) vang|(?:di|o) nuoc ngoai|xkld|du hoc"
        r"|xuat khau lao dong|vang dai ngay)\b",
    ),
)
_EXEMPT_NO_MORE = re.compile(
    r"(?:da )?thoi (?:duoc )?mien(?: (?:ct|cong tac)(?:[\s,.&+/\-]|va\b)*)?(?: ?(?:sh|shd|shcb|sinh hoat(?: dang)?))?"
)
_ENDS_AN_EXEMPTION = re.compile(r"\bthoi (?:duoc )?mien\b")
"""The first is the whole part of a remark that ends an exemption; with more beside it ("thôi miễn từ 12/2027") it is asked about."""
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
_RESERVES = re.compile(
    r"\b(?:si quan|quan|quan nhan|can bo|luc luong|hang|nguon) du bi\b|\bdu bi (?:dong vien|nguon|hang)\b"
)
"""Of the army's reserve, or on the list for a post: no probation."""
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
_STANDING_ALONE = frozenset(
    f"{who}{standing}"
    for who in ("", "dang vien ", "dv ", "dv")
    for standing in ("chinh thuc", "ct", "du bi", "db")
)


@dataclass
class Marks:
    """What was understood. Nothing of it is assumed: an empty Marks says nothing."""

    standing: Standing | None = None
    circumstances: list[Circumstance] = field(default_factory=list)
    ended: list[Circumstance] = field(default_factory=list)

    def add(self, other: "Marks") -> bool:
        """Takes in what another cell says; False where the two contradict each other."""
        if self.standing and other.standing and self.standing != other.standing:
            return False
        self.standing = self.standing or other.standing
        self.circumstances += [kind for kind in other.circumstances if kind not in self.circumstances]
        self.ended += [kind for kind in other.ended if kind not in self.ended]
        return not set(self.circumstances) & set(self.ended)

    def __bool__(self) -> bool:
        return self.standing is not None or bool(self.circumstances or self.ended)


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
    ends = _ends(text, asked)
    if isinstance(ends, Wrong):
        return ends
    rest = _RESERVES.sub(" ", fold(ends.rest))
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
    while spot := _ENDS_AN_EXEMPTION.search(rest):
        part = _segment(rest, spot.start(), spot.end(), 0)
        if not _EXEMPT_NO_MORE.fullmatch(part.strip(" .")):
            return Wrong(wording.STANDING_HEDGED)
        marks.ended = [Circumstance.EXEMPT]
        rest = rest.replace(part, " ", 1)
    for kind, pattern in _KINDS:
        spot = pattern.search(rest)
        if spot is None:
            continue
        if kind is Standing.PROBATIONARY and spot.group().strip() == "db" and "đb" in text.lower():
            continue
        if _hedged(rest, spot):
            return Wrong(wording.STANDING_HEDGED)
        if isinstance(kind, Standing):
            if marks.standing:
                return Wrong(wording.STANDING_BOTH)
            marks.standing = kind
        elif kind in marks.ended:
            return Wrong(wording.STANDING_HEDGED)
        else:
            marks.circumstances.append(kind)
        rest = rest[: spot.start()] + " " + rest[spot.end() :]
    marks.circumstances += ends.kinds
    if not marks and asked and not (set(map(words, re.split(r"[,;/]", said))) <= _AT_HOME):
        return Wrong(wording.STANDING_UNKNOWN)
    return marks


def only_standing(text: str) -> bool:
    """Whether the cell names the standing and nothing that holds beside it: 'chính thức', 'chính thức, đang sinh hoạt'."""
    parts = [words(part) for part in PARTS.split(text) if not is_blank(part)]
    return any(part in _STANDING_ALONE for part in parts) and set(parts) <= _STANDING_ALONE | _AT_HOME


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


@dataclass
class _Ends:
    """The ends that a remark tells, and what it says beside them."""

    kinds: list[Circumstance]
    rest: str


def _ends(text: str, asked: bool) -> _Ends | Wrong:
    """Takes the parts that are an end out of a remark; what else stands there must be understood too, or it may take the end back."""
    kinds: list[Circumstance] = []
    kept: list[str] = []
    for part in PARTS.split(text):
        kind = end_in(part, asked)
        if kind is not None:
            kinds += [kind] if kind not in kinds else []
        elif hints_at_end(part) and not _TEMPORARY.search(fold(part)):
            return Wrong(wording.STANDING_HEDGED if _HEDGE.search(fold(part)) else wording.END_UNCLEAR)
        elif not (Circumstance.MOVED in kinds and is_place(part)):
            kept.append(part)
    rest = "".join(kept)
    if kinds and not all(_is_known(part) for part in PARTS.split(rest)):
        return Wrong(wording.END_UNCLEAR)
    return _Ends(kinds, rest.replace("\n", "; "))


def _is_known(part: str) -> bool:
    said = fold(part)
    return (
        is_blank(part)
        or words(part) in _AT_HOME
        or bool(_TEMPORARY.search(said))
        or any(pattern.search(said) for _, pattern in _KINDS)
    )
