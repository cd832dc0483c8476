"""A leader sends the branch's roster as a file in the chat: shown what would change, then taken, all or nothing unless he says otherwise."""

from dataclasses import replace
from datetime import timedelta

from handlers.kit.as_document import as_document
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.roster import telling
from handlers.roster.result import LOOKED, Fault, Reading
from models import document, member, setting
from models.document import Staged
from models.member import Member
from models.roster import PersonRow, Plan, apply, plan
from models.terms import Body, Consent

ORDER = 50
"""Before documents: what is a table of people may be a roster, and a document too."""
PEOPLE_AT_MOST = 2000
LINES_AT_MOST = 15
PARTINGS_AT_MOST = 30
OF_USE = timedelta(days=7)


@router.file(ORDER)
def take(turn: Turn) -> Reply:
    """Asks a leader what a table of people is for; None for any other file."""
    file, ready = turn.said.file, turn.said.prepared
    if file is None or ready is None or ready.roster is None or not turn.speaks_as_leader():
        return None
    if turn.binding is None or turn.binding.consent is not Consent.FULL:
        return None
    staged = document.stage(
        turn.session, turn.address, file.name, ready.data, ready.text, ready.fault, turn.now, ready.roster
    )
    return FORM.start(turn, {"file": staged.file_id, "caption": turn.said.text})


def _staged(turn: Turn) -> Staged:
    staged = document.staged_at(turn.session, turn.address.id)
    assert staged is not None, "the form that holds it is open"
    return staged


def _looked(turn: Turn) -> tuple[Reading[PersonRow], Plan, list[Fault]]:
    """What was read, what it would change here, and all that is wrong."""
    read = LOOKED.validate_python(_staged(turn).read)
    planned = plan(turn.session, read.rows, turn.now, only=turn.here)
    blamed = (telling.blamed(refusal) for refusal in planned.refused)
    return read, planned, list(dict.fromkeys((*read.faults, *blamed)))


def _what(turn: Turn, answers: Answers) -> Message:
    read = LOOKED.validate_python(_staged(turn).read)
    return Message(
        for_what(len(read.rows) + len({(fault.sheet, fault.row) for fault in read.faults}), turn.here.name),
        choices(("import", IMPORT), ("document", DOCUMENT), ("stop", STOP)),
    )


def _what_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"what": value} if value else _what(turn, answers)


def _asks_to_go_on(turn: Turn, answers: Answers) -> bool:
    if answers["what"] != "import" or _not_here(turn):
        return False
    _, planned, faults = _looked(turn)
    return bool(planned.new or planned.changed or faults)


def _not_here(turn: Turn) -> Message | None:
    """Why nothing is imported here at all."""
    if setting.has(turn.session, setting.SAMPLE):
        return Message(NOT_INTO_SAMPLE)
    if len(LOOKED.validate_python(_staged(turn).read).rows) > PEOPLE_AT_MOST:
        return Message(TOO_LONG)
    return None


def _preview(turn: Turn, answers: Answers) -> Message:
    read, planned, faults = _looked(turn)
    several = len(read.sheets) > 1
    lines = [
        heading(turn.here.name),
        telling.totals(planned, faults),
        *shortened(telling.partings(planned)),
        *shortened([fault.sentence(several) for fault in faults]),
        *shortened(telling.changes(planned)),
        *telling.kept_posts(planned),
        *shortened(telling.kept(planned)),
        *shortened(telling.absent(planned)),
        *shortened(telling.remarks(read)),
    ]
    if not faults:
        return Message("\n".join(lines), choices(("go", WRITE), ("stop", STOP)))
    good = bool(planned.new or planned.changed)
    offered = [("go", WRITE_GOOD)] if good else []
    staged = _staged(turn)
    staged.read = LOOKED.dump_python(replace(read, faults=faults), mode="json")
    return Message(
        "\n".join([*lines, MEND]), choices(*offered, ("stop", STOP)), document=f"marked:{staged.file_id}"
    )


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _preview(turn, answers)


def _cuts_off(turn: Turn, answers: Answers) -> bool:
    """Whether what is to be written says of somebody that he has died, moved or left, or is back: asked once more, by name."""
    if answers.get("go") != "go" or _not_here(turn):
        return False
    return bool(_looked(turn)[1].partings())


