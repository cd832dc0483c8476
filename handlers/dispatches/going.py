"""A paper goes down: shown as the leaders of the branches will see it, with whom it reaches and whom not; then owed to them."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.dispatches import numbered, whom
from handlers.dispatches.wording import choices_of, moment, shown
from handlers.kit import late, papers
from handlers.kit.form import Answers
from handlers.kit.leaders import whom_to_call
from handlers.kit.message import Message, Reply
from handlers.kit.stopping import Stoppable, may_be_stopped
from handlers.kit.turn import Purpose, Turn
from models import dispatch, document, member, outbox
from models.database import Session
from models.dispatch import Dispatch, HandedDown, Handling
from models.document import Document, File
from models.member import Member
from models.organisation import Organisation
from models.outbox import Notice
from models.terms import DocumentClass

KIND = "dispatch"
TO_KNOW = "dispatch-seen"
"""Kinds of questions: of what is to be decided, and of what is only to be known. Both are notices of KIND."""
OF_USE_FOR = timedelta(days=7)
"""So long after its time a leader may still decide by the numbers that it was sent with; then these are free."""


def preview(turn: Turn, answers: Answers) -> tuple[str, bool]:
    """The paper as leaders will see it and to which branches it goes; whether there is any branch at all."""
    branches, old = _branches(turn, answers)
    leaders = {branch.id: member.leaders(turn.session, branch, turn.now) for branch in branches}
    handling = Handling(answers["handling"])
    text = shown(
        whom.office_of(turn, answers).name,
        answers["title"],
        DocumentClass(answers["kind"]),
        handling,
        datetime.fromisoformat(answers["until"]),
        turn.me.name,
        moment(old.sent_at, turn.now) if old else None,
        turn.now,
    )
    readers = _readers(turn, old) if old else set()
    unreached = [branch for branch in branches if not _reached(turn, leaders[branch.id])]
    lines = [
        text,
        leader_chooses([label for _, label in choices_of(handling)]),
        "",
        to_whom([branch.name for branch in branches], answers["branches"] == whom.ALL),
        *([without_phone([(b.name, _to_call(turn, leaders[b.id])) for b in unreached])] if unreached else []),
        *papers.not_shown(
            turn,
            DocumentClass(answers["kind"]),
            [leader.id for one in leaders.values() for leader in one],
            answers["file"],
            ON_PAPER,
        ),
        *(
            [members_told(len(readers), dispatch.paper_of(turn.session, old).title)]
            if old and readers
            else []
        ),
    ]
    return "\n".join(lines), bool(branches)


def _reached(turn: Turn, leaders: list[Member]) -> bool:
    people = [leader.id for leader in leaders]
    return outbox.reach(turn.session, people, Purpose.CONTENT)[0] > 0


def _to_call(turn: Turn, leaders: list[Member]) -> str:
    """Whom to telephone, and why the paper does not reach him at a telephone that he has."""
    times_alone = outbox.reach(turn.session, [leader.id for leader in leaders[:1]], Purpose.TIMES)[0] > 0
    return whom_to_call(leaders) + (TIMES_ALONE if times_alone else "")


def _branches(turn: Turn, answers: Answers) -> tuple[list[Organisation], Dispatch | None]:
    """The branches to which it goes, those that have the paper whose place it takes among them; and that paper."""
    if answers.get("again"):
        return whom.chosen(turn, answers), None
    office = whom.office_of(turn, answers)
    title = answers["title"]
    old = dispatch.earlier(
        turn.session, office, numbered.number(title), numbered.dated(title, turn.now), turn.now
    )
    found = {branch.id: branch for branch in whom.chosen(turn, answers)}
    for row in dispatch.rows(turn.session, old) if old else ():
        found[row.organisation_id] = turn.session.get_one(Organisation, row.organisation_id)
    return sorted(found.values(), key=lambda branch: branch.folded), old


def _readers(turn: Turn, old: Dispatch) -> set[int]:
    """The members to whom the paper went whose place is taken."""
    return {
        who
        for paper in dispatch.have_old(turn.session, old).values()
        for who in outbox.gone(turn.session, "document", document.key_of(paper.id))
    }


def out(turn: Turn, answers: Answers) -> Reply:
    """Keeps it in the committee's register and owes it to the leaders of every branch."""
    office, file = whom.office_of(turn, answers), turn.session.get_one(File, answers["file"])
    known = dispatch.of_file(turn.session, office, file.id)
    if known is not None:
        return sent_meanwhile(moment(known.sent_at, turn.now))
    branches, old = _branches(turn, answers)
    goes_at = late.not_before(turn, answers)
    title = answers["title"]
    paper = document.keep(
        turn.session,
        office,
        file.id,
        answers["name"],
        turn.me,
        title,
        DocumentClass(answers["kind"]),
        None,
        turn.now,
    )
    sent = dispatch.send(
        turn.session,
        office,
        turn.me,
        paper,
        numbered.number(title),
        numbered.dated(title, turn.now),
        Handling(answers["handling"]),
        datetime.fromisoformat(answers["until"]),
        goes_at or turn.now,
        turn.now,
        old,
    )
    if old is not None:
        _call_back(turn, sent, old, goes_at)
    for branch in branches:
        _owe(turn, sent, paper, branch, goes_at)
    return gone(title, len(branches), late.in_the_morning(goes_at, turn.now) if goes_at else None)


