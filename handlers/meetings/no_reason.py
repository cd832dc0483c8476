"""What is plainly no reason for staying away, and what is said to it: the next words that somebody writes are not always the answer."""

from handlers.kit import plain, waiting
from handlers.kit.message import Message
from handlers.kit.phrases import begins
from handlers.kit.reading import is_question, number, polite, short, vote, yes_no, yes_or_away
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from handlers.kit.words import understand
from handlers.meetings import above, wording
from models.folding import fold, tidy
from models.meeting import Meeting

AT_MOST = 200
"""Letters of a reason: what is longer was meant for somebody else."""


def said_to(turn: Turn, about: Meeting, text: str) -> Message | None:
    """The answer to words that are no reason for missing this meeting; None where they may be one."""
    if _is_no_matter(turn, text):
        return Message(IN_WORDS)
    if is_question(text):
        return no_question(above.matter(turn, about), about, turn)
    if begins(tidy(text).split(), COMMENTS):
        return Message(NO_COMMENT)
    return None


def too_long(reason: str) -> Message | None:
    """Refuses a reason that is a letter; it is read aloud from a list."""
    return Message(TOO_LONG) if len(reason) > AT_MOST else None


def _is_no_matter(turn: Turn, text: str) -> bool:
    """A number, politeness, a call, a vote, a bare command word, or the answer to another question with its number."""
    words = [command.word for command in router.commands.values()]
    return (
        number(text) is not None
        or polite(text)
        or yes_or_away(text)
        or yes_no(text) is True
        or vote(text) is not None
        or fold(text).strip(" .,!?") in CALLS
        or understand(text, words, asked=False) is not None
        or bool(plain.read(turn, text, waiting.offers(turn), None))
    )


# Wording

WHY = "Xin đồng chí cho biết lý do (ví dụ: ốm, đi viện, việc nhà)."
IN_WORDS = (
    "Xin đồng chí nhắn lý do bằng chữ (ví dụ: ốm, đi viện, việc nhà), hoặc nhắn THÔI nếu không ghi lý do."
)
NO_COMMENT = (
    "Sổ tay không ghi lời này làm lý do vắng mặt. Góp ý thì xin nhắn GÓP Ý và nội dung. "
    "Còn lý do, xin nhắn ngắn (ví dụ: ốm, việc nhà), hoặc nhắn THÔI."
)
TOO_LONG = "Lời này dài quá, Sổ tay chưa ghi. Xin nhắn lý do trong một câu ngắn (ví dụ: ốm, đi viện, việc nhà), hoặc nhắn THÔI."
CALLS = (
    "alo",
    "a lo",
    "alo alo",
    "e",
    "oi",
    "hello",
    "hi",
    "so tay oi",
    "dong chi oi",
    "chao",
    "xin chao",
    "chao dong chi",
)
COMMENTS = (
    "dự thảo",
    "về dự thảo",
    "nghị quyết",
    "về nghị quyết",
    "tôi góp ý",
    "xin góp ý",
    "ý kiến của tôi",
    "tôi có ý kiến",
    "xin có ý kiến",
    "đề nghị sửa",
    "đề nghị bổ sung",
)


def no_question(matter: str, about: Meeting, turn: Turn) -> Message:
    return Message(
        f"{capital(matter)}: {short(wording.local(about, turn.now), turn.now)}, tại {about.place}. "
        f"Cần hỏi thêm, nhắn GỌI.\n{WHY}"
    )
