"""Why an answer to a question of a survey was not taken, in one sentence."""

import re

from handlers.kit.reading import attendance
from handlers.surveys import replies
from models.folding import tidy
from models.survey import SurveyKind, SurveyQuestion


def why(question: SurveyQuestion, text: str, *, nameless: bool) -> str:
    """The sentence. Without names it tells nothing of what was typed, or the reply would (people 11)."""
    many = len(question.options)
    if not nameless and of_a_meeting(text):
        return OF_A_MEETING
    if question.kind is SurveyKind.DATE:
        return f"{ONE_DAY} {ANEW}"
    if question.kind is SurveyKind.SCALE:
        return f"{points(many)} {ANEW}"
    if question.kind is SurveyKind.SEVERAL:
        return f"{numbers(many)} {ANEW}"
    several = not nameless and replies.several(question.options, text)
    return f"{ONLY_ONE} {ANEW}" if several else UNCLEAR


def of_a_meeting(text: str) -> bool:
    """Whether words say that one comes to a meeting or stays away, and name it so: "tôi không đi" may answer the survey."""
    return attendance(text) is not None and _MEETING.search(tidy(text).lower()) is not None


# Wording

_MEETING = re.compile(r"\bhọp\b|\b(?:vang(?: mat)?|du|nghi) hop\b")
""""hop" without its mark is also hợp."""
OF_A_MEETING = (
    "Sổ tay chưa ghi lời này: đang hỏi khảo sát. Muốn báo dự hay vắng họp, nhắn ĐỂ SAU rồi nhắn lại."
)

UNCLEAR = "Sổ tay chưa hiểu ý đồng chí. Xin trả lời câu này, hoặc nhắn ĐỂ SAU."
ANEW = "Xin trả lời lại, hoặc nhắn ĐỂ SAU."
ONLY_ONE = "Câu này chỉ chọn một."
ONE_DAY = "Câu này cần một ngày, ví dụ 20/12."


def points(steps: int) -> str:
    return f"Câu này cho điểm từ 1 đến {steps}."


def numbers(options: int) -> str:
    return f"Câu này chọn các số từ 1 đến {options}, ví dụ 1, 2."
