"""Whether a remark says that a member has died, moved or left: a whole phrase says so, its words in another sentence do not.

An end cuts off phones and drops the member from every list, and remarks are full of such words: a veteran has lost 61 % of his health
("mất 61% sức khỏe"), another has moved house ("đã chuyển nhà"), one was expelled and taken back. So a part of a remark is an end only
where all of it is one; what else has the words is asked about, but for what is known to mean something harmless.
"""

import re

from models.folding import fold
from models.terms import Circumstance

PARTS = re.compile(r"([;\n]|,(?!\d)|\.(?=\s|$))")
"""Between the parts of a remark: not inside '61,5%' or '12.3.2026'."""

_NUMBERS = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}[/.-]\d{4}|(?:19|20)\d\d"
_DATE = (
    rf"(?:(?:ngay |thang |nam )?(?:{_NUMBERS})|ngay \d{{1,2}}(?: thang \d{{1,2}})?(?: nam \d{{4}})?"
    r"|thang \d{1,2}(?: nam \d{4})?|trong nam(?: nay)?)"
)
_WHEN = rf"(?: ?\(?(?:vao |hoi |tu )?{_DATE}\)?)"
_WHO = r"(?:(?:danh sach )?(?:(?:cac|so) )?(?:(?:dang vien|dv|dong chi|d/c|dc) )?)"
_MEETS = r"(?:sh|shd|shcb|sinh hoat(?: dang| chi bo)?)"
_CARRIED = rf"(?:cat )?chuyen (?:{_MEETS} )?(?:chinh thuc )?"

_DEAD = re.compile(rf"{_WHO}(?:(?:da |moi )?(?:tu tran|qua doi|ta the|mat)|da chet){_WHEN}?")
_OUT = re.compile(
    rf"{_WHO}(?:da |bi |da bi )?(?:xoa ten|khai tru|(?:dua )?ra khoi dang|ra dang)"
    rf"(?: (?:ra )?khoi dang| (?:khoi|trong) danh sach(?: dang vien)?)?{_WHEN}?"
)
_GONE = re.compile(
    rf"{_WHO}(?:da chuyen {_MEETS}(?: chinh thuc)?|(?:da )?cat chuyen(?: {_MEETS})?|noi chuyen di){_WHEN}?"
)
_GONE_ALONE = re.compile(rf"{_WHO}da chuyen{_WHEN}?")
_GONE_TO = re.compile(
    rf"{_WHO}(?:(?:da |lam |moi )?{_CARRIED}(?P<way>di(?: den)?|ra|sang|khoi)|da chuyen {_MEETS} (?P<to>den))(?P<place> .+?)??{_WHEN}?"
)

_SIGNS = re.compile(
    r"\b(?:tu tran|qua doi|ta the|da chet|(?:da|moi) mat)\b|^mat(?=$|\W*$| ?\(| (?:ngay|nam|thang|hoi|luc|vao|vi|do|tai|o|\d))"
    r"|\bmat (?:ngay|nam|thang|hoi) ?\d"
    r"|\b(?:ra khoi dang|xoa ten|khai tru|ra dang(?! (?:uy|bo|vien|phi)\b))\b"
    rf"|\b{_CARRIED}(?:di|ra|sang|khoi)\b|\bda chuyen\b(?! (?:den|ve)\b)(?!.* chinh thuc)|\bcat chuyen\b|\bnoi chuyen di\b"
)
_HARMLESS = re.compile(
    r"\b(?:(?:da|moi|bi|chi|chua) )?mat (?:(?:the|suc|lien lac|sdt|so|dt|dien thoai|giay|ho so|ngu|dien|mua|doan|kha nang|viec|tri nho"
    r"|vo|chong|bo|me|con|cha|em|anh|chau)\b|[\w ]{0,20}\d{1,3}(?:[.,]\d+)? ?%)"
    r"|\b(?:(?:da|moi|vua) )?chuyen (?:(?:sang|ra|ve|den) )?"
    r"(?:(?:nha|cho o|noi o|ho khau|khau|nganh|so (?:dien thoai|dt)|sdt|dien thoai|zalo|telegram|facebook|dang phi|tien)\b(?:(?! di\b).)*"
    r"|(?:to|td)(?! dan pho)\b.*)"
    rf"|\b(?:(?:da|moi|vua) )?chuyen (?:{_MEETS} )?(?:(?:den|ve) (?:day|tu|chi bo (?:ta|nay))|tu)\b.*"
)
_OF_OTHERS = re.compile(r"\b(?:vo|chong|bo|me|con|cha|em|anh|chau)\b")

