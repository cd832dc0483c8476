"""Words typed in Telex while the keyboard made no marks of it: "ddoongf ys" is "đồng ý".

Only what can be no word typed without marks is read so: no Vietnamese syllable has a w, a doubled a or e, or dd, or ends in s, f, r, x or j.
What then makes no syllable (thanks, yes, sms) stays as it was typed.
"""

import unicodedata
from functools import cache

import regex as re

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_DOUBLED = {"a": "â", "e": "ê", "o": "ô"}
_HORNED = {"a": "ă", "o": "ơ", "u": "ư"}
_MARKED_VOWEL = re.compile(r"[ăâêôơư](?!.*[ăâêôơư])")


@cache
def from_telex(word: str) -> str:
    """The word in lower case with its marks, or as it is where it is none that was typed so."""
    keyed = _keyed(word) if word.isascii() and word.isalpha() else None
    if keyed is None:
        return word
    letters, tone = keyed
    syllable = _SYLLABLE.fullmatch(letters)
    if syllable is None or (letters == word and not tone):
        return word
    if not tone:
        return letters
    if syllable["end"] in {"c", "ch", "p", "t"} and tone not in "sj":
        return word
    at = _bearer(letters, syllable)
    return unicodedata.normalize("NFC", f"{letters[: at + 1]}{_TONES[tone]}{letters[at + 1 :]}")


def is_telex(text: str) -> bool:
    """Whether any word of a text was typed so."""
    return any(from_telex(word) != word for word in re.findall(r"[^\W\d_]+", text.lower()))


def _keyed(word: str) -> tuple[str, str] | None:
    """The letters that the keys make, and the key of the tone, or ""."""
    made, tone = "", ""
    for key in word:
        if key in _TONES and re.search("[aăâeêioôơuưy]", made):
            if tone:
                return None
            tone = key
        elif key == "d" and made == "d":
            made = "đ"
        elif key in _DOUBLED and made.endswith(key):
            made = made[:-1] + _DOUBLED[key]
        elif key == "w":
            horned = re.sub("[uư]o", "ươ", made) if re.search("[uư]o", made) else _last_horned(made)
            if horned == made:
                return None
            made = horned
        else:
            made += key
    return made, tone


def _last_horned(made: str) -> str:
    at = max(made.rfind(vowel) for vowel in _HORNED)
    return made if at < 0 else f"{made[:at]}{_HORNED[made[at]]}{made[at + 1 :]}"


def _bearer(letters: str, syllable: re.Match[str]) -> int:
    """Which letter bears the tone."""
    start, core = syllable.start("core"), syllable["core"]
    if marked := _MARKED_VOWEL.search(letters):
        return marked.start()
    if syllable["end"]:
        return start + len(core) - 1
    return start + (1 if len(core) == 3 else 0)


# Wording

_STARTS = "b|ch|c(?![eêiy])|d|đ|gi(?=[aăâeêoôơuư])|gh(?=[eêi])|g(?![eêy])|h|kh|k(?=[eêiy])|l|m|ngh(?=[eêi])|ng(?![eêiy])|nh|n|ph|p|qu|r|s|th|tr|t|v|x|"
_CORES = {
    "ay|au|ao|ai|âu|ây|eo|êu|ia|iu|iêu|oai|oay|oeo|oi|ôi|ơi|ua|ui|uây|uôi|uơ|uya|uyu|ưa|ưi|ưu|ươi|ươu|yêu|uê": "",
    "a|oa|ê|i|y": "|c|ch|m|n|ng|nh|p|t",
    "ă|oă": "c|m|n|ng|p|t",
    "â|uâ": "c|m|n|ng|p|t",
    "e|oe|o": "|c|m|n|ng|p|t",
    "ô|u|uy": "|c|ch|m|n|ng|nh|p|t",
    "ơ": "|m|n|p|t",
    "ư": "|c|ng|t",
    "iê|uô|ươ": "c|m|n|ng|p|t",
    "uyê|yê": "n|t|m|ng",
}
_SYLLABLE = re.compile(
    rf"(?:{_STARTS})(?:" + "|".join(rf"(?P<core>{core})(?P<end>{end})" for core, end in _CORES.items()) + ")"
)
