"""The branch's group: tied by /nhom typed in it by a leader; times and places go there only when a leader sends them (people 36)."""

from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import short
from handlers.kit.router import Who, router
from handlers.kit.turn import Priority, Turn
from models import address, group, meeting, member, outbox
from models.address import Address
from models.folding import fold
from models.meeting import Meeting
from models.member import Member
from models.terms import Body, Consent

WORD = "/nhom"


@router.group
def in_a_group(turn: Turn) -> Reply:
    """In a group only the tying is understood, and only from whoever leads a branch and agreed to all in his chat with this bot."""
    if not fold(turn.said.text).replace(" ", "").startswith(WORD) or turn.said.sender is None:
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


@router.command("nhom", who=Who.LEADER, help="Gửi giờ họp vào nhóm của chi bộ; gõ trong nhóm để gắn nhóm ấy")
def post(turn: Turn) -> Reply:
    """From a private chat: sends the time and place of a meeting to the group, seen before it goes."""
    place = group.of_branch(turn.session, turn.here)
    if place is None:
        return how_to_tie()
    public = [m for m in meeting.open_meetings(turn.session, turn.here, turn.now) if m.body in IN_THE_OPEN]
    return _POSTING.start(turn, {"meetings": [m.id for m in public[:7]]}) if public else nothing_to_post()


def _which(turn: Turn, answers: Answers) -> Message:
    place = group.of_branch(turn.session, turn.here)
    texts = [_text(turn, number) for number in answers["meetings"]]
    pairs = [(str(number), SEND_ONE.format(n)) for n, number in enumerate(answers["meetings"], 1)]
    labels = [("send", SEND)] if len(pairs) == 1 else pairs
    return Message(preview(place.title if place else "", texts), choices(*labels, ("stop", "Thôi")))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    chosen = str(answers["meetings"][0]) if value == "send" else value
    return {"which": chosen} if chosen else _which(turn, answers)


def _post(turn: Turn, answers: Answers) -> Reply:
    place = group.of_branch(turn.session, turn.here)
    if answers["which"] == "stop" or place is None:
        return not_posted()
    message = Message(_text(turn, int(answers["which"])))
    about = turn.session.get_one(Meeting, int(answers["which"]))
    key = f"group:{place.id}:{about.occasion}:{turn.now.isoformat()}"
    where = turn.session.get_one(Address, place.address_id)
    outbox.owe(
        turn.session,
        where,
        None,
        message.content(),
        key=key,
        now=turn.now,
        kind="group",
        priority=Priority.NOTICE,
    )
    return posted(place.title)


_POSTING = router.form(Form("nhom", (Step("which", _which, _which_said),), _post, may=leading))


def _text(turn: Turn, number: int) -> str:
    about = turn.session.get_one(Meeting, number)
    return time_and_place(short(about.starts, turn.now), about.place)


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


def nothing_to_post() -> Message:
    return Message("Hiện chưa có cuộc họp nào để báo vào nhóm.")


def time_and_place(when: str, place: str) -> str:
    return f"HỌP CHI BỘ: {when}, tại {place}. Xin các đồng chí trả lời trong tin nhắn riêng của Sổ tay."


def preview(title: str, texts: list[str]) -> str:
    return f"Gửi vào nhóm “{title}”?\n" + "\n".join(texts)


def not_posted() -> Message:
    return Message("Đã thôi, chưa gửi gì vào nhóm.")


def posted(title: str) -> Message:
    return Message(f"Đã gửi vào nhóm “{title}”.")
