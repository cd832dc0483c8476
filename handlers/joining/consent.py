"""Consent: one question with four answers, asked once, changed at any time (people 9, 20). Silence is not consent."""

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import address as addresses
from models import form as forms
from models import member, outbox
from models.address import Address, Binding
from models.audit import note
from models.folding import fold
from models.member import Member
from models.terms import ChannelName, Consent

VERSION = "2026-11"
"""The version of the words below; a change of meaning is a new version."""

FORM = "dongy"
_SPOKEN = {"dong y": Consent.FULL, "khong dung": Consent.REFUSED}


def ask(turn: Turn, bound: Binding) -> Reply:
    """Asks the member who has just joined at this address."""
    turn.members = [*turn.members, (turn.session.get_one(Member, bound.member_id), bound)]
    turn.becomes(turn.members[-1][0])
    return _CONSENT.start(turn)


def ask_there(turn: Turn, address: Address, bound: Binding) -> None:
    """Asks at another address: the one that was recognised face to face."""
    form = forms.put(turn.session, address, bound.member_id, FORM, "answer", {}, turn.now)
    person = turn.session.get_one(Member, bound.member_id)
    message = _CONSENT.about(form, _question(turn, person, address))
    key = f"consent:{bound.id}"
    outbox.owe(turn.session, address, person.id, message.content(), key=key, now=turn.now)


@router.arrival
def again(turn: Turn) -> Reply:
    """Somebody who has not answered yet says something else, or comes back days later."""
    return _CONSENT.start(turn)


def change(turn: Turn) -> Reply:
    """Asks the same question again, to be answered anew."""
    return _CONSENT.start(turn)


def _asked(turn: Turn, answers: Answers) -> Message:
    return _question(turn, turn.me, turn.address)


def _question(turn: Turn, person: Member, address: Address) -> Message:
    branch = member.branch_of(turn.session, person)
    channel = addresses.channel_of(turn.session, address)
    return Message(
        question(person.name, branch.name if branch else "", channel),
        choices(
            (Consent.FULL, "Đồng ý"),
            (Consent.TIMES_ONLY, "Chỉ nhận giờ họp, không góp ý và biểu quyết qua máy"),
            (Consent.RELATIVE, "Máy này của người nhà, nhận hộ giờ họp"),
            (Consent.REFUSED, "Không dùng (chi bộ vẫn mời bằng giấy và điện thoại)"),
        ),
    )


def _answered(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = value or _SPOKEN.get(fold(text))
    return {"answer": said} if said else Message(once_more(), _asked(turn, answers).question)


def _record(turn: Turn, answers: Answers) -> Reply:
    assert turn.binding is not None
    said = Consent(answers["answer"])
    addresses.consent(turn.binding, said, VERSION, turn.now)
    note(turn.session, turn.now, turn.me.id, f"consent.{said}", f"binding:{turn.binding.id}")
    outbox.recall(turn.session, turn.binding)
    outbox.deliver_to(turn.session, turn.address, turn.binding, turn.now)
    return thanks(turn.me.given, said)


_CONSENT = router.form(Form(FORM, (Step("answer", _asked, _answered),), _record))


# Wording


def question(name: str, branch: str, channel: ChannelName) -> str:
    keeper = {
        ChannelName.ZALO: "Công ty Zalo cũng giữ tin nhắn.",
        ChannelName.TELEGRAM: "Tin nhắn đi qua Telegram, máy chủ đặt ở nước ngoài.",
    }.get(channel, "Tin nhắn ở đây không đi qua công ty nào khác.")
    return (
        f"Chào đồng chí {name}. Xin đọc và trả lời một lần:\n"
        f"- Đây là kênh nhắn tin của {branch}.\n"
        "- Sổ tay giữ: họ tên, năm sinh, số điện thoại và những gì đồng chí trả lời ở đây (dự họp, góp ý, biểu quyết, khảo sát) "
        "để tổ chức sinh hoạt chi bộ.\n"
        f"- Bí thư và phó bí thư xem được, trừ phiếu không ghi tên. {keeper}\n"
        "- Đồng chí được xem, sửa, xóa, thôi dùng bất cứ lúc nào: nhắn NGỪNG NHẬN.\n"
        "- Kênh này không bao giờ hỏi tiền, mật khẩu, mã OTP, số tài khoản."
    )


def once_more() -> str:
    return "Xin đồng chí chọn một trong bốn ý, rồi Sổ tay mới dùng được:"


def thanks(given: str, said: Consent) -> Message:
    done = {
        Consent.FULL: f"Đã ghi: đồng chí {given} ĐỒNG Ý. Từ nay giấy mời họp đến đây, đồng chí chỉ việc trả lời.",
        Consent.TIMES_ONLY: f"Đã ghi: đồng chí {given} CHỈ NHẬN GIỜ HỌP.",
        Consent.RELATIVE: f"Đã ghi: máy này của người nhà, NHẬN HỘ GIỜ HỌP cho đồng chí {given}. Xin cảm ơn anh/chị.",
        Consent.REFUSED: f"Đã ghi: đồng chí {given} KHÔNG DÙNG. Chi bộ vẫn mời bằng giấy và điện thoại.",
    }[said]
    return Message(f"{done}\nMuốn đổi, nhắn DỮ LIỆU.", settles=True)
