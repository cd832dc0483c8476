"""What is said of drafts by more than one of their files."""

from handlers.kit.wording import shortened
from models.draft import Draft, DraftPoint
from models.folding import fold

# Wording


def called(about: Draft) -> str:
    words = about.title.split()
    own = words[2:] if fold(" ".join(words[:2])) == "du thao" and words[2:] else words
    return f"dự thảo “{shortened(' '.join(own))}”"


def point_called(point: DraftPoint) -> str:
    return f"điểm {point.label}"


def called_with(point: DraftPoint | None, about: Draft) -> str:
    """What a comment is for: 'điểm 2 của dự thảo “...”', or the draft."""
    return f"{point_called(point)} của {called(about)}" if point else called(about)
