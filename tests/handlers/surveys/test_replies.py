"""What a plain reply answers to each kind of question: right, or asked again (decision 26)."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.surveys.replies import meant, pairs, pairs_in_words
from models.survey import Said, SurveyKind, SurveyQuestion, answers
from tests.cast import ZONE

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
YES_NO = ("Có", "Không")
DAYS = ("Thứ bảy", "Chủ nhật", "Ngày thường")
LEVELS = ("Rất tốt", "Tốt", "Khá", "Trung bình", "Kém", "Không ý kiến")
AGREE = ("Đồng ý", "Đồng ý một phần", "Không đồng ý")
TIMES = ("Sáng thứ bảy", "Chiều chủ nhật", "Tối thứ sáu", "Tối thứ ba")
FEELINGS = ("Rất hài lòng", "Bình thường", "Trên 60 tuổi không ý kiến")
PLACES = ("Nhà văn hóa", "Trường học", "Đình làng", "Vắng mặt")
SCALE = ("1 điểm (rất kém)", "2 điểm", "3 điểm", "4 điểm", "5 điểm (rất tốt)")


def question(kind: SurveyKind, options: tuple[str, ...] = ()) -> SurveyQuestion:
    return SurveyQuestion(id=1, survey_id=1, place=1, kind=kind, text="?", options=list(options))


def read(kind: SurveyKind, options: tuple[str, ...], text: str) -> Said | None:
    return meant(question(kind, options), text, NOW)


@pytest.mark.parametrize(
    ("options", "text", "place"),
    [
        (YES_NO, "1", 0), (YES_NO, "so 1", 0), (YES_NO, "số 2 ạ", 1), (YES_NO, "2.", 1), (YES_NO, "1️⃣", 0),
        (YES_NO, "co", 0), (YES_NO, "có ạ", 0), (YES_NO, "dạ có", 0), (YES_NO, "đồng ý", 0), (YES_NO, "dong y", 0),
        (YES_NO, "ko", 1), (YES_NO, "không ạ", 1), (YES_NO, "Chưa", 1), (YES_NO, "a", 0), (YES_NO, "b)", 1),
        (YES_NO, "3", None), (YES_NO, "12", None), (YES_NO, "1 2", None), (YES_NO, "1,2", None), (YES_NO, "0", None),
        (YES_NO, "có lẽ", None), (YES_NO, "không biết", None), (YES_NO, "cũng tùy", None), (YES_NO, "rõ", None),
        (YES_NO, "1 hoặc 2", None), (YES_NO, "có không?", None), (YES_NO, "1. Không", None), (YES_NO, "2. Không", 1),
        (DAYS, "chu nhat", 1), (DAYS, "Chủ nhật ạ", 1), (DAYS, "tôi chọn thứ bảy", 0), (DAYS, "chọn c", 2),
        (DAYS, "co", None), (DAYS, "đồng ý", None), (DAYS, "thứ bẩy", None), (DAYS, "chủ nhất", None),
        (DAYS, "thứ bảy hoặc chủ nhật", None), (DAYS, "2,3", None), (DAYS, "2 và 3", None), (DAYS, "không phải thứ bảy", None),
        (LEVELS, "Tốt", 1), (LEVELS, "rất tốt ạ", 0), (LEVELS, "tot", 1), (LEVELS, "e", None), (LEVELS, "đ", 4),
        (LEVELS, "không", None), (LEVELS, "khong y kien", 5), (LEVELS, "không tốt", None), (LEVELS, "kha", 2),
        (AGREE, "đồng ý", 0), (AGREE, "có", 0), (AGREE, "nhất trí", 0), (AGREE, "không đồng ý", 2), (AGREE, "k đồng ý", 2),
        (AGREE, "không nhất trí", 2), (AGREE, "dong y mot phan", 1), (AGREE, "đồng ý nhưng đề nghị thêm", None),
        (PLACES, "đình làng", 2), (PLACES, "nhà văn hoá", 0), (PLACES, "vang", None), (PLACES, "vắng mặt", 3),
        (TIMES, "chủ nhật", 1), (TIMES, "chiều CN", 1), (TIMES, "sáng t7", 0), (TIMES, "toi thu 6", 2), (TIMES, "tối", None),
        (TIMES, "thứ ba", None), (TIMES, "không phải chủ nhật", None), (TIMES, "thứ hai", None), (TIMES, "4a", None), (TIMES, "4 a", 3),
        (("Có", "Không có"), "không, có", None), (("Có", "Không có"), "không có", 1),
        (TIMES, "-1", None), (FEELINGS, "hài lòng", None), (FEELINGS, "bình thường", 1), (FEELINGS, "60 tuổi", None),
    ],
)  # fmt: skip
def test_one_option(options: tuple[str, ...], text: str, place: int | None) -> None:
    assert read(SurveyKind.SINGLE, options, text) == (None if place is None else (place,))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("mức 4", 4), ("ba điểm", 3), ("bốn trên năm", 4), ("tôi chấm năm điểm", 5), ("4/5", 4), ("4/10", None), ("-5", None),
        ("cho 3 điểm thôi", 3), ("không dưới 4", None), ("4-5", None), ("hai mươi điểm", None), ("ba điểm rưỡi", None),
    ],
)  # fmt: skip
def test_points(text: str, points: int | None) -> None:
    steps = tuple(f"{step} điểm" for step in range(1, 6))
    assert read(SurveyKind.SCALE, steps, text) == (None if points is None else (points - 1,))


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("2,3", (1, 2)), ("2 và 3", (1, 2)), ("2 3", (1, 2)), ("2 va 3", (1, 2)), ("3, 1", (0, 2)), ("số 2 và số 3", (1, 2)),
        ("2 + 3", (1, 2)), ("1 2 3 ạ", (0, 1, 2)), ("tôi chọn 2, 3", (1, 2)), ("2-3", (1, 2)), ("b, c", (1, 2)), ("a và c", (0, 2)),
        ("thứ bảy, chủ nhật", (0, 1)), ("thứ bảy và chủ nhật", (0, 1)), ("thu bay va chu nhat", (0, 1)), ("cả ba", (0, 1, 2)),
        ("tất cả ạ", (0, 1, 2)), ("2", (1,)), ("c", (2,)), ("chủ nhật", (1,)), ("1-3", None), ("23", None), ("2,4", None),
        ("không 2", None), ("2 hoặc 3", None), ("cả hai", None), ("trừ 2", None), ("b a", None), ("2 hay 3", None),
        ("có", None), ("thứ bảy, thứ hai", None),
    ],
)  # fmt: skip
def test_several_options(text: str, taken: tuple[int, ...] | None) -> None:
    assert read(SurveyKind.SEVERAL, DAYS, text) == taken


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("4", 3), ("bốn", 3), ("4 điểm", 3), ("tôi cho 4 điểm", 3), ("5/5", 4), ("rất tốt", 4), ("rat kem", 0), ("6", None),
        ("0", None), ("tốt", None), ("có", None), ("4,5", None), ("3 hoặc 4", None),
    ],
)  # fmt: skip
def test_a_scale(text: str, step: int | None) -> None:
    assert read(SurveyKind.SCALE, SCALE, text) == (None if step is None else (step,))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20/12", date(2026, 12, 20)), ("ngày 20/12 ạ", date(2026, 12, 20)), ("chủ nhật", date(2026, 12, 6)),
        ("thứ bảy tuần này", date(2026, 12, 5)), ("mai", date(2026, 12, 2)), ("tôi đi được ngày 20/12", date(2026, 12, 20)), ("tuần sau thứ bảy", date(2026, 12, 12)),
        ("thứ tư ngày 23/12", date(2026, 12, 23)), ("trước 20/12", None), ("sau ngày 20/12", None), ("từ 20 đến 25/12", None),
        ("tu 20/12", None), ("20-25/12", None), ("không đi được ngày 20/12", None), ("19h30 ngày 6/12", date(2026, 12, 6)),
        ("3/2/1990", date(1990, 2, 3)), ("thứ hai 6/12", None), ("31/2", None), ("rằm tháng chạp", None), ("hôm nào cũng được", None),
        ("6/12 hoặc 7/12", None), ("20/12 bận", None), ("2", None),
    ],
)  # fmt: skip
def test_a_day(text: str, day: date | None) -> None:
    assert read(SurveyKind.DATE, (), text) == day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1a 2c 3b", [(1, "a"), (2, "c"), (3, "b")]), ("1a, 2c, 3b ạ", [(1, "a"), (2, "c"), (3, "b")]),
        ("1A;2C", [(1, "A"), (2, "C")]), ("1. a\n2. c", [(1, "a"), (2, "c")]), ("câu 1: a, câu 2: 3", [(1, "a"), (2, "3")]),
        ("1a 2b,c 3d", [(1, "a"), (2, "b,c"), (3, "d")]), ("1-a 2-b", [(1, "a"), (2, "b")]), ("2c", [(2, "c")]),
        ("1a 1b", None), ("2,3", None), ("1a và nhà văn hóa", None), ("1 anh 2 em", None), ("có", None), ("", None),
    ],
)  # fmt: skip
def test_several_questions_at_once(text: str, found: list[tuple[int, str]] | None) -> None:
    assert pairs(text) == found


@given(
    st.sampled_from([YES_NO, DAYS, LEVELS, AGREE, PLACES]),
    st.sampled_from(list(SurveyKind)),
    st.text("abcđ1234,. vàkhôngótbảy") | st.text(max_size=40),
)
def test_what_is_read_is_an_answer(options: tuple[str, ...], kind: SurveyKind, text: str) -> None:
    asked = question(kind, () if kind in (SurveyKind.TEXT, SurveyKind.DATE) else options)
    said = meant(asked, text, NOW)
    assert said is None or answers(asked, said)


@given(st.sampled_from([YES_NO, DAYS, LEVELS, AGREE, PLACES]), st.data())
def test_a_denied_option_is_never_taken_for_it(options: tuple[str, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(options) - 1))
    denied = data.draw(st.sampled_from(["không", "ko", "chưa", "chẳng", "không phải", "đừng"]))
    assert read(SurveyKind.SINGLE, options, f"{denied} {options[place].lower()}") != (place,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1: sáng thứ bảy, 2: nhà bí thư", [(1, "sáng thứ bảy"), (2, "nhà bí thư")]), ("câu 1: tối thứ sáu", [(1, "tối thứ sáu")]),
        ("1. Pác Bó", None), ("1: sáng, 1: tối", None), ("họp 2: nhà bí thư", None), ("1: a 19h30 2) b", [(1, "a 19h30"), (2, "b")]),
    ],
)  # fmt: skip
def test_several_questions_in_words(text: str, found: list[tuple[int, str]] | None) -> None:
    assert pairs_in_words(text) == found
