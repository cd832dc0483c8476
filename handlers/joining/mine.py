"""What a member may do with his own data: see it, change consent, stop or reduce, order his addresses (people 20, 25)."""

from datetime import datetime

from handlers.joining import consent
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from models import address as addresses
from models import member, outbox
from models.audit import note
from models.terms import ChannelName, Circumstance, Consent, Post, Standing

OUR_OWN = (ChannelName.WEB, ChannelName.CONSOLE)
"""What goes there passes no other company: card number and home are written out there alone."""


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
    away = addresses.channel_of(turn.session, turn.address) not in OUR_OWN
    return [kept(turn, where, away), *as_list(consent.change(turn))]


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


_STOPPING = router.form(Form("ngungnhan", (Step("how", _how, _how_said),), _stopped, purpose=Purpose.TIMES))


@router.command(
    "kenh",
    "kênh của tôi",
    "máy của tôi",
    purpose=Purpose.TIMES,
    help="Xem và xếp thứ tự các máy của mình",
)
def channels(turn: Turn) -> Reply:
    """Lists the speaker's addresses; with several, any of them can be made the first. A relative's phone sees only itself."""
    if _of_relative(turn):
        return _STOPPING.start(turn)
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
STANDINGS = {Standing.OFFICIAL: "chính thức", Standing.PROBATIONARY: "dự bị"}
CIRCUMSTANCES = {
    Circumstance.EXEMPT: "miễn công tác và sinh hoạt",
    Circumstance.ELSEWHERE: "sinh hoạt tạm thời nơi khác",
    Circumstance.HERE: "sinh hoạt tạm thời ở đây",
    Circumstance.AWAY: "đi vắng",
    Circumstance.SUSPENDED: "đình chỉ sinh hoạt",
    Circumstance.DECEASED: "từ trần",
    Circumstance.MOVED: "đã chuyển đi",
    Circumstance.LEFT: "ra khỏi Đảng",
}
POSTS = {
    Post.SECRETARY: "bí thư",
    Post.DEPUTY: "phó bí thư",
    Post.COMMITTEE: "chi ủy viên",
    Post.ACTING: "điều hành thay",
    Post.ADMINISTRATOR: "quản trị",
    Post.FOLLOWER: "theo dõi chi bộ",
}
NOT_SENT = "có giữ, không gửi qua tin nhắn; xin xem ở bí thư hoặc trên trang web"
OF_RELATIVE = " (của người nhà)"


def since(moment: datetime) -> str:
    return f"từ {moment:%Hh%M ngày %d/%m}"


def named(channel: ChannelName, marks: list[str]) -> str:
    return f"{CHANNELS[channel]} ({', '.join(marks)})" if marks else CHANNELS[channel]


def which_first(*, web: bool) -> str:
    asked = "Tin của đồng chí đến máy thứ nhất trước. Đồng chí muốn máy nào là máy thứ nhất?"
    return f"{OF_THE_WEB}\n{asked}" if web else asked


def kept(turn: Turn, where: list[tuple[ChannelName, Consent]], away: bool) -> Message:
    """All that stands in the tables about a member. away: it goes through another company."""
    me = turn.me
    posts = [POSTS[post.post] for post in member.posts(turn.session, me, turn.now)]
    holds = [CIRCUMSTANCES[held.kind] for held in member.circumstances(turn.session, me, turn.now)]
    said = {
        "Họ và tên": me.name,
        "Tên thường gọi": me.usual_name,
        "Ngày sinh": spelt(me.birth),
        "Giới tính": me.sex,
        "Số thẻ đảng": me.card and (NOT_SENT if away else me.card),
        "Ngày vào Đảng": spelt(me.joined),
        "Ngày chính thức": spelt(me.official),
        "Tình trạng": ", ".join([STANDINGS[me.standing], *holds]),
        "Chức vụ": ", ".join(posts),
        "Tổ đảng": member.cell_of(turn.session, me, turn.here) if turn.branch else None,
        "Điện thoại": me.phone and f"{me.phone}{OF_RELATIVE if me.phone_of_relative else ''}",
        "Nơi ở": me.residence and (NOT_SENT if away else me.residence),
    }
    return Message(
        "\n".join(
            [
                "Sổ tay đang giữ về đồng chí:",
                *(f"- {title}: {value or 'chưa có'}" for title, value in said.items()),
                *(f"- Máy: {CHANNELS[channel]}, {CONSENTS[answer]}" for channel, answer in where),
                "- Các câu trả lời của đồng chí: dự họp, góp ý, biểu quyết, khảo sát.",
                "Chỗ nào sai, xin báo bí thư để sửa. Dưới đây là câu hỏi đồng ý, đồng chí có thể chọn lại; nhắn THÔI để giữ nguyên.",
            ]
        )
    )


def spelt(day: str | None) -> str | None:
    """'1948-05-19' as 19/05/1948."""
    return day and "/".join(reversed(day.split("-")))


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


def one_address(name: str, *, web: bool) -> Message:
    more = "Muốn thêm máy khác, xin bí thư một mã mới (bí thư nhắn /capma và tên)."
    return Message(f"Đồng chí đang dùng một máy: {name}. {more}" + (f"\n{OF_THE_WEB}" if web else ""))


def first_now(name: str) -> Message:
    return Message(f"Đã ghi: tin của đồng chí đến {name} trước.")
