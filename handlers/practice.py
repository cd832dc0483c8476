"""A practice evening: an invitation, a vote and a survey that are none, for whoever is in the room and says TẬP (people 44).

Every message begins with TẬP; what is answered is kept nowhere and told to nobody.
"""

from dataclasses import dataclass
from datetime import datetime

from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices, settled
from handlers.kit.reading import attendance, vote
from handlers.kit.reading.times.spoken import clock
from handlers.kit.router import Reader, Who, router
from handlers.kit.turn import Purpose, Turn
from models import outbox, practice
from models.database import Session
from models.folding import fold
from models.member import Member
from models.practice import Over, Practice


@dataclass(frozen=True)
class Task:
    """A thing to try: the kind of its question, what it says, its choices, and how a plain reply to it is read."""

    kind: str
    text: str
    offered: tuple[tuple[str, str], ...]
    read: Reader


def _attends(text: str) -> tuple[str, str] | None:
    said = attendance(text)
    return None if said is None else ("yes" if said.coming else "no", "")


def _votes(text: str) -> tuple[str, str] | None:
    said = vote(text)
    return (said, "") if said else None


@router.command("buoitap", "buổi tập", who=Who.LEADER, help="Mở hoặc kết thúc buổi tập")
def evening(turn: Turn) -> Reply:
    """Opens an evening; while one is on, shows how far everybody is, and ends it where asked."""
    held = practice.open_in(turn.session, turn.here, turn.now)
    if held is not None:
        return _ENDING.start(turn, {"practice": held.id})
    held = practice.begin(turn.session, turn.here, turn.me, turn.now)
    return Message(opened((held.opened_at + practice.LASTS).astimezone(turn.zone)))


@router.command(
    "tap",
    "tập",
    "tập thử",
    always=True,
    purpose=Purpose.TIMES,
    help="Tập nhắn tin với Sổ tay, trong buổi tập",
)
def take_part(turn: Turn) -> Reply:
    """Somebody in the room begins, or goes on where he was."""
    held = practice.open_in(turn.session, turn.here, turn.now) if turn.branch else None
    if held is None:
        return Message(NOT_ON)
    done = practice.join(turn.session, held, turn.me).done
    return _task(held, done) if done < len(TASKS) else Message(all_done(turn.me.given))


@router.leftover(20, Purpose.TIMES)
def without_its_mark(turn: Turn) -> Reply:
    """ "tap" is no word of its own, being short; while an evening is on it can only be this one."""
    if fold(turn.rest).strip(" .!") != "tap" or turn.branch is None:
        return None
    return take_part(turn) if practice.open_in(turn.session, turn.here, turn.now) else None


def _task(held: Practice, number: int) -> Message:
    task = TASKS[number]
    text = f"{MARK}{number + 1}/{len(TASKS)}\n{task.text}"
    return Message(text).asking(task.kind, str(held.id), *task.offered)


def _answered(number: int, turn: Turn, subject: str, value: str) -> Reply:
    held = turn.session.get_one(Practice, int(subject))
    try:
        done = practice.does(turn.session, held, turn.me, number, turn.now)
    except Over:
        return Message(OVER)
    outbox.close_question(turn.session, TASKS[number].kind, subject, turn.now, turn.me.id)
    label = dict(TASKS[number].offered)[value]
    receipt = settled(recorded(turn.me.given, label))
    return [receipt, _task(held, done) if done < len(TASKS) else Message(all_done(turn.me.given))]


def _join(number: int, task: Task) -> None:
    """A task's question is one like any other, with numbers and readers of its own."""

    @router.question(task.kind, task.read, lambda turn, subject: MATTER, purpose=Purpose.TIMES)
    def answer(turn: Turn, subject: str, value: str, rest: str) -> Reply:
        return _answered(number, turn, subject, value)


def close(session: Session, held: Practice, closer: Member | None, now: datetime) -> None:
    """Ends an evening: its questions take no more answers, and nothing of it stays, not even in what was told. Raises Over."""
    people = [who.id for who, _ in practice.taking_part(session, held)]
    practice.end(session, held, closer, now)
    outbox.blank_marked(session, people, MARK, held.opened_at, OVER)
    for task in TASKS:
        outbox.close_question(session, task.kind, str(held.id), now)


