"""How messages reach people, in the words of `/danhsach`: by the steps of the ladder; numbers alone."""

from models.changeover import Progress
from models.reach import Reach, Step
from models.terms import ChannelName

# Wording

CHANNELS = {
    ChannelName.ZALO: "Zalo",
    ChannelName.TELEGRAM: "Telegram",
    ChannelName.WEB: "Trang web",
    ChannelName.CONSOLE: "Máy thử",
}
STEPS = {
    Step.FIRST: "máy thứ nhất",
    Step.NEXT: "máy sau (máy thứ nhất không nhận được nữa)",
    Step.CALL: "phải gọi điện (không có máy nào nhận được)",
    Step.IN_PERSON: "phải báo tận nơi (không có máy, không có số điện thoại)",
}


def by_step(found: Reach) -> list[str]:
    """'Báo họp đến: / - 5 đồng chí: máy thứ nhất / - 2 đồng chí: phải gọi điện ...'; a step on which nobody stands is left out."""
    there = [f"- {found.steps[step]} đồng chí: {label}" for step, label in STEPS.items() if found.steps[step]]
    used = [f"{label} {found.channels[name]}" for name, label in CHANNELS.items() if found.channels[name]]
    if len(used) > 1:
        there.append(f"Máy đang nhận tin: {', '.join(used)}.")
    return ["Báo họp đến:", *there] if there else []


def place_in(channel: ChannelName) -> str:
    """The messenger in the middle of a sentence."""
    return "trang web" if channel is ChannelName.WEB else CHANNELS[channel]


def changing_over(channel: ChannelName, far: Progress) -> list[str]:
    """Said while a branch changes over to a messenger and somebody has still to join there."""
    if not far.left:
        return []
    return [
        f"Đang chuyển sang {place_in(channel)}: {how_far(far)} Gửi lại mã, hay thôi chuyển: nhắn /chuyenkenh"
    ]


def how_far(far: Progress) -> str:
    """'2/4 đồng chí đã nhận tin ở đó trước, 1 chưa vào, 1 tự chọn máy khác trước.'"""
    parts = [f"{far.first}/{far.concerned} đồng chí đã nhận tin ở đó trước"]
    parts += [f"{far.left} chưa vào"] if far.left else []
    parts += [f"{far.chose} tự chọn máy khác trước"] if far.chose else []
    return f"{', '.join(parts)}."
