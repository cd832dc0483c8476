"""Paper codes: twelve digits in threes, typed, behind /start or a deep link; and the sender's own phone contact."""

from contextlib import suppress

from handlers.joining import consent, places
from handlers.joining.face import face_to_face
from handlers.kit.form import Answers, Form, Step
from handlers.kit.incoming import Kind
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import yes_no
from handlers.kit.router import Who, router
from handlers.kit.turn import Priority, Purpose, Turn
from models import address as addresses
from models import form as forms
from models import invite, member, outbox
from models.address import TooMany
from models.folding import tidy
from models.invite import Locked, WrongCodeGiven
from models.member import Member
from models.outbox import Again
from models.terms import Consent, JoinedBy

SLOW_ANSWER = 10


@router.stranger
def arrive(turn: Turn) -> Reply:
    """Somebody whom we do not know. A stranger learns nothing: not what this is, nor who else is here."""
    if turn.said.kind is Kind.CONTACT:
        return _by_phone(turn)
    code, digits = _code(turn.said.text), invite.slipped(turn.said.text)
    if digits:
        return slipped(digits)
    return redeem(turn, code) if code else face_to_face(turn)


@router.code
def another(turn: Turn) -> Reply:
    """A code at a phone that serves somebody already: a couple's phone, or one's own code a second time."""
    code, digits = _code(turn.said.text), invite.slipped(turn.said.text)
    if code is None:
        in_a_form = forms.open_at(turn.session, turn.address) is not None
        return slipped(digits) if digits and not in_a_form else None
    found = invite.named_by(turn.session, turn.keys, turn.address, code, turn.now)
    if found is None:
        return redeem(turn, code)
    invited = turn.session.get_one(Member, found.member_id)
    binding = next((bound for who, bound in turn.members if who.id == invited.id), None)
    if binding is None:
        known = {"invite": found.id, "whose": turn.members[0][0].given, "newcomer": invited.given}
        return _SHARING.start(turn, known)
    if binding.consent is not Consent.RELATIVE:
        vouched = invite.vouches(turn.session, found, binding, turn.now)
        return by_letter(invited.given) if vouched else already(invited.given)
    outbox.let_go(turn.session, binding, turn.now)
    turn.members = [(who, bound) for who, bound in turn.members if bound is not binding]
    return _redeem_invite(turn, found.id)


@router.command("start", who=Who.ANYONE, purpose=Purpose.TIMES, help="Bắt đầu dùng Sổ tay.")
def start(turn: Turn) -> Reply:
    """/start from somebody known: Telegram's button."""
    return already(turn.me.given)


def redeem(turn: Turn, code: str) -> Reply:
    """Binds this address to the code's member and asks for consent."""
    if not invite.well_formed(code):
        return wrong_code()
    found = invite.named_by(turn.session, turn.keys, turn.address, code, turn.now)
    if found and (away := places.elsewhere(turn.session, turn.address, found, code, turn.now)):
        return away
    try:
        bound = invite.redeem(turn.session, turn.keys, turn.address, code, turn.now)
    except WrongCodeGiven:
        return _slowly(turn, wrong_code())
    except Locked:
        return _slowly(turn, locked())
    except TooMany:
        return two_already()
    return consent.ask(turn, bound)


def _redeem_invite(turn: Turn, invite_id: int) -> Reply:
    try:
        bound = invite.redeem_invite(turn.session, turn.address, invite_id, turn.now)
    except WrongCodeGiven:
        return wrong_code()
    except TooMany:
        return two_already()
    return consent.ask(turn, bound)


def _slowly(turn: Turn, message: Message) -> Message:
    """When many guess at once, every wrong guess waits, and the administrator is told once an hour (decision 31)."""
    guesses = invite.wrong_codes(turn.session, None, turn.now)
    if guesses < invite.SLOW_FROM:
        return message
    key = f"guessing:{turn.now:%Y-%m-%dT%H}"
    watchers = invite.watchers(turn.session, turn.now)
    with suppress(Again):
        turn.tell(
            watchers,
            many_guesses(guesses),
            key=key,
            kind="joining",
            priority=Priority.URGENT,
            expires=turn.now + outbox.CALLS_FOR,
        )
    return message.after(SLOW_ANSWER)


