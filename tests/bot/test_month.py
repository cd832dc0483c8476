"""The month of a branch and of a committee as a picture and as a table: who gets what, and that a committee gets numbers alone."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import select

from bot import bars, charts
from bot.bars import Bars
from bot.sheets import HEAD
from handlers import figures as months
from models import figures, member, organisation
from models.figures import Figures, Row
from models.member import Member
from models.organisation import Organisation
from models.terms import OrganisationKind, Post
from tests.cast import ZONE, above, plant
from tests.database import fresh
from tests.models.test_not_joined import KEYS
from tests.player import play
from tests.shapes import OnTelegram

STORY = """
cấp trên: kiên
@ 2026-12-01 08:00
tú  > /moihop 19h30 ngày 6/12 tại nhà văn hóa
tú  < MỜI HỌP ...
tú  > 1
lan < MỜI HỌP ...
tú  < Đã gửi ...
tú  < MỜI HỌP ...
lan > xin vắng, đi viện
lan < Đã ghi: đồng chí Lan XIN VẮNG MẶT ...
tú  > /ketqua tháng
tú  < CHI BỘ TỔ DÂN PHỐ SỐ 9, THÁNG 12/2026 / ...
tú  < Bảng số liệu tháng 12/2026, Chi bộ tổ dân phố số 9: lưu hành nội bộ. ...
kiên > /ketqua tháng
kiên < ĐẢNG BỘ PHƯỜNG HOA SEN, THÁNG 12/2026 / ...
kiên < Bảng số liệu tháng 12/2026, Đảng bộ phường Hoa Sen: lưu hành nội bộ. ...
"""
NOW = datetime(2026, 12, 10, 8, tzinfo=ZONE)


async def books(folder: Path) -> tuple[Any, dict[str, Any]]:
    """The server, and the workbook that each of the two got."""
    messenger = OnTelegram()
    (folder / "truyen.txt").write_text(STORY, encoding="utf-8")
    await play(folder / "truyen.txt", messenger, folder)
    sent = messenger.server.called("sendDocument")
    got = {str(one.params["chat_id"]): one.params["document"] for one in sent}
    return messenger.server, {
        who: openpyxl.load_workbook(BytesIO(got[messenger.identity(who)].data)) for who in ("tú", "kiên")
    }


def table(sheet: Any) -> list[list[Any]]:
    return [
        ["" if cell is None else cell for cell in row]
        for row in sheet.iter_rows(min_row=HEAD, values_only=True)
    ]


async def test_the_branch_by_name_and_the_committee_in_numbers(tmp_path: Path) -> None:
    server, got = await books(tmp_path)
    month, missing = got["tú"].worksheets
    assert month["A1"].value.startswith("Người lấy: Nguyễn Văn Tú, 08h00 ngày 01/12/2026.")
    assert table(month)[1:] == [
        *[
            [
                "Chi bộ tổ dân phố số 9",
                9,
                2,
                1,
                pytest.approx(0.5),
                7,
                1,
                9,
                2,
                0,
                "Nguyễn Văn Tú",
                "0900000001",
            ]
        ]
    ]
    assert ["Đỗ Văn Sáu", "", "Chưa có số điện thoại", "báo tận nơi, hỏi số"] in table(missing)
    month, reasons = got["kiên"].worksheets
    assert [row[0] for row in table(month)[1:]] == ["Chi bộ cơ quan phường", "Chi bộ tổ dân phố số 9", "Cộng"]
    assert table(month)[-1][1:10] == [9, 2, 1, pytest.approx(0.5), 7, 1, 10, 3, 0]
    assert ["Chưa có số điện thoại", 1] in table(reasons)
    said = "\n".join(str(cell.value) for sheet in got["kiên"] for row in sheet for cell in row)
    assert not [name for name in ("Lan", "Sáu", "đi viện", "Minh") if name in said]
    assert len(server.called("sendPhoto")) == 2
    for sheet in [*got["tú"], *got["kiên"]]:
        assert "f" not in {cell.data_type for row in sheet for cell in row}, "no formula"
        assert sheet.print_title_rows == f"${HEAD}:${HEAD}" and sheet.freeze_panes == f"A{HEAD + 1}"


def test_who_may_take_a_month() -> None:
    with fresh() as session:
        branch = plant(session, KEYS, NOW)
        above(session, branch, NOW)
        ward = session.exec(
            select(Organisation).where(Organisation.kind == OrganisationKind.GRASSROOTS)
        ).one()
        people = {name: session.get_one(Member, number) for name, number in branch.names.items()}
        own, wards = months.key(branch.place, NOW), months.key(ward, NOW)

        def tabs(key: str, who: str) -> list[str]:
            return [sheet.head[0] for sheet in months.sheets(session, key, people[who], NOW)]

        assert tabs(own, "tú") == ["Chi bộ", "Họ và tên"]
        assert tabs(own, "lan") == tabs(own, "kiên") == tabs(wards, "tú") == []
        assert tabs(wards, "kiên") == ["Chi bộ", "Vì sao"]
        member.appoint(session, people["lan"], Post.FOLLOWER, branch.place, NOW)
        assert tabs(own, "lan") == ["Chi bộ", "Vì sao"], "who follows a branch sees its numbers"


@pytest.mark.parametrize("text", ["2026-12", "2026-01", "2025-12"])
def test_a_recipe_names_its_month(text: str) -> None:
    with fresh() as session:
        place = organisation.found(session, "Chi bộ", OrganisationKind.BRANCH, None, NOW)
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=ZONE)
        assert months.named(session, f"{months.key(place, first)}{first:%z}") == (place, first)
        assert months.end_of(first).day == 1
        assert figures.of_place(session, place, first, months.end_of(first))[0].figures.asked == 0


def test_of_forty_branches_those_that_answered_least_are_drawn() -> None:
    def row(number: int) -> Row:
        place = Organisation(kind=OrganisationKind.BRANCH, name=f"Chi bộ {number}", folded="", since=NOW)
        return Row(
            place, Figures(asked=40 if number else 0, answered=40 - number, reached=40 if number else 0)
        )

    drawn = charts.lowest([row(number) for number in range(40)])
    assert drawn.bars[0] == ("Chi bộ 39", 1) and len(drawn.bars) == charts.BARS_AT_MOST == len(drawn.of)
    assert drawn.note == "29 chi bộ khác trả lời không ít hơn. 1 chi bộ chưa hỏi lượt nào."
    assert bars.picture(Bars("Chưa hỏi ai", (("Đã trả lời", 0),), (0,))).startswith(b"\x89PNG")
