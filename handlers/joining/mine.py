"""What a member may do about his phones: stop or reduce what they get, put them in their order (people 20, 25)."""

from datetime import datetime

from handlers.joining import consent
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reach import CHANNELS
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from models import address as addresses
from models import outbox
from models.audit import note
from models.terms import ChannelName, Consent


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
    return STOPPING.start(turn)


def of_relative(turn: Turn) -> bool:
    """Whether this is a relative's phone: it sees nothing of the member, and may go on or stop."""
    return turn.binding is not None and turn.binding.consent is Consent.RELATIVE


def _how(turn: Turn, answers: Answers) -> Message:
    if of_relative(turn):
        return Message(gets_times(turn.me.given), choices(("keep", "Giữ như cũ"), ("stop", "Ngừng hẳn")))
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
    relative = of_relative(turn)
    addresses.consent(turn.binding, said, consent.VERSION, turn.now)
    if relative:  # what stays bound could ask for the member's data, or agree in his name
        outbox.let_go(turn.session, turn.binding, turn.now)
    outbox.recall(turn.session, turn.binding, turn.now)
    note(turn.session, turn.now, turn.me.id, f"consent.{said}", f"binding:{turn.binding.id}")
    return no_longer(turn.me.given) if relative else consent.thanks(turn.me.given, said)


STOPPING = router.form(Form("ngungnhan", (Step("how", _how, _how_said),), _stopped, purpose=Purpose.TIMES))


@router.command(
    "kenh",
    "kênh của tôi",
    "máy của tôi",
    purpose=Purpose.TIMES,
    help="Xem và xếp thứ tự các máy của mình",
)
def channels(turn: Turn) -> Reply:
    """Lists the speaker's addresses; with several, any of them can be made the first. A relative's phone sees only itself."""
    if of_relative(turn):
        return STOPPING.start(turn)
    mine = _told_apart(turn)
    if len(mine) < 2:
        return one_address(mine[0][1], web=_has_web(turn))
    return _ORDER.start(turn)


def _told_apart(turn: Turn) -> list[tuple[int, str]]:
    """The speaker's addresses in their order: binding and name. A browser has no name, so it is told by when it joined."""
    found = []
    for binding, address in addresses.of_member(turn.session, turn.me):
        channel = addresses.channel_of(turn.session, address)
        marks = [address.shown_name] if address.shown_name else []
        if channel is ChannelName.WEB:
            marks.append(since(binding.joined_at.astimezone(turn.zone)))
        if address.id == turn.address.id:
            marks.append(THIS_ONE)
        found.append((binding.id, named(channel, marks)))
    return found


def _has_web(turn: Turn) -> bool:
    places = [address for _, address in addresses.of_member(turn.session, turn.me)]
    return any(addresses.channel_of(turn.session, address) is ChannelName.WEB for address in places)


def _first(turn: Turn, answers: Answers) -> Message:
    pairs = [(str(binding_id), name) for binding_id, name in _told_apart(turn)]
    return Message(which_first(web=_has_web(turn)), choices(*pairs))


def _first_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"first": value} if value else _first(turn, answers)


def _ordered(turn: Turn, answers: Answers) -> Reply:
    addresses.prefer(turn.session, turn.me, int(answers["first"]))
    return _order_done(turn)


_ORDER = router.form(Form("kenh", (Step("first", _first, _first_said),), _ordered, purpose=Purpose.TIMES))


def _order_done(turn: Turn) -> Message:
    return first_now(_told_apart(turn)[0][1])


# Wording

HOW_TO_STOP = "Đồng chí muốn nhận tin thế nào? Việc này không ảnh hưởng đến tư cách đảng viên."
THIS_ONE = "máy này"
OF_THE_WEB = "Muốn xem hay thoát máy dùng trang web: trên trang ấy, bấm “Máy của tôi” ở cuối trang."
CONSENTS = {
    Consent.PENDING: "chưa trả lời",
    Consent.FULL: "đồng ý",
    Consent.TIMES_ONLY: "chỉ nhận giờ họp",
    Consent.RELATIVE: "máy người nhà, nhận hộ giờ họp",
    Consent.REFUSED: "không dùng",
}


def since(moment: datetime) -> str:
    return f"từ {moment:%Hh%M ngày %d/%m}"


def named(channel: ChannelName, marks: list[str]) -> str:
    return f"{CHANNELS[channel]} ({', '.join(marks)})" if marks else CHANNELS[channel]


def which_first(*, web: bool) -> str:
    asked = "Tin của đồng chí đến máy thứ nhất trước. Đồng chí muốn máy nào là máy thứ nhất?"
    return f"{OF_THE_WEB}\n{asked}" if web else asked


def gets_times(given: str) -> str:
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


def one_address(name: str, *, web: bool) -> Message:
    more = "Muốn thêm máy khác, xin bí thư một mã mới (bí thư nhắn /capma và tên)."
    return Message(f"Đồng chí đang dùng một máy: {name}. {more}" + (f"\n{OF_THE_WEB}" if web else ""))


def first_now(name: str) -> Message:
    return Message(f"Đã ghi: tin của đồng chí đến {name} trước.")