def further(turn: Turn, answers: Answers) -> Reply:
    """The same paper goes to branches that have not got it."""
    sent = turn.session.get_one(Dispatch, answers["again"])
    branches, goes_at = whom.chosen(turn, answers), late.not_before(turn, answers)
    paper = dispatch.paper_of(turn.session, sent)
    for branch in branches:
        _owe(turn, sent, paper, branch, goes_at)
    return gone(paper.title, len(branches), late.in_the_morning(goes_at, turn.now) if goes_at else None)


def _owe(turn: Turn, sent: Dispatch, paper: Document, branch: Organisation, goes_at: datetime | None) -> None:
    row = dispatch.hand_down(turn.session, sent, branch)
    leaders = [leader.id for leader in member.leaders(turn.session, branch, turn.now)]
    if leaders:
        there = replace(turn, branch=branch)
        there.tell(
            leaders,
            message(turn.session, sent, row, turn.now),
            key=row.key,
            kind=KIND,
            not_before=goes_at,
            expires=sent.ends_at + OF_USE_FOR,
        )


def message(session: Session, sent: Dispatch, row: HandedDown, now: datetime) -> Message:
    """The paper with its choices, for the leaders of one branch."""
    paper = dispatch.paper_of(session, sent)
    old = session.get_one(Dispatch, sent.replaces_id) if sent.replaces_id else None
    text = shown(
        session.get_one(Organisation, sent.organisation_id).name,
        paper.title,
        paper.kind,
        sent.handling,
        sent.ends_at,
        session.get_one(Member, sent.author_id).name,
        moment(old.sent_at, now) if old else None,
        now,
    )
    kind = TO_KNOW if sent.handling is Handling.TO_KNOW else KIND
    return papers.carrying(text, paper).asking(kind, str(row.id), *choices_of(sent.handling))


def _call_back(turn: Turn, sent: Dispatch, old: Dispatch, goes_at: datetime | None) -> None:
    """The old paper is asked about no more, and whoever has it of his branch hears that another takes its place."""
    outbox.supersede(turn.session, KIND, dispatch.key_of(old.id))
    for row in dispatch.rows(turn.session, old):
        for kind in (KIND, TO_KNOW):
            outbox.close_question(turn.session, kind, str(row.id), turn.now)
    for branch_id, paper in dispatch.have_old(turn.session, old).items():
        outbox.supersede(turn.session, "document", document.key_of(paper.id))
        readers = outbox.gone(turn.session, "document", document.key_of(paper.id))
        if readers:
            there = replace(turn, branch=turn.session.get_one(Organisation, branch_id))
            told = Message(not_to_be_used(paper.title), protected=True)
            key = f"{dispatch.key_of(sent.id)}old:{branch_id}"
            there.tell(list(readers), told, key=key, kind=KIND, not_before=goes_at)