def _by_phone(turn: Turn) -> Reply:
    """The sender's own number, standing at exactly one member and not at a relative's, joins (people 37)."""
    if turn.said.contact is None:
        return face_to_face(turn)
    people = [
        who
        for who in member.with_phone(turn.session, turn.said.contact)
        if (branch := member.branch_of(turn.session, who))
        and addresses.serves(turn.session, turn.address, branch)
    ]
    if len(people) == 1 and not people[0].phone_of_relative:
        bound = addresses.bind(turn.session, turn.address, people[0], JoinedBy.CONTACT, turn.now)
        return consent.ask(turn, bound)
    for branch in {b.id: b for b in (member.branch_of(turn.session, who) for who in people) if b}.values():
        key = f"contact:{turn.address.id}:{branch.id}"
        with suppress(Again):  # they know already; a contact shared twice is no news
            turn.tell_leaders(
                unsure_contact([who.known_as for who in people]),
                key=key,
                kind="joining",
                of=branch,
                expires=turn.now + outbox.CALLS_FOR,
            )
    return face_to_face(turn)


def _code(text: str) -> str | None:
    said = tidy(text)
    if said.lower().startswith("/start"):
        said = said.partition(" ")[2]
    return invite.code_in(said)


def _shared(turn: Turn, answers: Answers) -> Message:
    return Message(shared(answers["whose"], answers["newcomer"]), choices(("yes", "Phải"), ("no", "Không")))


def _shared_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = {"yes": True, "no": False}.get(value or "", yes_no(text))
    return {"together": said} if said is not None else _shared(turn, answers)


def _share(turn: Turn, answers: Answers) -> Reply:
    return _redeem_invite(turn, answers["invite"]) if answers["together"] else not_shared()


_SHARING = router.form(
    Form("dungchung", (Step("together", _shared, _shared_said),), _share, purpose=Purpose.TIMES)
)


# Wording


def wrong_code() -> Message:
    return Message("Số này chưa đúng. Xin xem lại giấy mời rồi nhắn lại.")


def slipped(digits: int) -> Message:
    """No guess: what cannot be a code is not counted (people 7)."""
    how = "còn thiếu một" if digits < invite.DIGITS else "thừa một"
    return Message(f"Mã gồm {invite.DIGITS} chữ số, số vừa nhắn {how}. Xin xem lại giấy mời rồi nhắn lại.")


def locked() -> Message:
    return Message("Số này chưa đúng. Xin một giờ nữa hãy nhắn lại, hoặc gặp người đưa giấy mời.")


def many_guesses(count: int) -> Message:
    return Message(
        f"Trong một giờ qua có {count} lần nhắn sai mã mời. Có thể có người đang đoán mã. Ai có mã đúng mà chưa vào được "
        "thì nhắn lại sau, hoặc đọc cho đồng chí số Sổ tay đã cho; "
        "xin xem tin báo ai vừa vào Sổ tay, máy nào ghi nhầm thì nhắn GỠ MÁY và tên."
    )


def two_already() -> Message:
    return Message("Máy này đã dùng cho hai người. Xin gặp bí thư chi bộ để dùng máy khác.")


def by_letter(given: str) -> Message:
    return Message(f"Đã ghi thêm giấy mời của đồng chí {given} cho máy này.")


def already(given: str) -> Message:
    return Message(f"Máy này đang dùng cho đồng chí {given}. Nhắn TRỢ GIÚP để xem có thể nhắn gì.")


def shared(whose: str, newcomer: str) -> str:
    return f"Máy này đang dùng cho đồng chí {whose}. Đồng chí {newcomer} dùng chung?"


def not_shared() -> Message:
    return Message("Đã thôi, chưa có gì thay đổi. Mã ấy vẫn dùng được ở máy khác.")


def unsure_contact(names: list[str]) -> Message:
    return Message(
        f"Có người gửi số điện thoại đang ghi ở danh sách cho: {', '.join(names)}. Sổ tay chưa nhận, vì số ấy là của người nhà "
        "hoặc của nhiều đồng chí. Nếu đúng là đồng chí ấy, xin nhận mặt theo số hoặc đưa mã (nhắn /capma và tên)."
    )


def invitation_code(person: Member, code: str, ways: list[str] | None) -> Message:
    """A new code for the leader to hand over; with the ways in, where they are not plain."""
    more = "" if ways is None else f"\n{places.where_to(ways)}"
    return Message(
        f"Mã của đồng chí {person.known_as}: {invite.in_threes(code)}\n"
        f"Mã dùng một lần, trong 14 ngày. Đồng chí ấy nhắn mã này cho Sổ tay là xong.{more}"
    )
