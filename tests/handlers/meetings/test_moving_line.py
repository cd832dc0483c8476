"""What stands behind /doihop and /hoanhop: the meeting, its time or how much later, its place, and why."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.reading import when
from handlers.meetings import line, moving_line
from models.terms import Body, MeetingKind
from tests.cast import ZONE

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20h thứ ba", {}),
        ("tại trường tiểu học", {"place": "trường tiểu học"}),
        ("tai truong tieu hoc", {"place": "truong tieu hoc"}),
        (
            "sang trường tiểu học vì nhà văn hóa bận",
            {"place": "trường tiểu học", "reason": "nhà văn hóa bận"},
        ),
        ("đổi địa điểm sang nhà ông Ba, số 5 ngõ 12", {"place": "nhà ông Ba, số 5 ngõ 12"}),
        ("20h tại nhà văn hóa khu đô thị mới", {"place": "nhà văn hóa khu đô thị mới"}),
        ("chi ủy 20h", {"meeting": {"body": Body.COMMITTEE}}),
        ("chi bộ chuyên đề 20h", {"meeting": {"body": Body.BRANCH, "kind": MeetingKind.THEMATIC}}),
        ("tổ đảng 2 20h", {"meeting": {"body": Body.CELL, "cell": "2"}}),
        ("chi ủy đến 19h30 thứ năm vì bão", {"meeting": {"body": Body.COMMITTEE}, "reason": "bão"}),
        ("hoan den 19h30 thu nam vi bao", {"reason": "bao"}),
        ("vì bão, hoãn đến 19h30 thứ năm", {"reason": "bão"}),
        ("vì bão đến 19h30 thứ năm", {"reason": "bão"}),
        ("chi bộ sang 20h ngày 7/12 do mưa to", {"meeting": {"body": Body.BRANCH}, "reason": "mưa to"}),
        ("lùi 30 phút", {"shift": timedelta(minutes=30)}),
        ("lùi giờ họp lại 15p nhé", {"shift": timedelta(minutes=15)}),
        ("muộn hơn 1 tiếng", {"shift": timedelta(hours=1)}),
        ("lui 1 tieng ruoi", {"shift": timedelta(hours=1.5)}),
        ("lùi 1 giờ 15 phút", {"shift": timedelta(hours=1.25)}),
        ("sớm hơn nửa tiếng", {"shift": -timedelta(minutes=30)}),
        ("lùi 1 tuần, tại nhà bà Ba", {"shift": timedelta(weeks=1), "place": "nhà bà Ba"}),
        ("lùi đến 20h", {}),
        ("lùi 3 giờ chiều thứ ba", {}),
        ("sang tuần", {}),
        ("hôm khác nhé", {}),
        ("20h trường tiểu học", {"unread": "trường tiểu học"}),
        ("30 phút", {"unread": "30 phút"}),
    ],
)
def test_a_line_says(text: str, said: dict[str, object]) -> None:
    empty = {"meeting": {}, "shift": None, "place": "", "reason": "", "unread": ""}
    found = moving_line.read(text, NOW)._asdict()
    assert {name: found[name] for name in empty} == empty | said


def test_onward_is_not_the_morning() -> None:
    assert when(moving_line.read("sang 8h tối mai", NOW).time, NOW) == [
        datetime(2026, 12, 2, 20, tzinfo=ZONE)
    ]
    assert when(moving_line.read("8h sang mai", NOW).time, NOW) == [datetime(2026, 12, 2, 8, tzinfo=ZONE)]


def test_a_length_alone_puts_off() -> None:
    assert moving_line.read("chi ủy 1 tuần", NOW, later=True).shift == timedelta(weeks=1)


UNITS = {
    "phút": timedelta(minutes=1),
    "tiếng": timedelta(hours=1),
    "ngày": timedelta(1),
    "tuần": timedelta(7),
}


@given(
    st.sampled_from(["lùi", "lui", "muộn hơn", "chậm lại", "dời thêm"]),
    st.integers(1, 99),
    st.sampled_from(sorted(UNITS)),
)
def test_so_much_later_is_never_a_place(lead: str, count: int, unit: str) -> None:
    said = moving_line.read(f"{lead} {count} {unit}", NOW)
    assert (said.shift, said.place, said.unread) == (count * UNITS[unit], "", "")


def test_letters_in_another_order_are_another_word() -> None:
    assert line.read("19h30 mai tại trường học", NOW)["place"] == "trường học"
    assert moving_line.read("tai truong hoc", NOW).place == "truong hoc", "'học' is no 'chỗ'"
