"""Commands about members and organisations: import-members, import-organisations, appoint."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import WRONG_USE, opened, say, warn
from bot.cli.waiting import during
from handlers import roster as rosters
from handlers.roster import telling
from models import member, setting
from models.database import Session
from models.folding import fold
from models.member import Member
from models.organisation import Organisation, above, below, named
from models.roster import apply, plan, plant_tree
from models.terms import OrganisationKind, Post

REFUSED = 1


def join(app: typer.Typer) -> None:
    """Adds these commands."""
    app.command("import-members", help=IMPORT)(import_members)
    app.command("import-organisations", help=IMPORT_TREE)(import_organisations)
    app.command(help=APPOINT)(appoint)


def import_members(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Tệp .xlsx hoặc .csv", exists=True, dir_okay=False)
    ],
    branch: Annotated[str, typer.Option(help="Chi bộ, khi tệp không có cột Chi bộ")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem sẽ đổi gì")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Bỏ dòng lỗi, ghi các dòng còn lại")] = False,
) -> None:
    """Makes the registry agree with a roster: all or nothing, unless told to skip bad rows."""
    with opened() as database:
        data = file.read_bytes()
        with during(READING), _readable():
            read = rosters.read(file.name, data, today=database.clock().date())
        if (
            read.rows and not branch and not any(row.branch for row in read.rows)
        ):  # said once, not at every row
            _tell([*telling.remarks(read), *read.sentences()])
            warn.print(WHICH_BRANCH)
            say.print(telling.TOTALS.format(0, 0, 0, len(read.faults) + 1))
            raise typer.Exit(REFUSED)
        with during(WRITING), database.unit() as session:
            _not_into_the_sample(session)
            now = database.clock()
            planned = plan(session, read.rows, now, branch=branch or None)
            faults = [*read.faults, *(telling.blamed(refusal) for refusal in planned.refused)]
            writes = not dry_run and (skip_bad or not faults)
            if writes:
                apply(session, planned, now)
            trial = setting.has(session, setting.TRIAL)
        if trial and not dry_run:
            warn.print(INTO_A_TRIAL)
        _tell(telling.remarks(read))
        _tell(fault.sentence(len(read.sheets) > 1) for fault in faults)
        _tell([*telling.partings(planned), *telling.kept(planned), *telling.absent(planned)])
        _tell(telling.changes(planned) if dry_run else [])
        _give_back(file, data, faults)
        if faults and not writes and not dry_run:
            say.print(NOTHING_WRITTEN)
        say.print(telling.totals(planned, faults))
        raise typer.Exit(REFUSED if faults else 0)


def import_organisations(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Tệp .xlsx hoặc .csv", exists=True, dir_okay=False)
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem sẽ đổi gì")] = False,
    moves: Annotated[
        bool, typer.Option("--move", help="Chuyển cả tổ chức đang thuộc một cấp trên khác")
    ] = False,
) -> None:
    """Makes the tree agree with a file: all or nothing."""
    with opened() as database:
        data = file.read_bytes()
        with during(READING), _readable():
            read = rosters.read_organisations(file.name, data)
        faults = list(read.faults)
        with during(WRITING), database.unit() as session:
            _not_into_the_sample(session)
            planted = plant_tree(session, [] if faults else read.rows, database.clock(), moves=moves)
            faults += [
                rosters.Fault(row.sheet, row.row, ABOVE, row.parent or "", why)
                for row, why in planted.refused
            ]
            if faults or dry_run:
                session.rollback()
        _tell(telling.remarks(read))
        _tell(fault.sentence(len(read.sheets) > 1) for fault in faults)
        _tell(telling.places(planted) if dry_run and not faults else [])
        _give_back(file, data, faults)
        if faults and not dry_run:
            say.print(NO_PLACE_WRITTEN)
        added, moved = (0, 0) if faults else (len(planted.added), len(planted.moved))
        say.print(telling.TOTALS.format(added, moved, len(planted.same), len(faults)))
        raise typer.Exit(REFUSED if faults else 0)


@contextmanager
def _readable() -> Iterator[None]:
    """A file that cannot be read at all ends the command with a sentence, and with the counts that scripts look for."""
    try:
        yield
    except rosters.Unreadable as wrong:
        warn.print(str(wrong))
        say.print(telling.TOTALS.format(0, 0, 0, 1))
        raise typer.Exit(REFUSED) from None


def _not_into_the_sample(session: Session) -> None:
    if setting.has(session, setting.SAMPLE):
        warn.print(NOT_INTO_SAMPLE)
        raise typer.Exit(WRONG_USE)


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        say.print(line)


def _give_back(file: Path, data: bytes, faults: list[rosters.Fault]) -> None:
    """Writes a copy beside the file in which the faults stand in a last column."""
    if not faults:
        return
    marked = file.with_name(file.name + ".loi.xlsx")
    copy = rosters.marked(file.name, data, faults)
    try:
        marked.write_bytes(copy)
    except OSError:  # open in Excel, or a folder that may not be written into
        warn.print(NOT_MARKED.format(marked.name))
    else:
        say.print(MARKED.format(marked.name))


def appoint(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Họ và tên")],
    post: Annotated[
        str,
        typer.Argument(metavar="CHỨC-VỤ", help="Bí thư, Phó bí thư, Chi ủy viên, Quản trị, Theo dõi chi bộ"),
    ],
    organisation: Annotated[str, typer.Argument(metavar="TỔ-CHỨC", help="Tên tổ chức")],
    end: Annotated[
        bool,
        typer.Option("--end", help="Cho thôi chức vụ ấy từ bây giờ; nhập danh sách không làm được việc này"),
    ] = False,
) -> None:
    """Gives a post from now on, or ends it, which no roster does."""
    with opened() as database, database.unit() as session:
        place = named(session, organisation)
        given = POSTS.get(fold(post))
        if place is None or given is None:
            warn.print(NO_PLACE.format(organisation) if place is None else NO_POST.format(post))
            raise typer.Exit(WRONG_USE)
        if given is Post.FOLLOWER and place.kind is not OrganisationKind.BRANCH:
            warn.print(NO_BRANCH.format(place.name))
            raise typer.Exit(WRONG_USE)
        people = _meant(session, name, given, place)
        if len(people) != 1:
            warn.print(NO_ONE.format(name) if not people else SEVERAL.format(len(people), name))
            raise typer.Exit(WRONG_USE)
        (who,) = people
        if not end:
            member.replace(session, who, given, place, database.clock())
        elif not member.dismiss(session, who, database.clock(), given, place):
            warn.print(NOT_HELD.format(who.known_as, post, place.name))
            raise typer.Exit(WRONG_USE)
        say.print((DISMISSED if end else APPOINTED).format(who.known_as, post, place.name))


def _meant(session: Session, name: str, post: Post, place: Organisation) -> list[Member]:
    """Whom the name may mean: whoever leads above belongs to a branch below; who follows a branch, to another one of the tree."""
    follows = post is Post.FOLLOWER
    top = [place, *above(session, place)][-1] if follows else place
    elsewhere = [branch for branch in below(session, [top.id]) if branch.id != place.id]
    here = [] if follows else member.find(session, place, name)
    return here or [who for branch in elsewhere for who in member.find(session, branch, name)]


# Wording

IMPORT = "Nhập danh sách đảng viên từ tệp Excel hoặc CSV."
IMPORT_TREE = "Nhập cây tổ chức từ tệp có các cột Tổ chức, Cấp trên, Loại."
APPOINT = "Giao chức vụ (quản trị đầu tiên, bí thư, phó bí thư, chi ủy viên, cấp trên theo dõi chi bộ), hoặc với --end: cho thôi."
ABOVE = "Cấp trên"
WHICH_BRANCH = (
    'Tệp không có cột Chi bộ. Sổ tay chưa ghi gì; xin chạy lại, thêm tên chi bộ ở cuối: --branch "Chi bộ ...", '
    "hoặc thêm cột Chi bộ vào tệp."
)
READING, WRITING = "Đang đọc tệp", "Đang ghi"
MARKED = "Bản có đánh dấu chỗ sai: {}"
NOT_MARKED = (
    "Không ghi được {} (có thể đang mở trong Excel, hoặc thư mục chỉ cho đọc): xin xem các dòng sai ở trên."
)
NOTHING_WRITTEN = (
    "Sổ tay chưa ghi gì. Sửa các dòng trên rồi nhập lại, hoặc thêm --skip-bad để ghi các dòng đúng."
)
NO_PLACE_WRITTEN = "Sổ tay chưa ghi gì. Sửa các dòng trên rồi nhập lại."
NOT_INTO_SAMPLE = (
    "Đây là cơ sở dữ liệu mẫu, ai cũng có thể đóng vai người khác, nên không nhập danh sách thật vào đây.\n"
    "Bắt đầu thật: SOTAY_DATABASE_URL=sqlite:///data/sotay.db python -m bot import-members TỆP"
)
INTO_A_TRIAL = (
    "CHÚ Ý: đây là bản thử (tạo với SOTAY_TRIAL=1), ai cũng có thể đóng vai người khác. Đừng nhập danh sách thật vào đây; đã nhập thì bỏ "
    "cơ sở dữ liệu này.\nBắt đầu thật, không đặt SOTAY_TRIAL: SOTAY_DATABASE_URL=sqlite:///data/sotay.db python -m bot import-members TỆP"
)
NO_PLACE = "Chưa có tổ chức “{}”. Nhập danh sách hoặc cây tổ chức trước."
NO_POST = "Chưa rõ chức vụ “{}”. Dùng: Bí thư, Phó bí thư, Chi ủy viên, Quản trị, Theo dõi chi bộ."
NO_BRANCH = "{} không phải chi bộ. Ghi tên chi bộ mà đồng chí ấy theo dõi."
NO_ONE = "Không có ai tên “{}” ở tổ chức ấy."
SEVERAL = "Có {} đồng chí tên “{}”. Ghi cả họ và tên."
DISMISSED = "Đã ghi: đồng chí {} thôi {}, {}."
NOT_HELD = "Đồng chí {} không giữ chức vụ {} ở {}."
APPOINTED = "Đã ghi: đồng chí {}, {}, {}."
POSTS = {
    "bi thu": Post.SECRETARY,
    "pho bi thu": Post.DEPUTY,
    "chi uy vien": Post.COMMITTEE,
    "quan tri": Post.ADMINISTRATOR,
    "theo doi chi bo": Post.FOLLOWER,
}
