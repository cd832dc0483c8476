"""Telephone numbers as lists have them: with dots, without the zero that Excel ate, two in a cell, a son's."""

import re
from dataclasses import dataclass

from handlers.roster import wording
from handlers.roster.cells.value import Broken, Value, Wrong, is_blank, text_of, words
from models.folding import fold

_OLD_MOBILES = {
    **{f"016{last}": f"03{last}" for last in "23456789"},
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
"""Numbers of eleven digits became ones of ten in 2018; old lists still have them."""

_NUMBER = re.compile(r"0[35789]\d{8}|02\d{9}", re.ASCII)
_DIGITS = re.compile(r"\+?\(?\+?\d[\d\s.\-()]*\d")
_CUT = re.compile(r"[/;,\n&|]|\s[-–—]\s|\bhoặc\b|\bvà\b", re.IGNORECASE)
_HIS = re.compile(
    r"\b(?:zalo|viber|dd|di dong|dtdd|nr|nha rieng|nha|cq|co quan|co dinh|cd|may ban|may|ca nhan|chinh chu|ban than|cua"
    r"|viettel|vina|vinaphone|mobi|mobifone|sdt|dt|dien thoai|tel|lien he|so|sim|moi|cu|chinh|phu|hoac|va|\d)\b"
)
"""Words beside a number that are no name."""

_OF_OTHERS = re.compile(
    r"\b(?:con|vợ|vo|chồng|chong|bố|cha|ba|má|mẹ|me|anh|chị|em|cháu|chau|dì|cô|chú|bác|bac|cậu|cau|mợ|thím|thim|ông|bà|dâu|dau|rể|re"
    r"|người|nguoi|gia đình|gia dinh|hàng xóm|hang xom|bạn|nhờ|mượn|chung)\b"
)
"""Words that make a number a relative's, as people type them: folded, 'cô' would be one with 'có' and 'dì' with 'đi'."""


@dataclass(frozen=True)
class Phone:
    """Digits only, beginning with 0; `relative`: not known to be the member's own."""

    number: str
    relative: bool


def phone_of(value: Value) -> Phone | Wrong | None:
    """The member's own number, else a relative's; only words for relatives or a name make it a relative's."""
    if isinstance(value, Broken):
        return Wrong(value.why)
    if is_blank(value):
        return None
    text = re.sub(r"^(\d+)\.0$", r"\1", text_of(value))
    if re.search(r"\de\+?\d", text, re.IGNORECASE):
        rounded = _from_exponent(text)
        return Phone(rounded, False) if rounded else Wrong(wording.PHONE_ROUNDED)
    found = _numbers(text)
    if not found:
        return Wrong(wording.PHONE_UNCLEAR)
    return next((phone for phone in found if not phone.relative), found[0])


def _numbers(text: str) -> list[Phone]:
    """All numbers in the cell; a number cut up by its own separators is tried as a whole."""
    found = [phone for part in _parts(text) for phone in _in(part)]
    if found:
        return found
    whole = _number(re.sub(r"\D", "", re.sub(r"\([^)]*[^\d\s+)][^)]*\)", "", text)))
    return [Phone(whole, _of_relative(re.sub(r"\d", " ", text)))] if whole else []


def _parts(text: str) -> list[str]:
    """The cell cut where one number ends; words without a number stay with the one before them, else with the next."""
    shielded = re.sub(r"\([^)]*\)?", lambda bracket: _CUT.sub(" ", bracket.group()), text)
    parts: list[str] = []
    for part in _CUT.split(shielded):
        if parts and (not re.search(r"\d", part) or not re.search(r"\d", parts[-1])):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def _in(part: str) -> list[Phone]:
    """The numbers of a part with the words around each: those before the first number, and those after each."""
    found: list[Phone] = []
    spots = list(_DIGITS.finditer(part))
    for at, spot in enumerate(spots):
        end = spots[at + 1].start() if at + 1 < len(spots) else len(part)
        around = (part[: spot.start()] if at == 0 else "") + " " + part[spot.end() : end]
        found += [Phone(number, _of_relative(around)) for number in _split(re.sub(r"\D", "", spot.group()))]
    return found


def _split(digits: str) -> list[str]:
    """One number, or two written with only a blank between."""
    one = _number(digits)
    if one:
        return [one]
    for cut in range(9, len(digits) - 8):
        first, second = _number(digits[:cut]), _number(digits[cut:])
        if first and second:
            return [first, second]
    return []


def _number(digits: str) -> str | None:
    """A number of today from digits: country code off, eaten zero back, the prefixes of before 2018 changed."""
    for start in ("0084", "84"):
        rest = digits.removeprefix(start)
        if rest != digits and len(rest) in (9, 10):
            digits = rest
            break
    number = "0" + digits.removeprefix("0")
    if len(number) == 11 and number[:4] in _OLD_MOBILES:
        number = _OLD_MOBILES[number[:4]] + number[4:]
    return number if _NUMBER.fullmatch(number) else None


def _of_relative(around: str) -> bool:
    """Whether words beside a number tell of another person; a name does, for by this number people join (people, 37)."""
    if _OF_OTHERS.search(around.lower()):
        return True
    left = _HIS.sub("", words(around)).split()
    named = [word.istitle() for word in re.findall(r"[^\W\d_]+", around) if fold(word) in left]
    return bool(named) and (all(named) or any(named[1:]))


def _from_exponent(text: str) -> str | None:
    """'9.12345678E+08' holds all nine digits, '9.12E+08' has lost six."""
    found = re.fullmatch(r"\s*(\d)[.,](\d{8,9})e\+?0?(8|9)\s*", text, re.IGNORECASE)
    return _number(found.group(1) + found.group(2)) if found else None
