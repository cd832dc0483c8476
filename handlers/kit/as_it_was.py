"""Words that leave what is asked anew (SỬA) as it was: "giữ nguyên", whatever the choice beside the question is called."""

from handlers.kit import labels


def stays(text: str) -> bool:
    """Whether the whole message says so, politeness and marks aside."""
    return any(labels.says(text, phrase) for phrase in _STAYS)


# Wording

_STAYS = (
    "giữ",
    "giữ nguyên",
    "thôi",
    "thôi giữ nguyên",
    "để nguyên",
    "cứ để nguyên",
    "để như cũ",
    "giữ như cũ",
    "như cũ",
    "không đổi",
    "không đổi nữa",
    "không sửa nữa",
)
