"""Names in running text: the longest beginning that names somebody of the branch, and what stands behind it."""

from collections.abc import Collection

from handlers.kit.turn import Turn
from models import member
from models.folding import fold, tidy
from models.member import Member

LONGEST = 6
"""Words in a name with its mark."""


def named(turn: Turn, text: str, beside: Collection[int] = ()) -> tuple[list[Member], str, str]:
    """(whom the beginning may mean, that beginning, the rest); nobody and the whole text as rest where it names none.

    beside: ids of those of another branch who may be meant as well. A title before the name is passed over where the name is none with it: "bà Ba" may be what people call her.
    """
    words = tidy(text).replace(",", " , ").split()
    for skipped in (0, 1, 2):
        if skipped and fold(" ".join(words[:skipped])) not in TITLES:
            continue
        rest = words[skipped:]
        for size in range(min(len(rest), LONGEST), 0, -1):
            name = " ".join(rest[:size])
            if found := member.find(turn.session, turn.here, name, beside):
                return found, name, " ".join(rest[size:]).replace(" ,", ",").strip(" ,:")
    return [], "", tidy(text)


# Wording

TITLES = ("dong chi", "d/c", "ong", "ba", "anh", "chi", "bac", "co", "chu")
