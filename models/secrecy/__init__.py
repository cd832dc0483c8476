"""State secrets at the door: does a text, a caption or a file name carry one of the three marks Mật, Tối mật, Tuyệt mật?

Accented text decides, because folded *mật* is also *mất, mắt, mặt, mát*; without accents only TOI MAT, TUYET MAT and DO MAT
count. A stamp missed is worse than a paper asked about, so what stands as a mark is a hit unless a closed list of everyday
words says otherwise. No network, no table, nothing kept: the caller gets the number of the rule and never the words.
Source: the levels and their stamps in Luật Bảo vệ bí mật nhà nước 2018 and Thông tư 24/2020/TT-BCA, form 02.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from models.folding import fold, tidy
from models.secrecy import words


@dataclass(frozen=True)
class Hit:
    """Which rule found a mark: `tuyet-mat`, `toi-mat`, `do-mat`, `mat` or `nha-nuoc`. Safe to log: it holds nothing of the text."""

    rule: str


def scan(text: str, *, where: Literal["name", "caption", "text"]) -> Hit | None:
    """The first mark of a state secret in a text, or None.

    `where` is what the text is: in a file's `name` dots and underscores are blanks, small letters count as capitals do, and any
    *mật* that is no part of an everyday word is a mark. Never raises; the same for NFC and NFD.
    """
    text = _plain(text)
    name = where == "name"
    if name:
        text = _spread(text)
    text = words.ORDINARY.sub(" … ", words.LESSON.sub(" … ", text))
    rules: tuple[tuple[str, Callable[[str, bool], bool]], ...] = (
        ("tuyet-mat", _top_secret),
        ("toi-mat", _secret),
        ("do-mat", _degree),
        ("mat", _mark),
        ("nha-nuoc", _state_secret),
    )
    return next((Hit(rule) for rule, finds in rules if finds(text, name)), None)


def _plain(text: str) -> str:
    """One spelling for everything that looks alike: full-width and bold letters, marks torn off by a PDF, fonts of before Unicode."""
    text = words.UNSEEN.sub("", unicodedata.normalize("NFKD", text).translate(words.LOOKALIKES))
    text = tidy(words.TORN.sub(r"\1", text))
    return words.OLD_FONTS.sub(lambda found: _reset(found[0]), text)


def _reset(word: str) -> str:
    modern = words.OLD_WORDS.get(word.lower(), word)
    return modern.upper() if word.isupper() else modern


def _spread(name: str) -> str:
    """A file's name as a line of words: 'Ke_hoach.MẬT.v2' becomes 'Ke hoach MẬT v2', 'KeHoachMật' becomes 'Ke Hoach Mật'."""
    name = "".join(f" {c}" if c.isupper() and i and name[i - 1].islower() else c for i, c in enumerate(name))
    return tidy(words.JOINTS.sub(" ", name))


def _top_secret(text: str, name: bool) -> bool:
    return any(not _everyday(text, found) for found in words.TOP.finditer(text))


def _secret(text: str, name: bool) -> bool:
    if any(not _everyday(text, found) for found in words.SECRET.finditer(text)):
        return True
    return any(
        not _everyday(text, found) and (name or _shouted(found[0]) or _stamped(text, found))
        for found in words.SECRET_BARE.finditer(text)
    )


def _degree(text: str, name: bool) -> bool:
    for found in words.DEGREE.finditer(text):
        if _everyday(text, found):
            continue
        stated = words.STATED.match(text, found.end())
        talked = _denied(text, found) or words.BEFORE_DEGREE.search(_clause(text, found))
        if stated or not talked:
            return True
    return any(
        not _everyday(text, found)
        and (name or _shouted(found[0]) or words.STATED.match(text, found.end()) or _stamped(text, found))
        for found in words.DEGREE_BARE.finditer(text)
    )


def _mark(text: str, name: bool) -> bool:
    """*Mật* by itself: alone on its line, in capitals, letter by letter, in brackets, set off by a dash, or said of a paper."""
    return any(
        _alone(text, found) or (not _compound(text, found) and _stands_out(text, found, name))
        for found in words.MAT.finditer(text)
    )


def _state_secret(text: str, name: bool) -> bool:
    """*Bí mật nhà nước* with nothing else on its line: a stamp, while a law about them says more."""
    for found in words.STATE.finditer(text):
        head, tail = _line(text, found)
        above = text[max(0, found.start() - len(head) - 40) : found.start() - len(head)]
        rest = words.LETTERS.findall(f"{head} {tail}")
        allowed = words.STAMPS | words.SUFFIXES if name else words.STAMPS
        if all(word.lower() in allowed for word in rest) and not words.ABOUT_STATE.search(above):
            return True
    return False


