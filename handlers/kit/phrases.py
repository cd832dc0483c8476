"""Whether words say a phrase: with its accents, wherever the tone stands ("ủy", "uỷ"), or with none; "Vàng" is not "vắng"."""

from unicodedata import normalize

from models.folding import fold

EDGES = " ,.:;-–!()"


def begins(words: list[str], phrases: tuple[str, ...]) -> int:
    """How many of the words at the beginning say one of the phrases, tried in order; 0 for none."""
    for phrase in phrases:
        meant = phrase.split()
        if len(words) >= len(meant) and all(map(_says, words, meant)):
            return len(meant)
    return 0


def split_at(words: list[str], phrases: tuple[str, ...]) -> tuple[str, str]:
    """What stands before the first of the phrases, and what stands behind it."""
    for at in range(len(words)):
        if size := begins(words[at:], phrases):
            return joined(words[:at]), joined(words[at + size :])
    return joined(words), ""


def joined(words: list[str]) -> str:
    """Words as one text without the signs at its edges."""
    return " ".join(words).strip(EDGES)


def _says(word: str, meant: str) -> bool:
    said = word.strip(EDGES).lower()
    if said == fold(meant):
        return True
    return fold(said) == fold(meant) and sorted(normalize("NFD", said)) == sorted(normalize("NFD", meant))
