"""What is said of a change to another messenger: before it, to its people, and after it."""

from collections import Counter

from handlers.joining.changeover.planning import Plan, no_room
from handlers.kit.message import NAME, Message
from handlers.kit.reach import place_in
from models import invite
from models.changeover import Place, Standing
from models.member import Member
from models.terms import ChannelName

SAMPLE = "000000000000"
"""The code that a preview shows."""

# Wording


def preview(plan: Plan, ways: list[str]) -> str:
    there = place_in(plan.channel)
    found = Counter(one.place for one in plan.everybody)
    lines = [f"CHUYỂN CHI BỘ SANG {there.upper()}"]
    if found[Place.THERE]:
        lines.append(f"{found[Place.THERE]} đồng chí đã nhận tin ở {there} trước: không đổi.")
    if found[Place.BOTH]:
        lines += [
            f"{found[Place.BOTH]} đồng chí đã có {there}, nay nhận:",
            f"“{comes_first(plan.channel).text}”",
        ]
    if plan.invited:
        sample = please_join(plan.channel, NAME, SAMPLE, ways)
        lines += [
            f"{len(plan.invited)} đồng chí chưa có {there}, mỗi người nhận một mã riêng:",
            f"“{sample.text}”",
        ]
    if found[Place.TO_OPEN]:
        lines += [
            f"{found[Place.TO_OPEN]} đồng chí vào {there} chưa xong, nay nhận:",
            f"“{please_open(plan.channel, NAME).text}”",
        ]
    if plan.without_room:
        lines.append(no_room(plan, len(plan.invited)))
    lines += [
        f"{found[place]} đồng chí {label}: như cũ." for place, label in AS_BEFORE.items() if found[place]
    ]
    return "\n".join(lines)


AS_BEFORE = {
    Place.CHOSE: "đã tự chọn nhận ở máy khác trước",
    Place.DECLINED: "đã chọn không dùng ở đó",
    Place.RELATIVE: "nhờ máy người nhà nhận hộ giờ họp",
    Place.NOWHERE: "chưa có máy, vẫn gọi điện hoặc báo tận nơi",
}


def comes_first(channel: ChannelName) -> Message:
    return Message(
        f"Chi bộ chuyển sang nhắn tin qua {place_in(channel)}: từ nay tin của đồng chí {NAME} đến đó trước. "
        "Đồng chí không phải làm gì. Muốn xếp khác, nhắn /kenh"
    )


def please_join(channel: ChannelName, given: str, code: str, ways: list[str]) -> Message:
    """The code not in the first line: that is shown to whoever leads where it does not arrive."""
    lines = [
        f"Chi bộ chuyển sang nhắn tin qua {place_in(channel)}.",
        f"Xin đồng chí {given} vào đó, bằng mã của riêng mình: {invite.in_threes(code)} (dùng một lần, trong 14 ngày)",
        *ways,
        "Vào xong thì tin đến đó trước. Chưa vào thì tin vẫn đến đây như cũ.",
    ]
    return Message("\n".join(lines))


def please_open(channel: ChannelName, given: str) -> Message:
    return Message(
        f"Chi bộ chuyển sang nhắn tin qua {place_in(channel)}. Đồng chí {given} đã mở Sổ tay ở đó mà chưa xong: xin mở lại, nhắn một lời, "
        "và trả lời nếu Sổ tay hỏi. Chưa xong thì tin vẫn đến đây như cũ."
    )


def for_leaders(by: str, plan: Plan) -> Message:
    return Message(f"Đồng chí {by} chuyển chi bộ sang {place_in(plan.channel)}. {_numbers(plan)}")


def receipt(plan: Plan, waits: str | None) -> Message:
    when = f" Tin báo đi lúc {waits}." if waits else ""
    done = f"Đã chuyển chi bộ sang {place_in(plan.channel)}. {_numbers(plan)}{when}"
    return Message("\n".join([done, *still_voting(plan.voting), SEE]))


def not_in(left: list[Standing]) -> list[str]:
    names = ", ".join(one.member.known_as for one in left)
    return [f"Chưa vào, vẫn nhận như cũ: {names}."] if left else []


def still_voting(people: list[Member]) -> list[str]:
    if not people:
        return []
    names = ", ".join(who.known_as for who in people)
    return [
        f"{len(people)} đồng chí vẫn biểu quyết ở máy cũ, vì máy mới chưa ai xác nhận đúng người: {names}. "
        "Ai xác nhận được: nhắn /xacnhan."
    ]


SEE = "Ai đã vào: nhắn /danhsach. Gửi lại mã, hay thôi chuyển: nhắn /chuyenkenh"


def _numbers(plan: Plan) -> str:
    first = len(plan.those(Place.THERE)) + len(plan.those(Place.BOTH))
    to_open, without = len(plan.those(Place.TO_OPEN)), plan.without_room
    parts = [f"{first} đồng chí nhận tin ở đó trước", f"{len(plan.invited)} được gửi mã để vào"]
    parts += [f"{to_open} được nhắc vào cho xong"] if to_open else []
    parts += [f"{without} chưa có chỗ"] if without else []
    return f"{', '.join(parts)}; chưa vào thì vẫn nhận như cũ."