def _stands_out(text: str, found: re.Match[str], name: bool) -> bool:
    if _denied(text, found):
        return False
    if name or found[0].isupper() or len(found[0]) > 3 or _bracketed(text, found) or _set_off(text, found):
        return True
    before = _clause(text, found)
    warned = words.WARNING.search(before) and not words.THIS.match(text, found.end())
    return bool(words.PAPER.search(before)) and not warned


def _everyday(text: str, found: re.Match[str]) -> bool:
    """Whether the words after make it something else: 'tối mật ong', 'TOI MAT DIEN THOAI'."""
    if "ậ" in found[0].lower():
        return bool(words.AFTER.match(text, found.end()))
    return bool(words.AFTER_BARE.match(fold(_line(text, found)[1][:40])))


def _compound(text: str, found: re.Match[str]) -> bool:
    """Whether the word belongs to an everyday one: 'mật độ', 'bí mật', also letter by letter or over a line's end."""
    if words.AFTER.match(text, found.end()) or words.AFTER_TURN.match(text, found.end()):
        return True
    before = text[max(0, found.start() - 40) : found.start()]
    if words.DEGREE_END.search(before):
        return True  # the rule for 'độ mật' has judged it
    if len(found[0]) > 3:
        squeezed = words.SEPARATORS.sub("", before)
        return bool(
            words.BEFORE_SPACED.search(squeezed)
            or words.AFTER_SPACED.match(words.SEPARATORS.sub("", text[found.end() : found.end() + 20]))
        )
    if found[0] != found[0].lower() and words.NAMED.search(before):
        return True
    surname = words.SURNAMED.search(before)
    if surname and surname[1].isupper() == found[0].isupper():
        return True
    return bool(words.BEFORE.search(before))


def _alone(text: str, found: re.Match[str]) -> bool:
    """Whether its line holds nothing but the mark and the other stamps of a paper ('MẬT - KHẨN', 'Tài liệu mật', 'Mật A')."""
    head, tail = _line(text, found)
    rest = words.LETTERS.findall(f"{head} {tail}")
    if words.AFTER.match(text, found.end()) or not all(word.lower() in words.STAMPS for word in rest):
        return False
    start = found.start() - len(head)
    above = text[max(0, start - 40) : start]
    torn = (
        words.BEFORE.search(above)
        and not above.endswith("\n\n")
        and above[-2].isupper() == found[0].isupper()
    )
    return bool(rest) or not torn


def _stamped(text: str, found: re.Match[str]) -> bool:
    """Whether small letters without accents stand as a stamp: alone on the line, in brackets, or after the word for a paper."""
    head, tail = _line(text, found)
    alone = not words.LETTERS.search(head + tail)
    return alone or _bracketed(text, found) or bool(words.PAPER.search(_clause(text, found)))


def _bracketed(text: str, found: re.Match[str]) -> bool:
    head, tail = _line(text, found)
    return head.rstrip()[-1:] in words.OPENING and tail.lstrip()[:1] in words.CLOSING


def _set_off(text: str, found: re.Match[str]) -> bool:
    """'Mật: kế hoạch ...' at the head of a line, 'Kế hoạch số 5 - Mật' at its end."""
    head, tail = _line(text, found)
    return bool(
        (not words.LETTERS.search(head) and words.DASH.match(tail))
        or (not words.LETTERS.search(tail) and words.DASH_END.search(head))
    )


def _line(text: str, found: re.Match[str]) -> tuple[str, str]:
    """What stands before and after on the same line, 120 characters each at most, so that one endless line costs no more."""
    start, end = found.span()
    return text[max(0, start - 120) : start].rpartition("\n")[2], text[end : end + 120].partition("\n")[0]


def _clause(text: str, found: re.Match[str]) -> str:
    """What stands before the word up to the last stop or line, sixty characters at most."""
    return words.STOPS.split(text[max(0, found.start() - 60) : found.start()])[-1].lower()


def _denied(text: str, found: re.Match[str]) -> bool:
    return bool(words.DENIED.search(_clause(text, found)))


def _shouted(mark: str) -> bool:
    """'TOI MAT' or 'Toi Mat': written as a stamp, not as a sentence begins."""
    return mark.isupper() or mark.istitle()
