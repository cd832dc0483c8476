"""One line of /moihop: whose meeting, of what kind, about what, where, with whom."""

from datetime import datetime

import pytest

from handlers.meetings import line
from models.terms import Body, MeetingKind
from tests.cast import ZONE

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("19h30 ngày 6/12 tại nhà văn hóa", {"place": "nhà văn hóa"}),
        ("19h30 ngay 6/12 tai nha van hoa", {"place": "nha van hoa"}),
        ("19h30 ngày 6/12 nhà văn hóa", {"place": "nhà văn hóa"}),
        ("19h30 ngày 6/12, địa điểm: nhà văn hóa", {"place": "nhà văn hóa"}),
        ("chi ủy 19h30 tối mai ở nhà bí thư", {"body": Body.COMMITTEE, "place": "nhà bí thư"}),
        ("họp chi uỷ 19h30 tối mai", {"body": Body.COMMITTEE, "place": None}),
        ("tổ đảng 2 19h30 tối mai tại nhà bà Lan", {"body": Body.CELL, "cell": "2", "place": "nhà bà Lan"}),
        ("tổ đảng số 10 lúc 19h30 tối mai", {"body": Body.CELL, "cell": "10", "place": None}),
        ("tổ đảng 19h30 tối mai tại nhà bà Lan", {"body": Body.CELL, "cell": None, "place": "nhà bà Lan"}),
        (
            "chuyên đề học Nghị quyết 19h30 mai",
            {"kind": MeetingKind.THEMATIC, "topic": "học Nghị quyết", "place": None},
        ),
        (
            "chuyên đề về môi trường 19h30 mai tại trường học",
            {"kind": MeetingKind.THEMATIC, "topic": "môi trường", "place": "trường học"},
        ),
        ("thường kỳ 19h30 mai tại nhà ông Tài", {"kind": MeetingKind.REGULAR, "place": "nhà ông Tài"}),
        ("gấp 19h30 tối nay tại nhà văn hóa", {"urgent": True, "place": "nhà văn hóa"}),
        ("19h30 tối nay tại nhà văn hóa gấp", {"urgent": True, "place": "nhà văn hóa"}),
        ("19h30 toi nay o nha ba Gam (khan cap)", {"urgent": True, "place": "nha ba Gam"}),
        ("19h30 tối nay tại nhà ông Gặp", {"urgent": None, "place": "nhà ông Gặp"}),
        (
            "gặp gỡ 19h30 tối nay tại nhà văn hóa",
            {"urgent": None, "topic": "gặp gỡ", "place": "nhà văn hóa"},
        ),
        (
            "mở rộng 19h30 ngày 6/12 tại nhà văn hóa, khách mời: ông An trưởng ban 7, bà Bình",
            {"body": Body.EXTENDED, "place": "nhà văn hóa", "guests": "ông An trưởng ban 7, bà Bình"},
        ),
    ],
)
def test_a_line_says(text: str, said: dict[str, object]) -> None:
    answers = line.read(text, NOW)
    assert {key: answers.get(key) for key in said} == said


def test_the_hour_of_a_guest_is_none() -> None:
    assert line.time_of("19h30 mai, khách mời: ông An 8h") == "19h30 mai"
