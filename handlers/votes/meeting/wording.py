"""How a vote at a meeting is shown, and its result with article and reckoning, in people's words (people 18)."""

from datetime import datetime

from handlers.kit import occasions
from handlers.kit.outgoing import LEFT_OUT
from handlers.kit.reading.times.spoken import clock
from handlers.votes import wording
from models.charter import Ballots, Majority, Subject
from models.meeting import Meeting
from models.member import Member
from models.motion import Hands, Motion, ReasonsLeftOut, Tally, Verdict
from models.terms import Circumstance

# Wording

SUBJECTS = {
    Subject.RESOLUTION: "Nghị quyết, việc khác",
    Subject.ADMISSION: "Kết nạp đảng viên",
    Subject.RECOGNITION: "Công nhận đảng viên chính thức",
    Subject.DISCIPLINE: "Thi hành kỷ luật",
    Subject.EXPULSION: "Khai trừ",
}
BALLOTS = {
    Ballots.OPEN: "Giơ tay, ai có máy thì bấm",
    Ballots.PAPER: "Bỏ phiếu kín bằng giấy",
}
UNCOUNTED = LEFT_OUT | {
    Circumstance.EXEMPT: "miễn sinh hoạt vắng mặt",
    Circumstance.ELSEWHERE: "sinh hoạt nơi khác vắng mặt",
}
FIXED = "Việc này bấm rồi không đổi ý được, xin xem kỹ trước khi bấm."
WHOLE = {(1, 2): "một nửa", (2, 3): "hai phần ba"}


def asked(
    question: str,
    about: Meeting,
    ballots: Ballots,
    until: datetime,
    now: datetime,
    sender: str | None,
    fixed: bool,
) -> str:
    lines = [
        f"BIỂU QUYẾT tại {occasions.matter(about, now)}",
        wording.WHO_SEES if ballots is Ballots.OPEN else "Bỏ phiếu kín bằng giấy, không bấm trên máy.",
        question,
        (
            f"Bấm trước khi đóng, chậm nhất {clock(until.astimezone(now.tzinfo))}. "
            if ballots is Ballots.OPEN
            else ""
        )
        + "“Ý kiến khác” không tính là tán thành.",
        FIXED if fixed and ballots is Ballots.OPEN else "",
        sender or "",
    ]
    return "\n".join(line for line in lines if line)


def majority_said(rule: Majority, base: int) -> str:
    """'Cần quá một nửa, từ 21 đồng chí trở lên'."""
    how = "quá" if rule.beyond else "ít nhất"
    return f"Cần {how} {WHOLE[rule.part, rule.whole]}, từ {rule.needed(base)} đồng chí trở lên"


def uncounted(reasons: ReasonsLeftOut | dict[str, int]) -> str:
    """'1 dự bị, 10 miễn sinh hoạt vắng mặt'."""
    named = {str(reason): label for reason, label in UNCOUNTED.items()}
    return ", ".join(f"{count} {named[str(reason)]}" for reason, count in reasons.items())


def count(about: Motion, tally: Tally) -> str:
    return f"{wording.numbers(about, tally)}. Tổng số đảng viên được tính: {tally.asked}."


def result(about: Motion, met: Meeting, found: Verdict, young: int, now: datetime) -> str:
    """The result as it is told; what became of the hands beside the taps, and of how many voices the phone is new (people 6, 10)."""
    share = wording.percent(found.tally.share(found.tally.approve))
    lines = [
        f"KẾT QUẢ BIỂU QUYẾT tại {occasions.matter(met, now)}",
        about.question,
        f"{count(about, found.tally)} {majority_said(found.rule, found.tally.asked)}.",
        f"{'THÔNG QUA' if found.passed else 'KHÔNG THÔNG QUA'} ({share})",
        _both(found, about.ballots),
        f"Trong đó {young} phiếu bấm từ máy vào Sổ tay chưa đủ 30 ngày: vẫn được tính, nêu để cuộc họp biết."
        if young
        else "",
    ]
    return "\n".join(line for line in lines if line)


def _both(found: Verdict, ballots: Ballots) -> str:
    if ballots is Ballots.PAPER:
        return "Bỏ phiếu kín bằng giấy, số phiếu do người điều hành nhập."
    both = (
        (label, tap, hand)
        for label, tap, hand in zip(wording.LABELS.values(), found.taps, found.hands, strict=True)
    )
    return "Bấm máy + giơ tay: " + " · ".join(f"{label} {tap} + {hand}" for label, tap, hand in both) + "."


def on_the_record(about: Motion, found: Verdict) -> str:
    said = wording.numbers(about, found.tally).lower()
    passed = "thông qua" if found.passed else "không thông qua"
    return f"Biểu quyết “{about.question}”: {said}; tổng số {found.tally.asked}; {passed}"


def so_far(about: Motion, met: Meeting, said: int, there: int, now: datetime) -> str:
    stands = (
        f"Bỏ phiếu kín bằng giấy, có mặt {there} đồng chí. Kiểm phiếu xong, nhắn /dong để nhập số phiếu."
        if about.ballots is Ballots.PAPER
        else f"Đã bấm máy {said} trên {there} đồng chí có mặt. Muốn đóng và nhập số giơ tay, nhắn /dong."
    )
    return f"ĐANG BIỂU QUYẾT tại {occasions.matter(met, now)}\n{about.question}\n{stands}"


def reckoning(about: Motion, found: Verdict, there: int) -> str:
    """How it was reckoned, with the article (R3, R4)."""
    base = found.tally.asked
    without = f" Không tính: {uncounted(about.uncounted)}." if about.uncounted else ""
    how = "quá" if found.rule.beyond else "ít nhất"
    subject = SUBJECTS[about.subject] if about.subject else ""
    return (
        f"Cách tính ({subject}): {base} đảng viên chính thức được tính, {there} có mặt, {base - there} vắng.{without} "
        f"Cần {how} {WHOLE[found.rule.part, found.rule.whole]} của {base}, tức từ {found.needed}; tán thành {found.tally.approve}. "
        f"Căn cứ: {found.rule.article}."
    )


def names(people: list[Member]) -> str:
    return ", ".join(person.known_as for person in people)


def electorate(
    base: int,
    reasons: ReasonsLeftOut,
    tapping: int,
    hands: list[Member],
    unconfirmed: list[Member],
    rule: Majority,
    ballots: Ballots,
) -> str:
    """Under the preview: who counts, who taps, who raises a hand, what is needed."""
    without = f" (không tính: {uncounted(reasons)})" if reasons else ""
    lines = [f"Được tính {base} đảng viên{without}. {majority_said(rule, base)}."]
    there = tapping + len(hands)
    if ballots is Ballots.PAPER:
        lines.append(f"Có mặt {there}: bỏ phiếu bằng giấy, không gửi máy nào.")
    else:
        lines.append(f"Có mặt {there}: {tapping} bấm máy" + (f", {len(hands)} giơ tay." if hands else "."))
        lines += [f"Giơ tay: {names(hands)}."] if hands else []
        lines += (
            [f"Máy chưa xác nhận hoặc dùng chung: {names(unconfirmed)}. Xem: /xacnhan."]
            if unconfirmed
            else []
        )
    return "\n".join(lines)


def hands_said(hands: Hands) -> str:
    return " · ".join(
        f"{label.lower()} {number}" for label, number in zip(wording.LABELS.values(), hands, strict=True)
    )
