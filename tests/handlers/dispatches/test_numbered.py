"""The number and date in the title of a paper."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dispatches.numbered import dated, number
from tests.cast import ZONE

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("title", "known_by"),
    [
        ("Số 12-CV/ĐU về thu đảng phí", "12-cv/du"),
        ("số 012/CV-ĐU ngày 30/11/2026", "12-cv/du"),
        ("Nghị quyết 18 - NQ/TW", "18-nq/tw"),
        ("SỐ 12-CV / ĐU", "12-cv/du"),
        ("Số 13", "13"),
        ("Kế hoạch ngày 30/11/2026", None),
        ("Họp số 7/12", None),
        ("Thư mời dự lễ", None),
        ("Số: 12-CV/ĐU - V/v thu đảng phí", "12-cv/du"),
        ("12-CV/ĐU - V/v thu đảng phí", "12-cv/du"),
        ("Công văn 12-CV", "12-cv"),
        ("Báo cáo năm 2025 - đợt 1", None),
        ("Kế hoạch năm 2025-đợt 2", None),
        ("Nhiệm kỳ 2020 - nay", None),
    ],
)
def test_a_number_is_one_however_it_is_written(title: str, known_by: str | None) -> None:
    assert number(title) == known_by


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Số 12-CV/ĐU ngày 30/11/2026", "2026-11-30"),
        ("ngày 30 tháng 11 năm 2026", "2026-11-30"),
        ("ngày 1.12", "2026-12-01"),
        ("ngày 24/12 về Tết", "2025-12-24"),
        ("ngày 31/2/2026", None),
        ("Số 12-CV/ĐU", None),
    ],
)
def test_a_date_is_that_of_the_paper(title: str, day: str | None) -> None:
    assert dated(title, NOW) == day


@given(st.text(max_size=150))
def test_any_title_is_read(title: str) -> None:
    number(title)
    dated(title, NOW)
