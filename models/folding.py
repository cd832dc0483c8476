"""Vietnamese text made comparable: once on the way in (`tidy`), once for searching (`fold`).

`đ` does not decompose under NFD and SQLite's unicode61 does not fold it, so folding is done here and the folded text is stored.
"""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\ufe0f\u00ad\ue000-\uf8ff]")
"""Zero-width characters, the emoji selector, and the private area whose first character stands for a name in our own texts."""


def tidy(text: str) -> str:
    """The text in NFC, without invisible characters, runs of blanks made one, lines and the whole stripped."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


@lru_cache(4096)
def fold(text: str) -> str:
    """Lower case without marks, `đ` as `d`, whitespace runs as one blank: 'Đặng  Thị' becomes 'dang thi'.

    Remembered, since every turn folds the same two hundred phrases of commands.
    """
    text = unicodedata.normalize("NFD", _INVISIBLE.sub("", text).lower().replace("đ", "d"))
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())
