"""Consent: one question with four answers, asked once, changed at any time (people 9, 20). Silence is not consent."""

from handlers.joining.wording import IN_WORDS
from handlers.kit.form import Answers, Form, Step
from handlers.kit.labels import plain
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import may_ask_in
from models import address as addresses
from models import changeover, member, outbox
from models import form as forms
from models.address import Address, Binding
from models.audit import note
from models.member import Member
from models.organisation import Organisation
from models.terms import ChannelName, Consent

VERSION = "2026-12"
"""The version of the words below; a change of meaning is a new version. Who answered an older one is not asked again."""

KIND = "consent"
FORM = "dongy"
_SPOKEN = {
    "dong y": Consent.FULL,
    "chi nhan gio hop": Consent.TIMES_ONLY,
    "may nguoi nha": Consent.RELATIVE,
    "khong dung": Consent.REFUSED,
}


def ask(turn: Turn, bound: Binding) -> Reply:
    """Asks the member who has just joined at this address."""
    turn.members = [*turn.members, (turn.session.get_one(Member, bound.member_id), bound)]
    turn.becomes(turn.members[-1][0])
    others = [who for who in turn.speakers if who.id != turn.me.id]
    return _among_others(turn, bound) if others else _CONSENT.start(turn)


def ask_there(turn: Turn, address: Address, bound: Binding) -> None:
    """Asks at another address: the one that was recognised face to face."""
    person = turn.session.get_one(Member, bound.member_id)
    message = _question(turn, person, address)
    if len(addresses.bindings(turn.session, address)) > 1:
        message = message.asking(KIND, str(bound.id), *CHOICES)
    else:
        form = forms.put(turn.session, address, bound.member_id, FORM, "answer", {}, turn.now)
        message = _CONSENT.about(form, message)
    key = f"consent:{bound.id}:{turn.now.isoformat()}"
    outbox.owe(turn.session, address, person.id, message.content(), key=key, now=turn.now)


@router.arrival
def again(turn: Turn) -> Reply:
    """Somebody who has not answered yet says something else, or comes back days later."""
    return _CONSENT.start(turn)


def change(turn: Turn) -> Reply:
    """Asks the same question again, to be answered anew by who asked for it."""
    return _CONSENT.start(turn)


def _among_others(turn: Turn, bound: Binding) -> Message:
    """The phone serves somebody else already, whose words and numbers go on reaching him: so it is one open question more, with the
    chat's own numbers and the name at each choice, and blocks nobody."""
    return _question(turn, turn.me, turn.address).asking(KIND, str(bound.id), *CHOICES)


def _matter(turn: Turn, subject: str) -> str:
    bound = turn.session.get_one(Binding, int(subject))
    return matter(turn.session.get_one(Member, bound.member_id).given)


def _spoken(text: str) -> Consent | None:
    return next((_SPOKEN[said] for said in plain(text) if said in _SPOKEN), None)


def _read(text: str) -> tuple[str, str] | None:
    said = _spoken(text)
    return (said, "") if said else None


