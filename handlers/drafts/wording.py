"""What is said of drafts by more than one of their files."""

from handlers.kit.wording import capital, shortened
from models.draft import Comment, Draft, DraftPoint, Mark, Point
from models.folding import fold
from models.terms import DocumentClass

# Wording

IN_WORDS = "nhắn như: góp ý điểm 2: nên ghi rõ hơn"
MARKS = {Mark.TAKEN_UP: "Tiếp thu", Mark.EXPLAINED: "Giải trình", Mark.OUT_OF_SCOPE: "Ngoài phạm vi"}


def called(about: Draft) -> str:
    words = about.title.split()
    own = words[2:] if fold(" ".join(words[:2])) == "du thao" and words[2:] else words
    return f"dự thảo “{shortened(' '.join(own))}”" + (f" bản {about.version}" if about.version > 1 else "")


def point_called(point: DraftPoint | Point) -> str:
    return f"điểm {point.label}"


def called_with(point: DraftPoint | None, about: Draft) -> str:
    """What a comment is for: 'điểm 2 của dự thảo “...”', or the draft."""
    return f"{point_called(point)} của {called(about)}" if point else called(about)


def words_of(point: DraftPoint | None, about: Draft) -> str:
    """A point's own words, as far as they may go by messenger: of what is read at the meeting none."""
    return "" if point is None or about.kind is DocumentClass.AT_MEETING else point.text


def point_titled(point: DraftPoint, about: Draft, at_most: int) -> str:
    """'Điểm 2: Lắp hai đèn đường.', cut at so many characters."""
    words = shortened(words_of(point, about), at_most)
    return capital(point_called(point)) + (f": {words}" if words else "")


def answer_of(said: Comment) -> str:
    """'tiếp thu, sẽ lắp ba đèn'; "" where there is no answer yet."""
    if said.mark is None:
        return ""
    return MARKS[said.mark].lower() + (f": {said.reason}" if said.reason else "")