_AREAS = ("chi bo", "cb", "dang bo", "dang uy", "phuong", "xa", "quan", "huyen", "tinh", "tp", "thanh pho", "thi tran", "thi xa",
          "noi khac", "cho khac", "noi o moi", "dia phuong")  # fmt: skip
_IN_PLACES = re.compile(
    r"chi|bo|cb|dang|uy|phuong|xa|quan|huyen|tinh|tp|thanh|pho|thi|tran|thon|xom|khu|to|dan|so|noi|cho|khac|o|moi|dia"
)
_NO_PLACES = frozenset(["benh", "vien", "zalo", "telegram", "facebook"])


def end_in(part: str, asked: bool) -> Circumstance | None:
    """The end that this part of a remark is, all of it. `asked`: the column is for such things, so that 'đã chuyển' alone is enough."""
    said = fold(part).strip(" :-–()")
    if _DEAD.fullmatch(said) and _is_mat(part):
        return Circumstance.DECEASED
    if _OUT.fullmatch(said):
        return Circumstance.LEFT
    if _GONE.fullmatch(said) or (asked and _GONE_ALONE.fullmatch(said)):
        return Circumstance.MOVED
    there = _GONE_TO.fullmatch(said)
    if there is None:
        return None
    where = (there["place"] or "").strip()
    leaves = (there["way"] or "").startswith("di")
    if where and is_place(part, where) and (leaves or where.startswith(_AREAS)):
        return Circumstance.MOVED
    return Circumstance.MOVED if leaves and not where else None


def hints_at_end(part: str) -> bool:
    """Whether the part has the words of an end, and nothing shows that they mean another person or another thing."""
    said = _HARMLESS.sub(" ", fold(part).strip(" :-–()")).strip()
    sign = _SIGNS.search(said)
    if sign is None or _OF_OTHERS.search(said[: sign.start()]):
        return False
    return "mat" not in sign.group() or _is_mat(part)


def is_place(part: str, where: str | None = None) -> bool:
    """Whether this end of the part can be the name of a place: capitals, numbers and the words of addresses.

    Without capitals to tell by, as in a remark all in capitals, only the words of addresses count.
    """
    folded = (fold(part) if where is None else where).strip(" :-–()").split()
    spelt = part.strip(" :-–()\n").split()[-len(folded) :] if where is None else _spelt(part, where)
    told = not part.isupper()
    return bool(folded) and all(
        (_IN_PLACES.fullmatch(word) or any(c.isdigit() for c in word) or (told and name[:1].isupper()))
        and word not in _NO_PLACES
        for word, name in zip(folded, spelt, strict=False)
    )


def _spelt(part: str, where: str) -> list[str]:
    """The words of `where`, folded, as they are spelt in the part."""
    words, wanted = part.split(), where.split()
    for at in range(len(words) - len(wanted) + 1):
        if [fold(word).strip(" :-–()") for word in words[at : at + len(wanted)]] == wanted:
            return words[at : at + len(wanted)]
    return [""] * len(wanted)


def _is_mat(part: str) -> bool:
    """Whether 'mat' can be mất, not an eye (mắt) or a secret (mật): where marks are typed at all, that one is."""
    return "mat" not in fold(part).split() or "mất" in part.lower() or part.isascii()