def _sure(turn: Turn, answers: Answers) -> Message:
    told = telling.partings(_looked(turn)[1])
    return Message(
        "\n".join([ARE_THEY, *shortened(told, PARTINGS_AT_MOST), WHAT_HANGS_ON_IT]),
        choices(("all", ALL), ("rest", THE_REST), ("stop", STOP)),
    )


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"sure": value} if value else _sure(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["what"] == "document":
        return as_document(turn, answers["caption"])
    if "stop" in (answers["what"], answers.get("go"), answers.get("sure")):
        return Message(NOTHING_WRITTEN)
    refused = _not_here(turn)
    if refused:
        return refused
    _, planned, _ = _looked(turn)
    if answers.get("sure") == "rest":
        planned = planned.without_partings()
    if answers.get("go") != "go" or not (planned.new or planned.changed):
        return Message("\n".join([NOTHING_NEW, *telling.kept_posts(planned), *telling.kept(planned)]))
    apply(turn.session, planned, turn.now, turn.me.id)
    _tell_committee(turn, planned)
    return written(planned)


def _tell_committee(turn: Turn, planned: Plan) -> None:
    """Chi ủy and whoever leads hear of it, so that no list changes behind their backs."""
    committee = turn.session.exec(member.of_body(turn.here, turn.now, Body.COMMITTEE))
    turn.tell(
        [who for who in committee if who != turn.me.id],
        imported(turn.me, planned),
        key=f"roster:{turn.here.id}:{turn.now.isoformat()}",
        kind="roster",
        not_before=turn.hours.opens(turn.now),
        expires=turn.now + OF_USE,
    )


FORM = router.form(
    Form(
        "danhsachdangvien",
        (
            Step("what", _what, _what_said),
            Step("go", _preview, _preview_said, _asks_to_go_on),
            Step("sure", _sure, _sure_said, _cuts_off),
        ),
        _done,
        may=leading,
    )
)

# Wording

IMPORT = "Nhập vào Sổ tay"
DOCUMENT = "Gửi như tài liệu"
STOP = "Thôi"
WRITE = "Ghi"
WRITE_GOOD = "Ghi các dòng đúng, bỏ dòng lỗi"
ALL = "Đúng, ghi cả"
THE_REST = "Để nguyên các đồng chí này, ghi phần còn lại"
ARE_THEY = "Xin xem kỹ từng tên. Có đúng là:"
WHAT_HANGS_ON_IT = "Ai từ trần, chuyển đi hay ra khỏi Đảng thì Sổ tay gỡ máy, thôi chức vụ và không gửi tin nữa; ai trở lại thì xin cấp mã mới."
MEND = "Sổ tay chưa ghi gì. Xin sửa các dòng ấy rồi gửi lại tệp."
NOTHING_WRITTEN = "Đã thôi, Sổ tay chưa ghi gì và không giữ tệp."
NOTHING_NEW = "Danh sách này giống hệt trong Sổ tay, không có gì phải ghi."
TOO_LONG = (
    "Danh sách dài hơn 2.000 người. Xin nhờ quản trị nhập trên máy chủ, hoặc gửi riêng danh sách của chi bộ."
)
NOT_INTO_SAMPLE = (
    "Đây là bản dùng thử, ai cũng đóng vai được người khác, nên không nhập danh sách thật vào đây."
)


def for_what(people: int, branch: str) -> str:
    return f"Tệp này có danh sách {people} người. Đồng chí muốn nhập vào danh sách đảng viên của {branch}?"


def heading(branch: str) -> str:
    return f"NHẬP DANH SÁCH: {branch}"


def shortened(lines: list[str], at_most: int = LINES_AT_MOST) -> list[str]:
    """The first lines, and how many more."""
    more = len(lines) - at_most
    return [f"- {line}" for line in lines[:at_most]] + (
        [f"- ... và {more} dòng như thế nữa."] if more > 0 else []
    )


def imported(who: Member, planned: Plan) -> Message:
    told = f"Đ/c {who.known_as} đã nhập danh sách: thêm {len(planned.new)}, sửa {len(planned.changed)}."
    return Message("\n".join([told, *shortened(telling.partings(planned))]))


def written(planned: Plan) -> Message:
    back = any(not parting.begins for parting in planned.partings())
    without = [*(["mới"] if planned.new else []), *(["trở lại"] if back else [])]
    rest = f" Đồng chí {' và '.join(without)} chưa có máy: nhắn /capma và tên để cấp mã." if without else ""
    return Message(
        f"Đã ghi danh sách: thêm {len(planned.new)}, sửa {len(planned.changed)}, giữ nguyên {len(planned.same)}.{rest}"
    )