def _ask(turn: Turn, answers: Answers) -> Message:
    held = turn.session.get_one(Practice, answers["practice"])
    shown = progress(practice.taking_part(turn.session, held))
    return Message(shown, choices(("end", "Kết thúc"), ("go", "Để tập tiếp")))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _ask(turn, answers)


def _ended(turn: Turn, answers: Answers) -> Reply:
    if answers["go"] != "end":
        return Message(GOES_ON)
    try:
        close(turn.session, turn.session.get_one(Practice, answers["practice"]), turn.me, turn.now)
    except Over:
        return Message(OVER)
    return Message(SWEPT)


_ENDING = router.form(
    Form("buoitap", (Step("go", _ask, _said),), _ended, left=lambda: Message(GOES_ON), may=leading)
)


# Wording

MARK = "TẬP · "
MATTER = "buổi tập (tập thôi)"
_SURVEY = {"easy": ("de", "de doc lam"), "small": ("nho", "chu nho qua"), "hard": ("kho", "kho doc lam")}
TASKS = (
    Task(
        "practice_call",
        "MỜI HỌP THỬ: 19h30 tối mai\nKính mời đồng chí dự buổi họp thử tại nhà văn hóa. Xin bấm, hoặc nhắn một số.",
        (("yes", "Tham dự"), ("no", "Xin vắng mặt")),
        _attends,
    ),
    Task(
        "practice_vote",
        "LẤY Ý KIẾN THỬ\nTrồng thêm cây ở nhà văn hóa, đồng chí thấy thế nào?",
        (("approve", "Tán thành"), ("against", "Không tán thành"), ("other", "Ý kiến khác")),
        _votes,
    ),
    Task(
        "practice_survey",
        "KHẢO SÁT THỬ\nChữ trên máy của đồng chí có dễ đọc không?",
        (("easy", "Dễ đọc"), ("small", "Chữ nhỏ"), ("hard", "Khó đọc")),
        lambda text: next(((v, "") for v, said in _SURVEY.items() if fold(text).strip(" .") in said), None),
    ),
)
NOT_ON = "Hiện chưa có buổi tập nào. Bí thư, phó bí thư mở bằng /buoitap."
OVER = "Buổi tập đã kết thúc, không ghi gì."
GOES_ON = "TẬP · Buổi tập vẫn mở. Muốn kết thúc, nhắn /buoitap."
SWEPT = "Đã kết thúc buổi tập và xóa hết những gì đã tập; không tính vào đâu."

for _number, _each in enumerate(TASKS):
    _join(_number, _each)


def opened(until: datetime) -> str:
    return (
        f"{MARK}Đã mở buổi tập, đến {clock(until)} hoặc khi đồng chí nhắn /buoitap lần nữa.\n"
        "Đồng chí nào trong phòng muốn tập, xin nhắn TẬP. Không ai khác nhận tin; tập sai không hỏng gì và không tính vào đâu."
    )


def recorded(given: str, label: str) -> str:
    return f"{MARK}Đã ghi thử: đồng chí {given} {label.upper()}. Khi làm thật, nhầm thì nhắn SỬA."


def all_done(given: str) -> str:
    return (
        f"{MARK}Đồng chí {given} đã tập xong. Bốn từ cần nhớ: SỐ để trả lời, SỬA để đổi, GỌI để nhờ gọi lại, THÔI để bỏ.\n"
        "Kênh này không bao giờ hỏi tiền, mật khẩu, mã OTP, số tài khoản."
    )


def progress(people: list[tuple[Member, int]]) -> str:
    if not people:
        return f"{MARK}Buổi tập đang mở, chưa ai nhắn TẬP."
    done = [who.known_as for who, tasks in people if tasks == len(TASKS)]
    doing = [f"{who.known_as} ({tasks}/{len(TASKS)})" for who, tasks in people if tasks < len(TASKS)]
    lines = [f"{MARK}Buổi tập đang mở: {len(people)} đồng chí."]
    lines += [f"Tập xong: {', '.join(done)}."] if done else []
    lines += [f"Đang tập: {', '.join(doing)}."] if doing else []
    return "\n".join(lines)