def _sent_of(turn: Turn, notice: Notice) -> Dispatch:
    return turn.session.get_one(Dispatch, int(notice.key.split(":")[1]))


def _undone(turn: Turn, notice: Notice) -> str:
    sent = _sent_of(turn, notice)
    if any(outbox.reached_by(turn.session, row.key) for row in dispatch.rows(turn.session, sent)):
        return _partly(turn, notice)  # it went to other branches before
    dispatch.take_back(turn.session, sent, turn.me, turn.now)
    return NOT_KEPT


def _partly(turn: Turn, notice: Notice) -> str:
    without = dispatch.take_back_unheard(turn.session, _sent_of(turn, notice))
    return others_have_it(without)


may_be_stopped(
    KIND,
    Stoppable(
        _undone,
        _partly,
        put_right=lambda turn, notice: others_have_it(0),
        may=lambda turn: (
            turn.may(Purpose.CONTENT) and bool(dispatch.offices(turn.session, turn.me, turn.now))
        ),
    ),
)

# Wording

NAMED_AT_MOST = 5
TIMES_ALONE = " (chỉ nhận giờ họp)"
ON_PAPER = "xin gửi các đồng chí ấy bản in"
NOT_KEPT = "Văn bản ấy cũng không còn trong Sổ tay."


def leader_chooses(labels: list[str]) -> str:
    return f"(Lãnh đạo chi bộ chọn: {', '.join(labels)})"


def to_whom(names: list[str], every: bool) -> str:
    """Those that were picked are all named: a slip in a number shows itself."""
    if not names:
        return "Chưa có chi bộ nào để gửi. Xin chọn lại nơi nhận."
    named = "" if every and len(names) > NAMED_AT_MOST else f": {'; '.join(names)}"
    return f"Gửi {len(names)} chi bộ{named}."


def without_phone(branches: list[tuple[str, str]]) -> str:
    lines = [f"- {name}: {leader}" for name, leader in branches]
    return "\n".join(
        [f"{len(branches)} chi bộ chưa có lãnh đạo nhận được qua máy, xin báo bằng điện thoại:", *lines]
    )


def members_told(count: int, title: str) -> str:
    return f"{count} đảng viên đã nhận bản cũ được báo:\n{not_to_be_used(title)}"


def not_to_be_used(title: str) -> str:
    return (
        f"TÀI LIỆU ĐÃ CÓ BẢN THAY THẾ: {title}. Xin đồng chí không dùng bản cũ; "
        "bản mới do bí thư chi bộ gửi hoặc đọc tại cuộc họp."
    )


def gone(title: str, count: int, at: str | None) -> Message:
    if at:
        return Message(f"Sẽ gửi văn bản “{title}” cho {count} chi bộ lúc {at}. Muốn dừng lại, nhắn THÔI.")
    return Message(f"Đã gửi văn bản “{title}” cho {count} chi bộ. Xem chi bộ nào đã nhận: nhắn PHỔ BIẾN.")


def sent_meanwhile(at: str) -> Message:
    return Message(f"Văn bản này đã gửi lúc {at}. Sổ tay không gửi lần nữa. Xem: nhắn PHỔ BIẾN.")


def others_have_it(without: int) -> str:
    rest = f" {without} chi bộ chưa nhận thì không nhận nữa." if without else ""
    return f"Chi bộ đã nhận vẫn giữ văn bản.{rest} Cần thay, xin gửi bản khác cùng số."
