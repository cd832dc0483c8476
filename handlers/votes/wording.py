"""How consultations are named and shown, in every sentence about them (people 18; decision 25)."""

from collections.abc import Iterable
from datetime import datetime

from handlers.kit import until
from handlers.kit.wording import shortened
from models.member import Member
from models.motion import Ballot, Choice, Motion, MotionKind, Tally
from models.until import Until

# Wording

LABELS = {Choice.APPROVE: "Tán thành", Choice.AGAINST: "Không tán thành", Choice.OTHER: "Ý kiến khác"}
CHOICES = tuple((choice.value, label) for choice, label in LABELS.items())
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


def parts(tally: Tally) -> list[tuple[str, int]]:
    """The parts of a count, each with its label."""
    return list(zip((*LABELS.values(), "Không trả lời"), tally, strict=True))


def count(tally: Tally) -> str:
    """The count in people's words, then the shares; it never says that anything is passed."""
    said = " · ".join(f"{label} {number}" for label, number in parts(tally))
    shares = " · ".join(percent(tally.share(number)) for number in tally)
    return f"{said}. Tổng số được hỏi: {tally.asked}.\nTỷ lệ theo thứ tự ấy: {shares}."


def percent(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10} %"


def result(about: Motion, tally: Tally) -> str:
    return f"KẾT QUẢ LẤY Ý KIẾN (tham khảo)\n{about.question}\n{count(tally)}"


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
