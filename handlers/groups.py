"""The branch's group: tied by /nhom typed in it by a leader; times and places go there only when a leader sends them (people 36)."""

from datetime import datetime

from handlers.kit import late
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.reading import short
from handlers.kit.router import Who, router
from handlers.kit.turn import Priority, Turn
from models import address, group, meeting, member, outbox
from models.address import Address
from models.folding import fold
from models.meeting import Meeting
from models.member import Member
from models.terms import AddressState, Body, Consent, MeetingState

WORD = "/nhom"


@router.group
def in_a_group(turn: Turn) -> Reply:
    """In a group only the tying is understood, and only from whoever leads a branch and agreed to all in his chat with this bot."""
    reply = _tied(turn) if fold(turn.said.text).replace(" ", "").startswith(WORD) else None
    if turn.said.people is not None:
        group.counted(turn.session, turn.address, turn.said.people)
    return reply


def _tied(turn: Turn) -> Reply:
    if turn.said.sender is None:
        return None
    speakers = address.people_at(turn.session, turn.address.bot_id, turn.said.sender)
    for speaker in (speaker for speaker in speakers if _agreed(turn, speaker)):
        branch = member.branch_of(turn.session, speaker)
        if branch is not None and member.leads(turn.session, speaker, branch, turn.now):
            group.tie(turn.session, branch, turn.address, speaker, turn.now)
            return tied(branch.name)
    return None


def _agreed(turn: Turn, speaker: Member) -> bool:
    return any(
        binding.consent is Consent.FULL
        for binding, where in address.of_member(turn.session, speaker)
        if where.bot_id == turn.address.bot_id and where.identity == turn.said.sender
    )


@router.command("nhom", who=Who.LEADER, help="Gửi giờ họp vào nhóm của chi bộ")
def post(turn: Turn) -> Reply:
    """From a private chat: sends the time and place of a meeting to the group, seen before it goes."""
    place = group.of_branch(turn.session, turn.here)
    if place is None:
        return how_to_tie()
    if turn.session.get_one(Address, place.address_id).state is AddressState.BLOCKED:
        return not_in_it(place.title)
    public = [m for m in meeting.open_meetings(turn.session, turn.here, turn.now) if _is_on(m, turn.now)]
    shown = {str(m.id): _text(m, turn) for m in public[:7]}
    return _POSTING.start(turn, {"shown": shown}) if shown else nothing_to_post()


def _is_on(about: Meeting, now: datetime) -> bool:
    """Whether the whole branch meets then: what is put off, or has begun, is announced nowhere."""
    return about.body in IN_THE_OPEN and about.state is MeetingState.CALLED and about.starts > now


def _which(turn: Turn, answers: Answers) -> Message:
    place = group.of_branch(turn.session, turn.here)
    pairs = [(number, SEND_ONE.format(n)) for n, number in enumerate(answers["shown"], 1)]
    labels = [(pairs[0][0], SEND)] if len(pairs) == 1 else pairs
    name = called(place.title, place.people) if place else ""
    text = preview(name, list(answers["shown"].values()))
    return Message(text, choices(*labels, ("stop", "Thôi")))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None:
        return _which(turn, answers)
    if value == "stop":
        return {"which": value, "go": value}
    starts = turn.session.get_one(Meeting, int(value)).starts
    return {"which": value, "go": "send", "latest": starts.isoformat()}


def _post(turn: Turn, answers: Answers) -> Reply:
    place = group.of_branch(turn.session, turn.here)
    if answers["go"] == "stop" or place is None:
        return not_posted()
    about = turn.session.get_one(Meeting, int(answers["which"]))
    if not _is_on(about, turn.now) or _text(about, turn) != answers["shown"][answers["which"]]:
        return [Message(CHANGED), *as_list(post(turn))]
    waits = late.not_before(turn, answers)
    outbox.owe(
        turn.session,
        turn.session.get_one(Address, place.address_id),
        None,
        Message(_text(about, turn)).content(),
        key=f"meeting:{about.occasion}:group:{turn.now.isoformat()}",
        now=turn.now,
        kind="meeting",
        priority=Priority.NOTICE,
        not_before=waits,
        expires=about.starts,
        organisation_id=turn.here.id,
        author_id=turn.me.id,
    )
    return will_be_posted(place.title, late.in_the_morning(waits, turn.now)) if waits else posted(place.title)


_POSTING = router.form(
    Form(
        "nhom",
        (Step("which", _which, _which_said), late.STEP),
        _post,
        may=leading,
    )
)


def _text(about: Meeting, turn: Turn) -> str:
    return time_and_place(short(about.starts.astimezone(turn.zone), turn.now), about.place)


# Wording

IN_THE_OPEN = (Body.BRANCH, Body.EXTENDED)
"""What concerns chi ủy or one tổ đảng alone is nobody else's (people 17)."""
SEND, SEND_ONE = "Gửi", "Gửi tin {}"


def tied(branch: str) -> Message:
    return Message(
        f"Nhóm này đã gắn với {branch}. Sổ tay chỉ gửi giờ và nơi họp khi bí thư cho gửi. "
        "Trả lời, góp ý, biểu quyết: xin nhắn riêng cho Sổ tay."
    )


def how_to_tie() -> Message:
    return Message(
        "Chi bộ chưa gắn nhóm nào. Thêm Sổ tay vào nhóm, rồi đồng chí gõ /nhom ngay trong nhóm ấy."
    )


def not_in_it(title: str) -> Message:
    return Message(
        f"Sổ tay không còn trong nhóm “{title}”, nên không gửi vào đó được. "
        "Đồng chí thêm lại Sổ tay, gõ /nhom ngay trong nhóm, rồi nhắn /nhom ở đây."
    )


def nothing_to_post() -> Message:
    return Message("Hiện chưa có cuộc họp nào để báo vào nhóm.")


def time_and_place(when: str, place: str) -> str:
    return f"HỌP CHI BỘ: {when}, tại {place}. Xin các đồng chí trả lời trong tin nhắn riêng của Sổ tay."


def called(title: str, people: int | None) -> str:
    return f"“{title}” ({people} người)" if people else f"“{title}”"


def preview(group_: str, texts: list[str]) -> str:
    return f"Gửi vào nhóm {group_}?\n" + "\n".join(texts)


CHANGED = "Giờ hoặc nơi họp vừa đổi, chưa gửi gì vào nhóm."


def not_posted() -> Message:
    return Message("Đã thôi, chưa gửi gì vào nhóm.")


def will_be_posted(title: str, morning: str) -> Message:
    return Message(f"Sẽ gửi vào nhóm “{title}” lúc {morning}.")


def posted(title: str) -> Message:
    return Message(f"Đã gửi vào nhóm “{title}”.")