@router.question(KIND, _read, _matter, purpose=Purpose.TIMES, careful=True, in_words=IN_WORDS)
def answer(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Records what a member of a shared phone agrees to."""
    return said_already(turn.me.given) if turn.answered_late else _recorded(turn, Consent(value))


def _asked(turn: Turn, answers: Answers) -> Message:
    return _question(turn, turn.me, turn.address)


def _question(turn: Turn, person: Member, address: Address) -> Message:
    branch = member.branch_of(turn.session, person)
    above = turn.session.get(Organisation, branch.parent_id) if branch and branch.parent_id else None
    channel = addresses.channel_of(turn.session, address)
    text = question(person.name, branch.name if branch else "", above.name if above else None, channel)
    return Message(text, choices(*CHOICES))


def _answered(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = value or _spoken(text)
    return {"answer": said} if said else Message(once_more(), _asked(turn, answers).question)


def _record(turn: Turn, answers: Answers) -> Reply:
    return _recorded(turn, Consent(answers["answer"]))


def _recorded(turn: Turn, said: Consent) -> Reply:
    assert turn.binding is not None
    waiting = [(who, bound) for who, bound in turn.members if bound is not turn.binding and not turn.speakers]
    addresses.consent(turn.binding, said, VERSION, turn.now)
    note(turn.session, turn.now, turn.me.id, f"consent.{said}", f"binding:{turn.binding.id}")
    outbox.close_question(turn.session, KIND, str(turn.binding.id), turn.now)
    changeover.joined(turn.session, turn.binding, turn.now)
    outbox.recall(turn.session, turn.binding, turn.now)
    outbox.deliver_to(turn.session, turn.address, turn.binding, turn.now)
    held = member.exemption(turn.session, turn.me, turn.now)
    thanked = thanks(turn.me.given, said, exempt=held is not None and not held.asked_in)
    if not waiting:
        return thanked
    newcomer, theirs = waiting[0]
    turn.becomes(newcomer)
    return [thanked, _among_others(turn, theirs)]


_CONSENT = router.form(Form(FORM, (Step("answer", _asked, _answered),), _record, purpose=Purpose.TIMES))


# Wording


CHOICES = (
    (Consent.FULL, "Đồng ý"),
    (Consent.TIMES_ONLY, "Chỉ nhận giờ họp, không góp ý và biểu quyết qua máy"),
    (Consent.RELATIVE, "Máy này của người nhà, nhận hộ giờ họp"),
    (Consent.REFUSED, "Không dùng (chi bộ vẫn mời bằng giấy và điện thoại)"),
)


def question(name: str, branch: str, above: str | None, channel: ChannelName) -> str:
    answers_for = f"; {above} chịu trách nhiệm" if above else ""
    keeper = {
        ChannelName.ZALO: "Công ty Zalo cũng giữ tin nhắn.",
        ChannelName.TELEGRAM: "Tin nhắn đi qua Telegram, máy chủ đặt ở nước ngoài.",
    }.get(channel, "Tin nhắn ở đây không đi qua công ty nào khác.")
    return (
        f"Chào đồng chí {name}. Xin đọc và trả lời một lần:\n"
        f"- Đây là kênh nhắn tin của {branch}{answers_for}.\n"
        "- Sổ tay giữ những gì chi bộ ghi trong danh sách (họ tên, ngày sinh, giới tính, số thẻ, ngày vào Đảng, chức vụ, tổ đảng, tình trạng "
        "sinh hoạt, điện thoại, nơi ở) và những gì đồng chí trả lời ở đây (dự họp, góp ý, biểu quyết, khảo sát) "
        "để tổ chức sinh hoạt chi bộ.\n"
        f"- Bí thư và phó bí thư xem được. {keeper}\n"
        "- Đồng chí được xem, đổi ý, thôi dùng bất cứ lúc nào: nhắn DỮ LIỆU hoặc NGỪNG NHẬN. Muốn sửa, xóa, xin báo bí thư.\n"
        "- Kênh này không bao giờ hỏi tiền, mật khẩu, mã OTP, số tài khoản."
    )


def matter(given: str) -> str:
    return f"đồng chí {given} dùng Sổ tay"


def said_already(given: str) -> Message:
    return Message(f"Đồng chí {given} đã trả lời rồi. Muốn đổi, nhắn DỮ LIỆU.")


def once_more() -> str:
    return "Xin đồng chí chọn một trong bốn ý, rồi Sổ tay mới dùng được:"


def thanks(given: str, said: Consent, exempt: bool = False) -> Message:
    """exempt: he is not called, and hears how he may be."""
    called = may_ask_in() if exempt else "Từ nay giấy mời họp đến đây, đồng chí chỉ việc trả lời."
    done = {
        Consent.FULL: f"Đã ghi: đồng chí {given} ĐỒNG Ý. {called}",
        Consent.TIMES_ONLY: f"Đã ghi: đồng chí {given} CHỈ NHẬN GIỜ HỌP.{f' {called}' if exempt else ''}",
        Consent.RELATIVE: f"Đã ghi: máy này của người nhà, NHẬN HỘ GIỜ HỌP cho đồng chí {given}. Xin cảm ơn anh/chị.",
        Consent.REFUSED: f"Đã ghi: đồng chí {given} KHÔNG DÙNG. Chi bộ vẫn mời bằng giấy và điện thoại.",
    }[said]
    return Message(f"{done}\nMuốn đổi, nhắn DỮ LIỆU.", settles=True)
