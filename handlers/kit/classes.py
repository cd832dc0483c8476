"""How far a paper may be shown on a messenger: its class, in people's words (people 13)."""

from models.folding import fold
from models.terms import DocumentClass


def proposed(named: str) -> DocumentClass:
    """What is proposed for a title or a name: internal, but read at the meeting where it is about people."""
    words = f" {fold(named.replace('_', ' ').replace('-', ' '))} "
    about_people = any(f" {word} " in words for word in ABOUT_PEOPLE)
    return DocumentClass.AT_MEETING if about_people else DocumentClass.INTERNAL


# Wording

CLASSES = {
    DocumentClass.PUBLIC: "Công khai",
    DocumentClass.INTERNAL: "Nội bộ",
    DocumentClass.AT_MEETING: "Đọc tại cuộc họp",
}
HOW_SHOWN = {
    DocumentClass.PUBLIC: "Công khai.",
    DocumentClass.INTERNAL: "Nội bộ, xin không chuyển cho người khác.",
    DocumentClass.AT_MEETING: "Đọc tại cuộc họp, Sổ tay không gửi nội dung.",
}
ABOUT_PEOPLE = ("nhan su", "kiem tra", "ky luat", "khieu nai", "to cao")
"""What stays on paper, folded."""
