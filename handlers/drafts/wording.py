"""What is said of drafts by more than one of their files."""

from handlers.kit.wording import shortened
from models.draft import Draft
from models.folding import fold

# Wording


def called(about: Draft) -> str:
    words = about.title.split()
    own = words[2:] if fold(" ".join(words[:2])) == "du thao" and words[2:] else words
    return f"dự thảo “{shortened(' '.join(own))}”"
