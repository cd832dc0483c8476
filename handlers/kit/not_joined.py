"""Who has not joined, why, and what to do next: said to whoever leads the branch by name, to committees above in numbers (people 40)."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import groupby

from models.member import Member
from models.not_joined import Joined, Missing, Why
from models.terms import Circumstance, Consent

# Wording

LABELS = {
    Why.SILENT: "Đã mở máy, chưa trả lời câu hỏi đồng ý",
    Why.CODE: "Có mã, chưa dùng",
    Why.RUN_OUT: "Mã hết hạn",
    Why.BLOCKED: "Máy không nhận được tin nữa",
    Why.ENDED: "Máy cũ đã thôi nhận",
    Why.NOT_INVITED: "Chưa cấp mã",
    Why.ONLY_RELATIVE: "Chỉ có số người nhà",
    Why.NO_PHONE: "Chưa có số điện thoại",
    Why.REFUSED: "Đã chọn không dùng",
}
NEXT = {
    Why.SILENT: "nhắc trả lời câu ấy",
    Why.CODE: "nhắc nhắn mã cho Sổ tay",
    Why.RUN_OUT: "nhắn /capma và tên để cấp mã mới",
    Why.BLOCKED: "nhờ nhắn Sổ tay một lời",
    Why.ENDED: "hỏi lại; muốn vào thì nhắn /capma và tên",
    Why.NOT_INVITED: "nhắn /capma và tên",
    Why.ONLY_RELATIVE: "hỏi dùng máy người nhà nhận hộ giờ họp",
    Why.NO_PHONE: "báo tận nơi, hỏi số",
    Why.REFUSED: "mời bằng giấy, không nhắc nữa",
}
NARROW = {
    Consent.TIMES_ONLY: "Đã vào, chỉ nhận giờ họp",
    Consent.RELATIVE: "Đã vào bằng máy người nhà, chỉ nhận giờ họp",
}
NOT_CALLED = {
    Circumstance.EXEMPT: "miễn sinh hoạt",
    Circumstance.ELSEWHERE: "sinh hoạt nơi khác",
    Circumstance.SUSPENDED: "đình chỉ",
}


def with_phone(who: Member) -> str:
    if not who.phone:
        return f"{who.known_as}: chưa có số điện thoại"
    return f"{who.known_as}: {who.phone}{' (người nhà)' if who.phone_of_relative else ''}"


def who_joined(found: Joined, zone: tzinfo | None) -> str:
    """The list for whoever leads: what to do stands once where it is the same for several."""
    head = f"Đã vào Sổ tay: {found.count}/{found.called} đồng chí."
    lines = [f"{head} Chưa vào: {len(found.missing)}." if found.missing else head]
    ordered = sorted(found.missing, key=lambda one: list(Why).index(one.why))
    for why, group in groupby(ordered, key=lambda one: one.why):
        lines += _because(why, list(group), zone)
    for chosen, label in NARROW.items():
        names = [who.known_as for who, consent in found.narrow if consent is chosen]
        lines += [f"{label} ({len(names)}), việc khác báo tận nơi: {', '.join(names)}."] if names else []
    left = [
        f"{found.not_called[why]} {label}" for why, label in NOT_CALLED.items() if why in found.not_called
    ]
    lines += [f"Không tính: {', '.join(left)}."] if left else []
    return "\n".join(lines)


def _because(why: Why, people: list[Missing], zone: tzinfo | None) -> Iterator[str]:
    if len(people) == 1:
        yield f"- {_called(people[0])}. {reason(people[0], zone)}: {NEXT[why]}."
        return
    yield f"{LABELS[why]} ({len(people)}): {NEXT[why]}."
    for one in people:
        yield f"- {_called(one)}{_when(one, zone)}"


def _called(one: Missing) -> str:
    return one.member.known_as if one.why is Why.NO_PHONE else with_phone(one.member)


def reason(one: Missing, zone: tzinfo | None) -> str:
    """'Có mã, chưa dùng (mã từ 01/12, đến 15/12)'."""
    return f"{LABELS[one.why]}{_when(one, zone)}"


def _when(one: Missing, zone: tzinfo | None) -> str:
    def day(at: datetime | None) -> str:
        return f"{at.astimezone(zone):%d/%m}" if at else ""

    match one.why:
        case Why.CODE:
            return f" (mã từ {day(one.since)}, đến {day(one.until)})"
        case Why.RUN_OUT | Why.ENDED | Why.SILENT | Why.REFUSED:
            return f" (từ {day(one.since)})" if one.since else ""
    return ""


def in_short(joined: int, called: int) -> str:
    see = " Xem ai chưa vào: nhắn /danhsach chưa vào" if joined < called else ""
    return f"Đã vào Sổ tay: {joined}/{called}.{see}"
