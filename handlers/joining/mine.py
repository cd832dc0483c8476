"""What a member may do with his own data: see it, change consent, stop or reduce, order his addresses (people 20, 25)."""

from handlers.joining import consent
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from models import address as addresses
from models import outbox
from models.audit import note
from models.member import Member
from models.terms import ChannelName, Consent


@router.command(
    "dulieu",
    "dữ liệu",
    "dữ liệu của tôi",
    "rút đồng ý",
    always=True,
    purpose=Purpose.TIMES,
    help="Xem dữ liệu của mình và đổi ý đã chọn",
)
def data(turn: Turn) -> Reply:
    """Shows what is kept, and asks the consent question anew; a relative's phone hears what it gets, and may go on or stop."""
    if _of_relative(turn):
        return _STOPPING.start(turn)
    where = [
        (addresses.channel_of(turn.session, address), binding.consent)
        for binding, address in addresses.of_member(turn.session, turn.me)
    ]
    note(turn.session, turn.now, turn.me.id, "data.shown", f"member:{turn.me.id}")
    asked = consent.change(turn)
    return [kept(turn.me, where), asked] if isinstance(asked, Message) else kept(turn.me, where)


@router.command(
    "ngungnhan",
    "ngừng nhận",
    "thôi nhận tin",
    careful=True,
    always=True,
    purpose=Purpose.TIMES,
    help="Ngừng hoặc bớt nhận tin",
)
def stop(turn: Turn) -> Reply:
    """Stops, or leaves only times of meetings."""
    return _STOPPING.start(turn)


def _of_relative(turn: Turn) -> bool:
    return turn.binding is not None and turn.binding.consent is Consent.RELATIVE


def _how(turn: Turn, answers: Answers) -> Message:
    if _of_relative(turn):
        return Message(of_relative(turn.me.given), choices(("keep", "Giữ như cũ"), ("stop", "Ngừng hẳn")))
    return Message(
        HOW_TO_STOP, choices(("stop", "Ngừng hẳn"), ("times", "Chỉ nhận giờ họp"), ("keep", "Giữ như cũ"))
    )


def _how_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"how": value} if value else _how(turn, answers)


def _stopped(turn: Turn, answers: Answers) -> Reply:
    assert turn.binding is not None
    said = {"stop": Consent.REFUSED, "times": Consent.TIMES_ONLY}.get(answers["how"])
    if said is None:
        return as_before()
    relative = _of_relative(turn)
    addresses.consent(turn.binding, said, consent.VERSION, turn.now)
    if relative:  # what stays bound could ask for the member's data, or agree in his name
        outbox.let_go(turn.session, turn.binding, turn.now)
    outbox.recall(turn.session, turn.binding)
    note(turn.session, turn.now, turn.me.id, f"consent.{said}", f"binding:{turn.binding.id}")
    return no_longer(turn.me.given) if relative else consent.thanks(turn.me.given, said)


_STOPPING = router.form(Form("ngungnhan", (Step("how", _how, _how_said),), _stopped))


@router.command("kenh", "kênh của tôi", purpose=Purpose.TIMES, help="Xem và xếp thứ tự các máy của mình")
def channels(turn: Turn) -> Reply:
    """Lists the speaker's addresses; with several, any of them can be made the first. A relative's phone sees only itself."""
    if _of_relative(turn):
        return _STOPPING.start(turn)
    mine = addresses.of_member(turn.session, turn.me)
    if len(mine) < 2:
        return one_address(addresses.channel_of(turn.session, turn.address))
    return _ORDER.start(turn)


def _first(turn: Turn, answers: Answers) -> Message:
    pairs = [
        (str(binding.id), named(addresses.channel_of(turn.session, address), address.shown_name))
        for binding, address in addresses.of_member(turn.session, turn.me)
    ]
    return Message(WHICH_FIRST, choices(*pairs))


def _first_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"first": value} if value else _first(turn, answers)


def _ordered(turn: Turn, answers: Answers) -> Reply:
    addresses.prefer(turn.session, turn.me, int(answers["first"]))
    return _order_done(turn)


_ORDER = router.form(Form("kenh", (Step("first", _first, _first_said),), _ordered))


def _order_done(turn: Turn) -> Message:
    _binding, address = addresses.of_member(turn.session, turn.me)[0]
    return first_now(named(addresses.channel_of(turn.session, address), address.shown_name))


# Wording

HOW_TO_STOP = "Đồng chí muốn nhận tin thế nào? Việc này không ảnh hưởng đến tư cách đảng viên."
WHICH_FIRST = "Tin của đồng chí đến máy thứ nhất trước. Đồng chí muốn máy nào là máy thứ nhất?"
CHANNELS = {
    ChannelName.ZALO: "Zalo",
    ChannelName.TELEGRAM: "Telegram",
    ChannelName.WEB: "Trang web",
    ChannelName.CONSOLE: "Máy thử",
}
CONSENTS = {
    Consent.PENDING: "chưa trả lời",
    Consent.FULL: "đồng ý",
    Consent.TIMES_ONLY: "chỉ nhận giờ họp",
    Consent.RELATIVE: "máy người nhà, nhận hộ giờ họp",
    Consent.REFUSED: "không dùng",
}


def named(channel: ChannelName, shown: str | None) -> str:
    return f"{CHANNELS[channel]} ({shown})" if shown else CHANNELS[channel]


def kept(me: Member, where: list[tuple[ChannelName, Consent]]) -> Message:
    lines = [f"- Máy: {CHANNELS[channel]}, {CONSENTS[answer]}" for channel, answer in where]
    return Message(
        "\n".join(
            [
                "Sổ tay đang giữ về đồng chí:",
                f"- Họ và tên: {me.name}",
                f"- Ngày sinh: {me.birth or 'chưa có'}",
                f"- Điện thoại: {me.phone or 'chưa có'}",
                *lines,
                "- Các câu trả lời của đồng chí: dự họp, góp ý, biểu quyết, khảo sát.",
                "Chỗ nào sai, xin báo bí thư để sửa. Dưới đây là câu hỏi đồng ý, đồng chí có thể chọn lại; nhắn THÔI để giữ nguyên.",
            ]
        )
    )


def of_relative(given: str) -> str:
    return (
        f"Máy này của người nhà, nhận hộ giờ họp cho đồng chí {given}: giờ họp, nơi họp, tin hoãn. "
        "Muốn dùng máy này cách khác, xin bí thư một mã mới (bí thư nhắn /capma và tên)."
    )


def no_longer(given: str) -> Message:
    return Message(
        f"Đã ghi: máy này thôi nhận hộ giờ họp cho đồng chí {given}. Chi bộ vẫn mời bằng giấy và điện thoại. Xin cảm ơn anh/chị.",
        settles=True,
    )


def as_before() -> Message:
    return Message("Đã giữ như cũ, chưa có gì thay đổi.")


def one_address(channel: ChannelName) -> Message:
    return Message(
        f"Đồng chí đang dùng một máy: {CHANNELS[channel]}. Muốn thêm máy khác, xin bí thư một mã mới (bí thư nhắn /capma và tên)."
    )


def first_now(name: str) -> Message:
    return Message(f"Đã ghi: tin của đồng chí đến {name} trước.")
