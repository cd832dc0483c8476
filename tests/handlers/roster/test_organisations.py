"""The list of organisations."""

import pytest

from handlers.roster import Unreadable, read_organisations, wording
from handlers.roster.organisations import kind_of
from models.roster import OrganisationRow
from models.terms import OrganisationKind

HEAD = ["TT", "Tổ chức", "Cấp trên", "Loại"]
WARD = [1, "Đảng ủy phường X", None, "Đảng ủy phường"]
NINE = [2, "Chi bộ TDP số 9", "Đảng ủy phường X", "chi bộ"]


def read(book, *rows):
    return read_organisations("a.xlsx", book([HEAD, *rows]))


def test_the_rows(book):
    reading = read_organisations(
        "a.xlsx",
        book(
            [
                ["DANH SÁCH TỔ CHỨC ĐẢNG"],
                HEAD,
                ["(1)", "(2)", "(3)", "(4)"],
                WARD,
                NINE,
                [None, "Tổng cộng: 2"],
            ]
        ),
    )
    assert reading.rows == [
        OrganisationRow("Sheet1", 4, "Đảng ủy phường X", None, OrganisationKind.GRASSROOTS),
        OrganisationRow("Sheet1", 5, "Chi bộ TDP số 9", "Đảng ủy phường X", OrganisationKind.BRANCH),
    ]
    assert (reading.faults, reading.notes, reading.dropped) == ([], [], [])


@pytest.mark.parametrize(
    "head", [["Tên tổ chức", "Trực thuộc", "Loại hình"], ["Tên đơn vị", "Tổ chức cấp trên", "Loại"]]
)
def test_other_headings(book, head):
    (row,) = read_organisations("a.xlsx", book([head, NINE[1:]])).rows
    assert (row.name, row.parent, row.kind) == (
        "Chi bộ TDP số 9",
        "Đảng ủy phường X",
        OrganisationKind.BRANCH,
    )


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("Chi bộ", OrganisationKind.BRANCH),
        ("chi bộ bộ phận", OrganisationKind.SECTION),
        ("Đảng bộ bộ phận", OrganisationKind.PARTY_SECTION),
        ("Đảng bộ cơ sở", OrganisationKind.GRASSROOTS),
        ("Đảng ủy xã", OrganisationKind.GRASSROOTS),
        ("ĐẢNG UỶ PHƯỜNG", OrganisationKind.GRASSROOTS),
        ("Tỉnh ủy", OrganisationKind.PROVINCE),
        ("Thành ủy", OrganisationKind.PROVINCE),
        ("Đảng bộ khối", OrganisationKind.OTHER),
    ],
)
def test_kinds(kind, meant):
    assert kind_of(kind, "Tên gì cũng được") is meant


def test_a_kind_told_by_the_name_only(book):
    reading = read(
        book,
        [1, "Đảng ủy phường X", None, None],
        [2, "Chi bộ TDP số 9", "Đảng ủy phường X", None],
        [3, "Khối 5", None, None],
    )
    assert [row.kind for row in reading.rows] == [OrganisationKind.GRASSROOTS, OrganisationKind.BRANCH]
    assert [told.why for told in reading.faults] == [wording.KIND_MISSING]


def test_a_kind_without_a_name_of_its_own_is_said(book):
    reading = read(book, [1, "Đảng bộ khối Y", None, "Đảng bộ khối"])
    assert reading.rows[0].kind is OrganisationKind.OTHER
    assert reading.notes == ["Loại chưa có tên riêng, ghi là khác: Đảng bộ khối."]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([2, None, "Đảng ủy phường X", "chi bộ"], wording.ORGANISATION_MISSING),
        ([2, "Tổ đảng 1", "Chi bộ TDP số 9", None], wording.KIND_CELL),
        ([2, "Chi bộ A", "chi bộ a", "chi bộ"], wording.OWN_PARENT),
    ],
)
def test_faults(book, row, why):
    reading = read(book, WARD, row)
    assert [(told.row, told.why) for told in reading.faults] == [(3, why)]
    assert len(reading.rows) == 1


def test_the_same_organisation_twice(book):
    reading = read(book, WARD, NINE, NINE)
    assert len(reading.rows) == 2 and "dòng 3" in reading.notes[0]
    reading = read(book, WARD, NINE, [3, *NINE[1:3], "chi bộ bộ phận"])
    assert [told.row for told in reading.faults] == [4]


def test_one_name_under_two_superiors(book):
    assert (
        len(read(book, [1, "Chi bộ 1", "Phường X", "chi bộ"], [2, "Chi bộ 1", "Phường Y", "chi bộ"]).rows)
        == 2
    )


def test_a_circle_of_superiors(book):
    reading = read(
        book,
        [1, "A", "B", "đảng bộ cơ sở"],
        [2, "B", "C", "đảng bộ cơ sở"],
        [3, "C", "A", "đảng bộ cơ sở"],
        NINE,
    )
    assert [row.name for row in reading.rows] == ["Chi bộ TDP số 9"]
    assert "A → B → C → A" in reading.faults[0].why


def test_no_such_table(book):
    with pytest.raises(Unreadable, match=wording.NO_ORGANISATION_HEADING[:30]):
        read_organisations("a.xlsx", book([["Ngày", "Giờ"], [1, 2]]))


@pytest.mark.parametrize(
    ("kind", "name", "meant"),
    [
        ("đảng ủy", "Phường Tân Lập", OrganisationKind.GRASSROOTS),
        ("Đảng bộ", "Đảng bộ xã Yên Bình", OrganisationKind.GRASSROOTS),
        ("Đảng bộ", "Đảng bộ bộ phận Nhà máy 2", OrganisationKind.PARTY_SECTION),
        ("Đảng ủy", "Tỉnh ủy Lào Cai", OrganisationKind.PROVINCE),
        ("đảng ủy cơ sở", "Trường cấp ba", OrganisationKind.GRASSROOTS),
        ("đảng ủy phường", "Phường X", OrganisationKind.GRASSROOTS),
        ("Thành ủy", "Thành phố Z", OrganisationKind.PROVINCE),
        ("chi bộ cơ sở", "Hợp tác xã Hoa Ban", OrganisationKind.BRANCH),
        ("Chi bộ trực thuộc", "Trạm y tế", OrganisationKind.BRANCH),
        ("dang uy", "Chi bộ 9", OrganisationKind.GRASSROOTS),
    ],
)
def test_the_common_names_of_kinds(kind: str, name: str, meant: OrganisationKind) -> None:
    assert kind_of(kind, name) is meant
