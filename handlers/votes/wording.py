"""How consultations are named and shown, in every sentence about them (people 18; decision 25)."""

from collections.abc import Iterable
from datetime import datetime

from handlers.kit import until
from handlers.kit.wording import NOT_REACHED, shortened
from models.member import Member
from models.motion import Ballot, Choice, Motion, MotionKind, Tally
from models.until import Until

KIND = "consultation"
"""The kind of the question: three choices and one voice, whether it decides or not."""

# Wording

LABELS = {Choice.APPROVE: "Tán thành", Choice.AGAINST: "Không tán thành", Choice.OTHER: "Ý kiến khác"}
CHOICES = tuple((choice.value, label) for choice, label in LABELS.items())
IN_WORDS = "nhắn BIỂU QUYẾT để trả lời"
HEADING = "LẤY Ý KIẾN (tham khảo, chưa phải biểu quyết)"
WHO_SEES = "Bí thư, phó bí thư thấy tên."


def matter(about: Motion) -> str:
    what = "lấy ý kiến" if about.kind is MotionKind.CONSULTATION else "biểu quyết"
    return f"{what} “{shortened(about.question)}”"


def asked(question: str, then: Until, now: datetime, sender: str | None) -> str:
    return (
        f"{HEADING}\n{WHO_SEES}\n{question}\n"
        f"Trả lời đến {until.said(then, now)}. “{LABELS[Choice.OTHER]}” không tính là tán thành; "
        "đồng chí chọn ý ấy thì Sổ tay hỏi thêm nội dung." + (f"\n{sender}" if sender else "")
    )


def parts(about: Motion, tally: Tally, unreached: int = 0) -> list[tuple[str, int]]:
    """The parts of a count, each with its label; whom a consultation never came to stands apart from who does not answer."""
    silent = "Không trả lời" if about.kind is MotionKind.CONSULTATION else "Không biểu quyết"
    *said, rest = tally
    found = list(zip((*LABELS.values(), silent), (*said, rest - unreached), strict=True))
    return [*found, (NOT_REACHED, unreached)] if unreached else found


def numbers(about: Motion, tally: Tally, unreached: int = 0) -> str:
    """'Tán thành 23 · Không tán thành 9 · Ý kiến khác 5 · Không trả lời 4 · Chưa nhận được 2'."""
    return " · ".join(f"{label} {number}" for label, number in parts(about, tally, unreached))


def count(about: Motion, tally: Tally, unreached: int) -> str:
    """The count in people's words, then the shares; it never says that anything is passed."""
    shares = " · ".join(percent(tally.share(number)) for _, number in parts(about, tally, unreached))
    return f"{numbers(about, tally, unreached)}. Tổng số được hỏi: {tally.asked}.\nTỷ lệ theo thứ tự ấy: {shares}."


def percent(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10} %"


def result(about: Motion, tally: Tally, unreached: int) -> str:
    return f"KẾT QUẢ LẤY Ý KIẾN (tham khảo)\n{about.question}\n{count(about, tally, unreached)}"


def by_name(voices: Iterable[tuple[Member, Ballot]]) -> str:
    """Who said what, for those of whom the question says that they see it."""
    lines = []
    for choice, label in LABELS.items():
        said = [(who, ballot) for who, ballot in voices if ballot.choice is choice]
        if said and choice is Choice.OTHER:
            lines += [f"{label}:", *(f"- {who.known_as}: {ballot.words or NO_WORDS}" for who, ballot in said)]
        elif said:
            lines.append(f"{label}: {', '.join(who.known_as for who, _ in said)}")
    return "\n".join(lines)


NO_WORDS = "(chưa nói rõ)"
