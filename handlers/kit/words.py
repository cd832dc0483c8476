"""Which command is meant, if any: the rules of contract, "What people type", and people 1 and annex A.

A slash makes a command of what follows. Without one, a word is a command only when it is the whole message, because ordinary
replies (rồi, đồng ý, thì tôi dự, hơi mệt) begin with, or fold onto, nearly every short word there is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from rapidfuzz.distance import OSA

from models.folding import fold, tidy


@dataclass(frozen=True)
class Word:
    """A word that people type.

    name: after the slash, folded ("lichhop"); aliases: further ones. bare: phrases accepted without a slash, with their accents
    ("lịch họp"). careful: sends, moves, votes or leaves, so that a slip in it is asked about. always: the bot itself tells people
    to type it, so it passes while something is being asked. carries: a bare phrase may have its text behind it (GÓP Ý ...).
    """

    name: str
    bare: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    careful: bool = False
    always: bool = False
    carries: bool = False


@dataclass(frozen=True)
class Command:
    """A command and what follows it, tidy, with its accents and line breaks."""

    name: str
    rest: str


@dataclass(frozen=True)
class Suggestion:
    """A command that may have been meant: to be asked about before it runs."""

    name: str
    rest: str


Meant = Command | Suggestion | None

_SLASH = re.compile(r"[/／][/／ ]*(?=[^\W\d_])")
"""A letter must follow: Zalo writes its emoticons as /-strong, /-heart."""
_LETTERS = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"(?:@\w+)? ?(?:[:;,.!?–—-]+(?=\s|$)|:)?")
"""What stands between a word and its text: the bot's name in Telegram groups, a colon or a dash, but not a list's dash below."""
_EDGES = " .,!…\"'“”‘’«»()[]\u20e3"

_RETIRED = ("rồi", "đồng ý")
"""No command, not even with a slash (annex A): what people say to anything."""
_ONE_MEANING = frozenset({"sua", "thoi", "goi", "giup", "help", "kenh", "lich"})
"""Single syllables that unaccented can hardly be anything else here; "sữa" and "gói" are no replies to a handbook."""
_TWO_MEANINGS = frozenset(
    {"dong y", "ho so", "moi hop", "doi hop", "ket qua", "nhan tin", "thoi nhan tin"}
    | {"ghi ho", "tam tu", "chuyen sinh hoat", "moi toi"}
)
"""Unaccented also: đông y, hồ sơ, mới họp, đòi họp, kẹt quá, nhận tin, thôi nhắn tin, ghi họ, tám tư, chuyện sinh hoạt, mới tới."""
_ELSE_A_REPLY = frozenset({"ket qua"})
"""Of these, what is else only a reply (kẹt quá): where nothing is asked they have one meaning."""

_SPEAKS_OF_IT = (
    r"(?:này|nầy|kia|ấy|gì|rồi|xong|hay|rất|quá|đã|tốt|nhé|dài (?:quá|lắm)|khó (?:hiểu|đọc|quá)|ở đâu|sau$|không(?: có)?$"
    r"|(?:(?:tôi|mình|em) )?(?:chưa|không|ko) (?:có|nhận|đọc|xem|mở|tải|thấy)|(?:tôi|mình|em) đã"
    r"|(?:(?:tôi|mình|em) )?(?:nhận|đọc|xem|mở|tải) (?:được |hết |không )?(?:rồi|xong|được))(?: |$)"
)
"""How a sentence about the papers or the comments goes on ("tài liệu này hay quá", "tài liệu tôi đã nhận")."""
_ABOUT = re.compile(_SPEAKS_OF_IT + r"|(?:đó|đấy|nào|đâu|thì|mà|thế|vậy|à|ạ|được|như (?:thế|vậy|này))(?: |$)")
"""The second half folds onto thi đua, đô thị and the like: read with accents only."""
_ABOUT_UNACCENTED = re.compile(fold(_SPEAKS_OF_IT))
_ASKS = re.compile(r" (?:nao|chua|sao|gi|may gio|khong)(?: (?:a|vay|the|nhi|dong chi))?[ .!]*$")
"""How a question ends that somebody asks about a meeting, with or without its mark (folded)."""
_SYLLABLE = 4
"""Letters: no longer name in one piece is a word of the language."""
_NUMBERED = re.compile(r"(?:^|\s)1[.):] ?\S")
"""What is numbered is put to others, and may well end with a question mark."""


def understand(text: str, words: Sequence[Word], *, asked: bool) -> Meant:
    """The command that `text` is, one that it may be, or None. asked: a form is open or a question waits for its answer.

    None is also the answer to an unknown word with a slash; `slashed` tells it from plain text.
    """
    text = tidy(text)
    slash = _SLASH.match(text)
    if slash:
        return _after_slash(text[slash.end() :], words)
    plain = text.strip(_EDGES + "?") or text
    if plain == "0" and any(word.name == "goi" for word in words):
        return Command("goi", "")
    return _without_slash(text, [word for word in words if word.always or not asked], asked=asked)


def unslashed(text: str, words: Sequence[Word]) -> Suggestion | None:
    """The command whose slash was forgotten: its phrase, with text behind it that is no remark or question about it; or its name, written
    apart."""
    text = tidy(text)
    if not _NUMBERED.search(text) and (text.endswith("?") or _ASKS.search(f" {fold(text)}")):
        return None
    if (by_name := _named(text, words)) is not None:
        return by_name
    for word, phrase in ((each, bare) for each in words for bare in each.bare):
        head = _head(text, phrase)
        if head and _written(head, phrase) and (rest := _told(text, head)):
            return Suggestion(word.name, rest)
    return None


def _named(text: str, words: Sequence[Word]) -> Suggestion | None:
    """The command whose name the first words are ("dự thảo ...", "duthao ..."), with the text behind it."""
    known = {name: word for word in words for name in (word.name, *word.aliases)}
    for size in (3, 2, 1):
        head = _head(text, " ".join("w" * size))
        name, rest = fold(head).replace(" ", ""), _told(text, head) if head else None
        if size == 1 and len(name) <= _SYLLABLE:
            break
        if name in known and fold(head) not in _TWO_MEANINGS and rest is not None:
            return Suggestion(known[name].name, rest)
    return None


def slashed(text: str) -> bool:
    """Whether a command was meant, known or not."""
    return _SLASH.match(tidy(text)) is not None


def _after_slash(body: str, words: Sequence[Word]) -> Meant:
    if _retired(body):
        return None
    known = _known(words)
    heads = list(_heads(body))
    for head, end in reversed(heads):
        if head in known:
            return Command(known[head].name, _rest(body, end))
    return _slip(body, heads, known)


def _known(words: Sequence[Word]) -> dict[str, Word]:
    """What may follow a slash, folded and in one piece; a name goes before an alias, an alias before a bare phrase."""
    names = [(word.name, word) for word in words]
    aliases = [(alias, word) for word in words for alias in word.aliases]
    bare = [(fold(phrase).replace(" ", ""), word) for word in words for phrase in word.bare]
    known: dict[str, Word] = {}
    for spelling, word in names + aliases + bare:
        known.setdefault(spelling, word)
    return known


def _heads(body: str) -> Iterator[tuple[str, int]]:
    """The first one to five words, folded and in one piece, each with the place where it ends."""
    glued, place = "", 0
    for _ in range(5):
        found = _LETTERS.match(body, place)
        if not found:
            return
        glued += fold(found[0])
        yield glued, found.end()
        if body[found.end() : found.end() + 1] not in {" ", "_", "-"}:
            return
        place = found.end() + 1


def _retired(body: str) -> bool:
    said = body.lower()
    return any(
        said == phrase or said.startswith(phrase + " ") or fold(said.strip(_EDGES)).replace(" ", "") == glued
        for phrase, glued in ((phrase, fold(phrase).replace(" ", "")) for phrase in _RETIRED)
    )


def _slip(body: str, heads: list[tuple[str, int]], known: dict[str, Word]) -> Meant:
    """The nearest known word, if it is near enough: one slip, or two from nine letters on.

    Run only when it is long, harmless and nothing else is as near.
    """
    near = [
        (OSA.normalized_distance(head, key), key, end)
        for head, end in heads
        for key in known
        if OSA.distance(head, key) <= (1 if len(key) < 9 else 2) and (len(key) > 4 or head[:1] == key[:1])
    ]
    if not near:
        return None
    distance, key, end = min(near, key=lambda found: found[0])
    word = known[key]
    rivals = {known[other].name for d, other, _ in near if d == distance}
    if word.careful or min(len(key), len(word.name)) <= 4 or len(rivals) > 1:
        return Suggestion(word.name, _rest(body, end))
    return Command(word.name, _rest(body, end))


def _rest(text: str, end: int) -> str:
    after = _AFTER.match(text, end)
    return tidy(text[after.end() if after else end :])


def _without_slash(text: str, words: Sequence[Word], *, asked: bool) -> Meant:
    suggestion = None
    for word in words:
        # "Hoãn họp?" asks whether it is put off; "Lịch họp?" asks for what the command shows.
        whole = text.strip(_EDGES if word.careful else _EDGES + "?") or text
        unasked = not asked and fold(whole) in _ELSE_A_REPLY
        if _says(whole, word) or (unasked and any(_written(whole, phrase) for phrase in word.bare)):
            return Command(word.name, "")
        if not asked and suggestion is None and any(_written(whole, phrase) for phrase in word.bare):
            suggestion = Suggestion(word.name, "") if fold(whole) in _TWO_MEANINGS else None
    return suggestion or next((found for word in words if (found := _carrying(text, word))), None)


def _says(said: str, word: Word) -> bool:
    """Whether this is the word and can be nothing else."""
    folded = fold(said)
    if folded == word.name and len(re.findall("[aeiouy]+", folded)) > 1:
        return True
    one_syllable = " " not in folded
    clear = folded in _ONE_MEANING if one_syllable else folded not in _TWO_MEANINGS
    if clear and said.lower() == word.name:
        return True
    return any(_marks(said) == _marks(phrase) or clear for phrase in word.bare if _written(said, phrase))


def _written(said: str, phrase: str) -> bool:
    """Whether this is the phrase, with all its accents or fewer, but none that it does not have."""
    if fold(said) != fold(phrase):
        return False
    (hats, tones), (all_hats, all_tones) = _marks(said), _marks(phrase)
    left = iter(all_tones)
    return all(mine in ("", its) for mine, its in zip(hats, all_hats, strict=True)) and all(
        t in left for t in tones
    )


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _marks(text: str) -> tuple[list[str], str]:
    """The hat, horn, breve or stroke of each letter, and the tones in order: "hủy" and "huỷ" are one spelling."""
    hats: list[str] = []
    tones = ""
    for c in normalize("NFD", " ".join(text.lower().split())):
        if c in _TONES:
            tones += c
        elif combining(c):
            if hats:
                hats[-1] += c
        else:
            hats.append("đ" if c == "đ" else "")
    return hats, tones


def _carrying(text: str, word: Word) -> Command | None:
    """A bare phrase with its text behind it, unless the whole is a sentence about papers or comments."""
    if not word.carries:
        return None
    for phrase in sorted((*word.bare, word.name), key=len, reverse=True):
        head = _head(text, phrase)
        if not head or not _says(head, word) or fold(head) not in (fold(phrase), word.name):
            continue
        rest = _told(text, head)
        return None if rest is None else Command(word.name, rest)
    return None


def _head(text: str, phrase: str) -> str:
    """As many of the first words as the phrase has, without the sign behind them; empty where there are fewer."""
    found = re.match(r"\S+" + r" \S+" * phrase.count(" "), text)
    return found[0].rstrip(":;,.!–—-") if found else ""


def _told(text: str, head: str) -> str | None:
    """What stands behind the head; None where the whole speaks of it instead of saying it."""
    rest = _rest(text, len(head))
    between = text[len(head) : len(text) - len(rest)]
    accented = fold(text) != " ".join(text.lower().split())
    about = (_ABOUT if accented else _ABOUT_UNACCENTED).match(rest.lower())
    return None if about and not between.strip(" ,.;!") else rest
