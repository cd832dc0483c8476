"""The same person twice in a file."""

from handlers.roster import read
from tests.handlers.roster.two_people import BE, HEAD, LAN, changed, names


def test_an_identical_person_is_taken_once(book):
    reading = read("a.xlsx", book([HEAD, LAN, changed(LAN, A=7)]))
    assert (names(reading), reading.faults) == (["Trần Thị Lan"], [])
    assert reading.notes == ["Trang Sheet1, dòng 3: Trần Thị Lan đã có ở dòng 2, giống hệt, chỉ lấy một."]


def test_one_person_with_different_data_is_a_fault_of_both_rows(book):
    reading = read("a.xlsx", book([HEAD, LAN, BE, changed(LAN, D=None, I="0987654321")]))
    assert names(reading) == ["Đỗ Văn Bé"]
    assert [told.row for told in reading.faults] == [2, 4]
    assert "dòng 4" in reading.faults[0].why and "dòng 2" in reading.faults[1].why


def test_one_card_for_two_people(book):
    reading = read("a.xlsx", book([HEAD, LAN], [HEAD, changed(BE, D="05012345")], titles=["Tổ 1", "Tổ 2"]))
    assert names(reading) == []
    assert [told.column for told in reading.faults] == ["Số thẻ đảng"] * 2
    assert "trang Tổ 2 dòng 2" in reading.faults[0].why


def test_two_of_one_name_and_year_with_cards_of_their_own(book):
    reading = read("a.xlsx", book([HEAD, changed(LAN, C="1962"), changed(LAN, C="1962", D="05.999999")]))
    assert len(reading.rows) == 2


def test_two_of_one_name_without_birth_are_asked_about(book):
    reading = read(
        "a.xlsx", book([HEAD, changed(LAN, C=None, D=None), changed(LAN, C=None, D=None, I="0987654321")])
    )
    assert len(reading.faults) == 2 and "thiếu ngày sinh" in reading.faults[0].why


def test_one_name_in_two_branches(book):
    rows = [
        ["Chi bộ", "Họ và tên", "Ngày sinh"],
        ["Một", "Trần Thị Lan", "1962"],
        ["Hai", "Trần Thị Lan", "1962"],
    ]
    assert len(read("a.xlsx", book(rows)).rows) == 2
