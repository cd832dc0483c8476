"""A member's own data: shown, given out whole, the consent withdrawn or changed, its erasing asked for (people 20)."""

from datetime import timedelta

from handlers.joining import consent, kept, mine
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from models import address as addresses
from models import member, outbox
from models.audit import note
from models.outbox import Again

RECIPE = "own"
"""What a recipe names: all that is kept of whom the message is for, made when it is sent."""
ANSWERED_WITHIN = timedelta(days=15)
"""The law's term (people 20)."""


@router.command(
    "dulieu",
    "dữ liệu",
    "dữ liệu của tôi",
    "rút đồng ý",
    always=True,
    purpose=Purpose.TIMES,
    help="Xem, nhận dữ liệu của mình; đổi ý đã chọn; xin xóa",
)
def data(turn: Turn) -> Reply:
    """Shows what stands in the list, and asks what is to be done; a relative's phone hears what it gets, and may go on or stop."""
    if mine.of_relative(turn):
        return mine.STOPPING.start(turn)
    note(turn.session, turn.now, turn.me.id, "data.shown", f"member:{turn.me.id}")
    away = not kept.stays_with_us(addresses.channel_of(turn.session, turn.address))
    lines = kept.in_the_list(turn.session, turn.me, turn.now, away=away)
    lines += kept.phones(turn.session, turn.me)
    return [shown(lines), *as_list(_FORM.start(turn))]


def _what(turn: Turn, answers: Answers) -> Message:
    return Message(
        WHAT_TO_DO,
        choices(("consent", CHANGE), ("copy", COPY), ("erase", ERASE), ("keep", "Thôi")),
    )


def _what_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"what": value} if value else _what(turn, answers)


def _erases(turn: Turn, answers: Answers) -> bool:
    return answers.get("what") == "erase"


def _request(turn: Turn) -> Message:
    """What whoever leads and who keeps the handbook read."""
    until = turn.now + ANSWERED_WITHIN
    return Message(wants_erasing(turn.me.known_as, turn.me.given, f"{until:%d/%m/%Y}"))


def _whom(turn: Turn) -> list[int]:
    leaders = member.leaders(turn.session, turn.here, turn.now)
    keepers = member.administrators(turn.session, turn.here, turn.now)
    return list(dict.fromkeys(who.id for who in [*leaders, *keepers]))


def _preview(turn: Turn, answers: Answers) -> Message:
    return Message(f"{_request(turn).text}\n\n{to_whom()}", choices(("send", "Gửi"), ("stop", "Thôi")))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _preview(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    match answers["what"]:
        case "consent":
            return consent.change(turn)
        case "copy":
            note(turn.session, turn.now, turn.me.id, "data.copied", f"member:{turn.me.id}")
            return Message(HERE_IT_IS, document=RECIPE)
        case "erase" if answers["go"] == "send":
            return _asked_to_erase(turn)
    return mine.as_before()


def _asked_to_erase(turn: Turn) -> Reply:
    people = _whom(turn)
    try:
        turn.tell(people, _request(turn), key=f"erase:{turn.me.id}:{turn.now:%Y-%m-%d}", kind="erasing")
    except Again:
        return Message(ASKED_TODAY)
    note(turn.session, turn.now, turn.me.id, "data.erase", f"member:{turn.me.id}")
    reached, _ = outbox.reach(turn.session, people, Purpose.CONTENT)
    return asked(f"{turn.now + ANSWERED_WITHIN:%d/%m/%Y}", reached)


_FORM = router.form(
    Form(
        "dulieu",
        (Step("what", _what, _what_said), Step("go", _preview, _preview_said, _erases)),
        _done,
        left=mine.as_before,
        purpose=Purpose.TIMES,
    )
)


# Wording

WHAT_TO_DO = "Đồng chí muốn làm gì?"
CHANGE = "Đổi ý đã chọn (đồng ý, nhận ít hơn, không dùng)"
COPY = "Nhận bản đầy đủ"
ERASE = "Xin xóa dữ liệu"
HERE_IT_IS = "Đây là mọi điều Sổ tay đang giữ về đồng chí."
ASKED_TODAY = "Hôm nay đồng chí đã xin xóa rồi; bí thư và người quản trị đang xem."


def shown(lines: list[str]) -> Message:
    rest = "- Các câu trả lời của đồng chí: dự họp, góp ý, biểu quyết, khảo sát (có ở bản đầy đủ)."
    wrong = "Chỗ nào sai, xin báo bí thư để sửa."
    return Message("\n".join(["Sổ tay đang giữ về đồng chí:", *(f"- {line}" for line in lines), rest, wrong]))


def wants_erasing(name: str, given: str, until: str) -> str:
    return (
        f"XIN XÓA DỮ LIỆU: đồng chí {name} xin xóa dữ liệu của mình trong Sổ tay.\n"
        f"Hạn trả lời theo luật: 15 ngày, đến hết {until}. Xin gặp đồng chí {given}, hỏi Đảng ủy phần nào phải lưu theo quy định, "
        "rồi báo người quản trị xóa phần còn lại."
    )


def to_whom() -> str:
    return (
        "Lời này gửi bí thư, phó bí thư và người quản trị. Sổ tay không tự xóa: danh sách và sổ họp của chi bộ có phần phải lưu "
        "theo quy định của Đảng."
    )


def asked(until: str, reached: int) -> Message:
    done = "Đã gửi bí thư, phó bí thư và người quản trị" if reached else "Đã ghi, nhưng chưa ai nhận được tin"
    more = "" if reached else " Xin đồng chí gặp bí thư chi bộ."
    return Message(
        f"{done}; hạn trả lời: hết {until}.{more} Trong lúc chờ, muốn thôi nhận tin thì nhắn NGỪNG NHẬN."
    )
