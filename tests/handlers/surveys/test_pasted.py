"""A pasted survey, as leaders write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.surveys import kinds
from handlers.surveys.pasted import Fault, Faulty, Pasted, read, written
from handlers.surveys.workbook import text_of
from models.survey import Asked, SurveyKind


@pytest.mark.parametrize(
    ("text", "title", "questions"),
    [
        ("1. Giờ họp có hợp?\na) Có\nb) Không", "", [("Giờ họp có hợp?", "Có", "Không")]),
        ("Khảo sát quý 4:\n1. Đề xuất gì?", "Khảo sát quý 4", [("Đề xuất gì?",)]),
        ("Câu 1: Hỏi một\nCâu 2 - Hỏi hai\n+ Thứ bảy\n+ Chủ nhật", "", [("Hỏi một",), ("Hỏi hai", "Thứ bảy", "Chủ nhật")]),
        ("1/ Một\n2) Hai\n3: Ba", "", [("Một",), ("Hai",), ("Ba",)]),
        ("1. Giờ nào? a. Sáng b. Chiều c. Tối", "", [("Giờ nào?", "Sáng", "Chiều", "Tối")]),
        ("1. Giờ nào?\nA. Sáng B. Chiều", "", [("Giờ nào?", "Sáng", "Chiều")]),
        ("1. Giờ nào?\nA. Sáng;\nĐ. Chiều;", "", [("Giờ nào?", "Sáng", "Chiều")]),
        ("1. Giờ họp có hợp? 2. Họp ở đâu? 3. Đề xuất gì?", "", [("Giờ họp có hợp?",), ("Họp ở đâu?",), ("Đề xuất gì?",)]),
        ("Quý 4: 1) Giờ nào? a) Sáng b) Chiều 2) Ở đâu", "Quý 4", [("Giờ nào?", "Sáng", "Chiều"), ("Ở đâu",)]),
        ("1. Một? 2. Hai?\n3. Ba? 4. Bốn?\n- có\n- không", "", [("Một?",), ("Hai?",), ("Ba?",), ("Bốn?", "có", "không")]),
        ("Câu 1: Một? Câu 2: Hai?", "", [("Một?",), ("Hai?",)]),
        ("1. Họp ngày 2. Có hợp không?", "", [("Họp ngày 2. Có hợp không?",)]),
        ("1. Chọn mức: 1) thấp 2) cao", "", [("Chọn mức: 1) thấp 2) cao",)]),
        ("1. Giờ nào? 3. Ở đâu?", "", [("Giờ nào? 3. Ở đâu?",)]),
        ("1. Họp 2.5 giờ có dài?", "", [("Họp 2.5 giờ có dài?",)]),
        ("1. Câu dài\nxuống dòng?\n- Lựa chọn dài\ncũng xuống dòng\n- Hai", "", [("Câu dài xuống dòng?", "Lựa chọn dài cũng xuống dòng", "Hai")]),
        ("1.\nCâu ở dòng dưới?\n- a\n- b", "", [("Câu ở dòng dưới?", "a", "b")]),
    ],
)  # fmt: skip
def test_read(text: str, title: str, questions: list[tuple[str, ...]]) -> None:
    assert read(text) == Pasted(title, tuple(Asked(q[0], q[1:]) for q in questions))


@pytest.mark.parametrize(
    ("text", "fault", "place"),
    [
        ("", Fault.NO_QUESTION, 0),
        ("họp lúc nào thì hợp?", Fault.NO_QUESTION, 0),
        ("\n".join(f"{n}. câu" for n in range(1, 41)), Fault.TOO_MANY, 40),
        ("1.\n2. Hai", Fault.NO_TEXT, 1),
        ("1. Một\n2. ???", Fault.NO_TEXT, 2),
        ("1. Một\n- Có", Fault.ONE_OPTION, 1),
        ("1. Một\n" + "\n".join(f"- {n}" for n in range(10)), Fault.MANY_OPTIONS, 1),
        ("1. Một (chọn nhiều)\n" + "\n".join(f"- {n}" for n in range(9)), Fault.MANY_OPTIONS, 1),
        ("1. Một\n- mắt\n- Mặt", Fault.ALIKE, 1),
    ],
)
def test_faults(text: str, fault: Fault, place: int) -> None:
    assert read(text) == Faulty(fault, place)


WORD = st.text("abcđêôư ABC", min_size=3, max_size=12).map(lambda w: " ".join(["hỏi", *w.split()]))


@given(
    st.lists(
        st.tuples(WORD, st.lists(WORD, max_size=4, unique_by=lambda w: w.lower())), min_size=1, max_size=5
    )
)
def test_what_is_written_plainly_is_read_back(made: list[tuple[str, list[str]]]) -> None:
    made = [(text, options if len(options) > 1 else []) for text, options in made]
    lines = []
    for place, (text, options) in enumerate(made, 1):
        lines.append(f"{place}. {text}")
        lines += [f"- {option}" for option in options]
    result = read("\n".join(lines))
    if isinstance(result, Faulty):
        assert result.fault is Fault.ALIKE
    else:
        assert [(q.text, list(q.options)) for q in result.questions] == made


@given(st.text(max_size=300))
def test_it_never_raises(text: str) -> None:
    read(text)
    read(f"1. {text}\n2. {text}")


def steps(high: int, low: str = "", top: str = "") -> tuple[str, ...]:
    words = {1: low, high: top}
    return tuple(kinds.step(n, words.get(n, "")) for n in range(1, high + 1))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("1. Tối nào? (chọn nhiều)\na) Thứ bảy\nb) Chủ nhật", ("Tối nào?", SurveyKind.SEVERAL, ("Thứ bảy", "Chủ nhật"))),
        ("1. Tối nào? (có thể chọn nhiều đáp án)\n- Thứ bảy\n- Chủ nhật", ("Tối nào?", SurveyKind.SEVERAL, ("Thứ bảy", "Chủ nhật"))),
        ("1. Tối nào? Chọn nhiều ý.\n- Thứ bảy\n- Chủ nhật", ("Tối nào?", SurveyKind.SEVERAL, ("Thứ bảy", "Chủ nhật"))),
        ("1. Toi nao (chon nhieu)\n- T7\n- CN", ("Toi nao", SurveyKind.SEVERAL, ("T7", "CN"))),
        ("1. Tối nào (chọn một)\n- T7\n- CN", ("Tối nào", SurveyKind.SINGLE, ("T7", "CN"))),
        ("1. Có nên chọn nhiều người?\n- Có\n- Không", ("Có nên chọn nhiều người?", SurveyKind.SINGLE, ("Có", "Không"))),
        ("1. Hài lòng không? (thang 1-5)", ("Hài lòng không?", SurveyKind.SCALE, steps(5))),
        ("1. Hài lòng không? (1-5)", ("Hài lòng không?", SurveyKind.SCALE, steps(5))),
        ("1. Hài lòng không? Thang điểm 10", ("Hài lòng không?", SurveyKind.SCALE, steps(10))),
        ("1. Hài lòng không (thang từ 1 đến 5, 1 là rất kém, 5 là rất tốt)", ("Hài lòng không", SurveyKind.SCALE, steps(5, "rất kém", "rất tốt"))),
        ("1. Hài lòng không (thang 1-4)\n- 1: kém\n- 4: tốt", ("Hài lòng không", SurveyKind.SCALE, steps(4, "kém", "tốt"))),
        ("1. Chấm điểm buổi họp từ 1 đến 5", ("Chấm điểm buổi họp từ 1 đến 5", SurveyKind.SCALE, steps(5))),
        ("1. Họp tháng 1-5 có đều không?", ("Họp tháng 1-5 có đều không?", SurveyKind.TEXT, ())),
        ("1. Hài lòng không? (thang 1-100)", ("Hài lòng không? (thang 1-100)", SurveyKind.TEXT, ())),
        ("1. Nhà thu nhập bao nhiêu (1-5 triệu)", ("Nhà thu nhập bao nhiêu (1-5 triệu)", SurveyKind.TEXT, ())),
        ("1. Nên đi về nguồn ngày nào?", ("Nên đi về nguồn ngày nào?", SurveyKind.DATE, ())),
        ("1. Kết nạp hôm nào?", ("Kết nạp hôm nào?", SurveyKind.DATE, ())),
        ("1. Vào Đảng khi nào? (ngày)", ("Vào Đảng khi nào?", SurveyKind.DATE, ())),
        ("1. Họp ngày nào trong tuần?", ("Họp ngày nào trong tuần?", SurveyKind.TEXT, ())),
        ("1. Ngày nào? (trả lời bằng lời)", ("Ngày nào?", SurveyKind.TEXT, ())),
        ("1. Ngày nào?\n- Thứ bảy\n- Chủ nhật", ("Ngày nào?", SurveyKind.SINGLE, ("Thứ bảy", "Chủ nhật"))),
        ("1. Đề xuất gì (nếu có)?", ("Đề xuất gì (nếu có)?", SurveyKind.TEXT, ())),
    ],
)  # fmt: skip
def test_the_kind_is_said_in_the_words_people_use(
    text: str, asked: tuple[str, SurveyKind, tuple[str, ...]]
) -> None:
    found = read(text)
    assert isinstance(found, Pasted)
    (question,) = found.questions
    assert (question.text, question.kind, question.options) == asked


ASKED = st.one_of(
    st.builds(Asked, WORD, st.just(()), st.sampled_from([SurveyKind.TEXT, SurveyKind.DATE])),
    st.builds(
        Asked,
        WORD,
        st.lists(WORD, min_size=2, max_size=5, unique_by=lambda w: w.lower()).map(tuple),
        st.sampled_from([SurveyKind.SINGLE, SurveyKind.SEVERAL]),
    ),
    st.builds(Asked, WORD, st.builds(steps, st.integers(2, 10), WORD, WORD), st.just(SurveyKind.SCALE)),
)


@given(st.lists(ASKED, min_size=1, max_size=5))
def test_what_is_written_down_elsewhere_is_read_back(made: list[Asked]) -> None:
    result = read(written("Quý 4", made))
    if isinstance(result, Faulty):
        assert result.fault is Fault.ALIKE
    else:
        assert result.title == "Quý 4"
        assert [(q.text, q.kind, q.options) for q in result.questions] == [
            (q.text, q.kind, q.options) for q in made
        ]


def test_a_table_of_questions() -> None:
    text = text_of(
        [
            ["Khảo sát quý 4", "", "", ""],
            ["", "", "", ""],
            ["STT", "Câu hỏi:", "Loại", "Lựa chọn", ""],
            ["1", "Tối nào?", "Chọn nhiều", "Thứ bảy", "Chủ nhật"],
            ["2", "Họp ở\nđâu?", "", "Nhà văn hóa; Trường học", ""],
            ["3", "Hài lòng không?", "thang điểm", "rất kém", "rất tốt"],
            ["4", "Chấm điểm", "Thang 1-7", "", ""],
            ["5", "Khi nào?", "Ngày tháng", "", ""],
            ["6", "Đề xuất?", "Tự luận", "", ""],
            ["", "", "", "", ""],
        ]
    )
    assert text is not None
    found = read(text)
    assert isinstance(found, Pasted)
    assert found.title == "Khảo sát quý 4"
    assert [(q.text, q.kind, q.options) for q in found.questions] == [
        ("Tối nào?", SurveyKind.SEVERAL, ("Thứ bảy", "Chủ nhật")),
        ("Họp ở đâu?", SurveyKind.SINGLE, ("Nhà văn hóa", "Trường học")),
        ("Hài lòng không?", SurveyKind.SCALE, steps(5, "rất kém", "rất tốt")),
        ("Chấm điểm", SurveyKind.SCALE, steps(7)),
        ("Khi nào?", SurveyKind.DATE, ()),
        ("Đề xuất?", SurveyKind.TEXT, ()),
    ]


def test_a_table_as_offices_have_them() -> None:
    """A letterhead, that no names are asked for in a row of its own, numbers and letters that people type, headings in other words."""
    text = text_of(
        [
            ["ĐẢNG BỘ PHƯỜNG BẾN HẢI", "", "", ""],
            ["", "PHIẾU KHẢO SÁT QUÝ 4", "", ""],
            ["(Đồng chí không cần ghi họ tên)", "", "", ""],
            ["STT", "Nội dung câu hỏi", "Hình thức trả lời", "Các phương án trả lời"],
            ["1", "1. Giờ họp có hợp không?", "Một lựa chọn", "a) Có\nb) Không"],
            ["Phần II", "", "", ""],
            ["2", "Câu 2: Tối nào?", "", "1. Thứ bảy; 2. Chủ nhật"],
            ["3", "Họp 2.5 giờ có dài?", "", "1.5 giờ; 2.5 giờ"],
        ]
    )
    assert text is not None
    options = [("Có", "Không"), ("Thứ bảy", "Chủ nhật"), ("1.5 giờ", "2.5 giờ")]
    asked = ["Giờ họp có hợp không?", "Tối nào?", "Họp 2.5 giờ có dài?"]
    assert read(text) == Pasted("PHIẾU KHẢO SÁT QUÝ 4", tuple(map(Asked, asked, options)), nameless=True)


def test_a_table_whose_options_stand_under_letters() -> None:
    text = text_of([["Câu hỏi", "A", "B", "C"], ["Giờ nào?", "19h", "20h", ""]])
    assert text is not None
    assert read(text) == Pasted("", (Asked("Giờ nào?", ("19h", "20h")),))


@pytest.mark.parametrize(
    ("title", "called", "nameless"),
    [
        ("Quý 4 (không ghi tên)", "Quý 4", True),
        ("Quý 4, không cần ghi tên", "Quý 4", True),
        ("Quý 4 - phiếu không ghi họ và tên", "Quý 4", True),
        ("Quy 4 (khong neu ten)", "Quy 4", True),
        ("Quý 4 - phiếu ẩn danh", "Quý 4", True),
        ("Quý 4 (ghi tên)", "Quý 4 (ghi tên)", False),
    ],
)
def test_that_no_names_are_asked_for_is_read_in_other_words(title: str, called: str, nameless: bool) -> None:
    assert read(f"{title}\n1. Một?") == Pasted(called, (Asked("Một?"),), nameless)


@pytest.mark.parametrize("rows", [[], [["Họ và tên", "Ngày sinh"], ["Lan", "1950"]], [["Câu hỏi"]]])
def test_a_table_of_something_else(rows: list[list[str]]) -> None:
    assert text_of(rows) is None


@given(
    st.lists(
        st.lists(
            st.sampled_from(["Câu hỏi", "Loại", "Lựa chọn", "", "thang 1-5", "a;b"]), min_size=3, max_size=3
        )
    )
)
def test_a_table_never_raises(rows: list[list[str]]) -> None:
    text = text_of(rows)
    assert text is None or read(text)
