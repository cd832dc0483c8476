"""Plain replies: the lists of people 3, 19 and annex B, and what must hold of anything that people type."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.reading import Attendance, attendance, number, polite, vote, yes_no
from handlers.kit.reading.replies.bare import PHRASES
from models.folding import fold

READERS = (number, attendance, vote, yes_no, polite)
NEGATIONS = "không ko k kh hk kg hông hổng chưa chẳng chả khong chua".split()
APPROVALS = ("tán thành", "nhất trí", "thống nhất", "đồng ý", "đồng tình")
WORDS = (
    "có co dự du đi di được dc đc mặt tham gia họp sẽ chắc chắn nhất định vẫn đến tới sang về ra kịp muộn sớm vắng vang xin phép nghỉ nghi bận "
    "ban ốm om mệt viện khám công tác việc nhà quê trông con vợ bà chồng tôi toi em cháu mình bác chị anh Lan Hùng đồng chí đ/c bí thư báo cáo "
    "thưa dạ da vâng ừ ok rõ rồi cảm ơn đã nhận tin 👍 👎 ❤️ nhé nha ạ ơi à không ko k hông chưa chẳng nhưng nên vì do mà nếu thì có thể hay tối "
    "nay mai chủ nhật 19h30 6/12 1 2 11 số một hai chọn tán thành nhất trí thống đồng ý tình phản đối ý kiến phải đúng sai đâu gì hết đỡ hơi "
    "đang muốn khỏe lý do rất tiếc , . ! ? - ( ) ..."
).split()
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
ANYTHING = st.one_of(SENTENCES, st.text(max_size=60), st.lists(st.text(max_size=5) | SENTENCES).map(" ".join))


# Numbers


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "1.",
        "số 1",
        "Số1",
        "so mot",
        "một",
        "1 nhé",
        "1 ạ",
        "1️⃣",
        "1⃣",
        "(1)",
        "chọn 1",
        "tôi chọn số 1",
        "①",
        "１",
        "dạ 1 ạ",
        "1 đ/c",
    ]
    + ["vâng, 1", "số một đồng chí ạ", "thưa bí thư, 1", "#1", "1 👍"],
)
def test_one(text: str) -> None:
    assert number(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "11",
        "1 2",
        "12",
        "1 hoặc 2",
        "1 giờ",
        "1h",
        "1/2",
        "1.1",
        "1-2",
        "1?",
        "01",
        "không 1",
        "không phải 1",
        "1 người",
        "",
        "số",
        "một hai",
    ]
    + ["không", "sau", "nam", "tam", "bay", "🔟", "ý kiến 1", "1 2 3", "tổ 1", "Lan 1"],
)
def test_no_number(text: str) -> None:
    assert number(text) is None


@given(
    st.integers(0, 9),
    st.sampled_from(["{}", "số {}", "so {}", "{}.", "({})", "chọn {}", "{} nhé", "dạ {} ạ"]),
)
def test_any_single_digit(value: int, frame: str) -> None:
    assert number(frame.format(value)) == value


@given(st.integers(10, 10**6), st.sampled_from(["{}", "số {}", "{}.", "chọn {}"]))
def test_nothing_longer(value: int, frame: str) -> None:
    assert number(frame.format(value)) is None


# Attendance


@pytest.mark.parametrize(
    "text",
    [
        "có",
        "co",
        "dự",
        "có dự",
        "đi",
        "đi được",
        "có mặt",
        "tôi đi",
        "sẽ dự",
        "nhất định đi",
        "Tham dự",
        "THAM DỰ",
        "dự được",
        "di duoc",
        "toi di",
    ]
    + [
        "thì tôi dự",
        "vâng, tôi dự",
        "Dạ cháu có đi ạ",
        "ok tôi dự",
        "có ạ",
        "có chứ",
        "tôi đi dc",
        "đi nhé bác",
        "đi được đ/c ạ",
        "tôi đi 👍",
    ]
    + [
        "Báo cáo đồng chí Lan, tôi sẽ có mặt đúng giờ",
        "đã nhận, tôi sẽ tham dự đầy đủ",
        "Tôi sẽ dự. Cảm ơn đồng chí",
        "không bận nên đi được",
    ]
    + [
        "tôi sẽ dự họp tối chủ nhật tại nhà văn hóa",
        "chắc chắn sẽ có mặt",
        "bác ơi cháu đi nhé",
        "tham du",
        "co mat",
        "khỏe rồi, đi được",
    ],
)
def test_coming(text: str) -> None:
    assert attendance(text) == Attendance(True, "")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("tôi đi nhưng đến muộn 15 phút", "đến muộn 15 phút"),
        ("có dự, xin về sớm", "xin về sớm"),
        ("Hơi mệt nhưng vẫn đi được", "Hơi mệt"),
        ("tôi sẽ đến lúc 20h", "lúc 20h"),
        ("bận nên đến muộn ạ", "bận nên đến muộn"),
    ],
)
def test_coming_with_a_word_beside_it(text: str, rest: str) -> None:
    assert attendance(text) == Attendance(True, rest)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("vắng", ""),
        ("Xin vắng mặt", ""),
        ("xin phép vắng ạ", ""),
        ("xin vắng mặt tối nay", ""),
        ("nghỉ", ""),
        ("ko đi dc", ""),
        ("k dự", ""),
        ("đi không được", ""),
        ("hk đi đc", ""),
        ("hổng đi được", ""),
        ("không thể đến dự", ""),
        ("không sắp xếp được", ""),
        ("khong di duoc", ""),
        ("xin phep vang", ""),
        ("vang mat", ""),
        ("rất tiếc không dự được, mong đồng chí thông cảm", ""),
        ("rất muốn đi nhưng không đi được", ""),
        ("bận", "bận"),
        ("ban", "ban"),
        ("ốm", "ốm"),
        ("om", "om"),
        ("Mệt ạ", "Mệt"),
        ("đi viện", "đi viện"),
        ("tôi ốm", "ốm"),
        ("tôi không khỏe", "không khỏe"),
        ("việc nhà bận", "việc nhà bận"),
        ("bận Việc nhà", "bận Việc nhà"),
        ("báo cáo đồng chí tôi ốm", "ốm"),
        ("hơi mệt xin vắng", "hơi mệt"),
        ("vắng, đi viện", "đi viện"),
        ("vang, di vien", "di vien"),
        ("Vắng (Đi viện Bạch Mai)", "Đi viện Bạch Mai"),
        ("vắng có lý do: ốm", "ốm"),
        ("nghỉ ốm", "ốm"),
        ("Tôi ốm nên xin vắng đ/c ạ", "ốm"),
        ("con ốm xin vắng", "con ốm"),
        ("trông cháu xin vắng", "trông cháu"),
        ("xin vắng, trông cháu ạ", "trông cháu"),
        ("không đi được vì đau chân", "đau chân"),
        ("tôi vắng do đi công tác Hà Nội", "đi công tác Hà Nội"),
        ("Xin phép các đồng chí cho tôi vắng mặt, tôi phải đưa cháu đi viện", "phải đưa cháu đi viện"),
        ("xin vắng, đi viện vì đau chân", "đi viện vì đau chân"),
        ("muốn đi nhưng ốm", "ốm"),
        ("không, tôi bận", "bận"),
    ],
)
def test_absent(text: str, reason: str) -> None:
    assert attendance(text) == Attendance(False, reason)


@pytest.mark.parametrize(
    "text",
    [
        "không",
        "vâng",
        "ok",
        "rõ",
        "👍",
        "để xem",
        "nếu khỏe thì đi",
        "rồi",
        "dạ",
        "được",
        "đồng ý",
        "nhất trí",
        "",
        "ạ",
        "1",
        "thôi",
        "...",
    ]
    + [
        "chắc là đi",
        "chắc đi",
        "chắc bận",
        "có thể",
        "có thể đi",
        "có lẽ vắng",
        "chưa biết",
        "chiều mới biết",
        "bận nhưng sẽ cố",
        "đi hay không",
    ]
    + [
        "không vắng",
        "tôi không vắng",
        "không, vắng",
        "không nghỉ",
        "không bận",
        "đỡ mệt rồi",
        "do met roi",
        "không phải không đi được",
    ]
    + [
        "vang",
        "toi vang",
        "vang toi di",
        "vang a",
        "em vang",
        "nghi",
        "toi nghi",
        "cam on ban",
        "hong di duoc",
        "văng",
        "om nhe",
    ]
    + [
        "đi không",
        "đi được không ạ",
        "dự?",
        "vắng à",
        "ai vắng",
        "có không",
        "bận gì đâu",
        "mấy giờ đi",
        "nếu ốm thì vắng",
        "ốm thì nghỉ",
    ]
    + [
        "Lan vắng",
        "đồng chí Hùng vắng",
        "chị Hoa ốm",
        "anh Hùng không đi được",
        "xin vắng cho đồng chí Lan",
        "vợ chồng tôi đi",
        "bác đi nhé",
    ]
    + [
        "tôi đi, vợ tôi vắng",
        "bận tí rồi đi",
        "đi nhưng bận",
        "đang bận",
        "hơi mệt",
        "vắng nửa buổi",
        "xin vắng nhưng sẽ đến cuối giờ",
    ]
    + [
        "đi chợ",
        "không đi đâu",
        "không đi viện",
        "không đi muộn",
        "không dự đám cưới",
        "hôm trước tôi vắng",
        "đã dự",
        "đi rồi",
        "dự thảo tốt",
    ]
    + [
        "Công tác xây dựng Đảng tốt",
        "tôi nghỉ hưu rồi",
        "sốt xuất huyết đang nhiều",
        "có việc cần hỏi",
        "có ý kiến",
        "nên đi",
        "chưa đi được",
    ]
    + [
        "Nhiều đồng chí không dự họp",
        "đề nghị đồng chí vắng mặt phải có lý do",
        "đừng ghi tôi vắng",
        "tôi có vắng đâu",
    ],
)
def test_attendance_is_asked_again(text: str) -> None:
    assert attendance(text) is None


@given(
    SENTENCES,
    st.sampled_from(["?", "nếu", "có thể", "chắc là", "để xem", "chưa biết", "hay là", "có lẽ"]),
    st.data(),
)
def test_a_doubt_anywhere_is_asked(text: str, doubt: str, data: st.DataObject) -> None:
    words = text.split()
    words.insert(data.draw(st.integers(0, len(words))), doubt)
    assert attendance(" ".join(words)) is None


@given(SENTENCES)
def test_nobody_comes_who_says_no(text: str) -> None:
    said = attendance(f"{text} không dự được")
    assert said is None or not said.coming


@given(SENTENCES)
def test_a_reason_is_in_the_writers_words(text: str) -> None:
    said = attendance(text)
    for part in said.reason.split(", ") if said else ():
        assert part in unicodedata.normalize("NFC", text).replace("\ufe0f", "")


# Votes


@pytest.mark.parametrize("phrase", APPROVALS)
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "{}.",
        "tôi {}",
        "dạ {} ạ",
        "Vâng, {}",
        "báo cáo đồng chí tôi {}",
        "thưa bí thư, em {} ạ",
        "xin {} 👍",
    ],
)
def test_approve(phrase: str, frame: str) -> None:
    assert vote(frame.format(phrase)) == "approve"
    assert vote(frame.format(fold(phrase))) == "approve"


@pytest.mark.parametrize("phrase", APPROVALS)
@pytest.mark.parametrize("negation", NEGATIONS)
def test_against(phrase: str, negation: str) -> None:
    assert vote(f"{negation} {phrase}") == "against"
    assert vote(f"tôi {negation} {phrase} ạ") == "against"
    assert vote(f"{negation}, {phrase}") is None
    assert vote(f"{phrase} {negation}") is None


def test_opposed() -> None:
    assert vote("Phản đối") == "against"
    assert vote("tôi phản đối ạ") == "against"


@pytest.mark.parametrize(
    "text",
    [
        "không",
        "không có ý kiến",
        "không phản đối",
        "chưa phản đối",
        "ý kiến khác",
        "hoàn toàn nhất trí, không ý kiến khác",
        "tán thành nhưng",
    ]
    + [
        "nhất trí, đề nghị bổ sung",
        "không hoàn toàn nhất trí",
        "không không tán thành",
        "không\ntán thành",
        "không. Đồng ý",
        "hong tan thanh",
    ]
    + [
        "đồng ý?",
        "đồng ý à",
        "đồng ý không",
        "tán thành chưa",
        "đồng chí đồng ý",
        "các đồng chí đồng ý",
        "tán thành, không tán thành",
        "đồng ý đi",
    ]
    + [
        "vâng",
        "dạ",
        "ok",
        "👍",
        "rõ",
        "có",
        "1",
        "",
        "đông ý",
        "tán thánh",
        "tan thành phố",
        "báo cáo đồng chí không tôi đồng ý",
        "0 tán thành",
    ]
    + [
        "báo cáo đồng chí đừng ép tôi đồng ý",
        "thưa đồng chí nói chung, tôi đồng ý",
        "Lan tán thành",
        "vợ tôi đồng ý",
        "tán thành 👎",
        "nếu đồng ý",
    ],
)
def test_vote_is_asked_again(text: str) -> None:
    assert vote(text) is None


@given(
    ANYTHING,
    st.sampled_from([*NEGATIONS, "nhưng", "phản đối", "ý kiến", "đề nghị", "bổ sung", "?"]),
    ANYTHING,
)
def test_no_approval_with_a_but_or_a_no_in_it(before: str, word: str, after: str) -> None:
    assert vote(f"{before} {word} {after}") != "approve"


@given(ANYTHING)
def test_a_vote_has_its_phrase_in_it(text: str) -> None:
    said = vote(text)
    if said == "approve":
        assert any(fold(phrase) in fold(text) for phrase in APPROVALS)
        assert not set(fold(text).split()) & set(map(fold, NEGATIONS))
    if said:
        assert number(text) is None and not polite(text) and attendance(text) is None


# Yes and no


@pytest.mark.parametrize(
    "text",
    [
        "có",
        "co",
        "phải",
        "phai",
        "đúng",
        "ừ",
        "vâng",
        "dạ",
        "đồng ý",
        "dong y",
        "Dạ vâng ạ",
        "đúng rồi",
        "phải rồi ạ",
        "dạ thưa đồng chí phải",
    ]
    + ["có ạ", "có chứ", "vâng đúng", "tôi đồng ý", "CÓ", "có em nhé", "dạ, có"],
)
def test_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "không",
        "ko",
        "k",
        "hông",
        "chưa",
        "sai",
        "khong",
        "Không ạ",
        "dạ không",
        "không phải",
        "không đúng",
        "sai rồi",
        "không, sai rồi",
    ]
    + ["tôi không", "k phải", "chưa ạ", "không đồng ý", "không phải đâu"],
)
def test_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "vang",
        "vắng",
        "dung",
        "có không",
        "có, không",
        "không sai",
        "vâng không",
        "phải không",
        "đúng không?",
        "đúng chưa",
        "ok",
        "👍",
        "rồi",
    ]
    + [
        "có thể",
        "không phải không",
        "không biết",
        "thôi",
        "",
        "ạ",
        "1",
        "có dự",
        "không dự",
        "nhầm",
        "có lẽ",
    ],
)
def test_yes_or_no_is_asked_again(text: str) -> None:
    assert yes_no(text) is None


# Receipts


@pytest.mark.parametrize(
    "text",
    [
        "vâng",
        "dạ",
        "rõ",
        "ok",
        "OK!",
        "okkkk",
        "đã nhận",
        "cảm ơn",
        "cám ơn đồng chí",
        "👍",
        "👍🏽",
        "❤️",
        "🙏🙏",
        "/-strong",
        "vâng ạ",
        "dạ vâng",
    ]
    + [
        "rõ rồi ạ",
        "Đã nhận được thông báo, cảm ơn đồng chí Lan",
        "cam on",
        "da nhan",
        "cảm ơn Sổ tay nhé",
        "vâng em cảm ơn bác Hùng ạ",
        "rồi",
    ]
    + ["đã rõ, thưa đồng chí bí thư", "vâng 👍", "xin trân trọng cảm ơn các đồng chí"],
)
def test_receipt(text: str) -> None:
    assert polite(text)
    assert vote(text) is None and attendance(text) is None and number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "vang",
        "da vang",
        "cảm ơn, tôi bận",
        "có",
        "không",
        "đồng ý",
        "nhất trí",
        "tán thành",
        "👎",
        "",
        "ạ",
        "đồng chí",
        "rõ chưa",
        "ok?",
        "1",
    ]
    + [
        "vâng tôi dự",
        "vâng không",
        "cảm ơn nhưng tôi bận",
        "chưa nhận được",
        "cảm ơn bác bận",
        "đi",
        "vắng",
        "cảm ơn, góp ý: sửa mục 2",
    ],
)
def test_more_than_a_receipt(text: str) -> None:
    assert not polite(text)


# Of everything


@given(ANYTHING)
def test_never_raises(text: str) -> None:
    for reader in READERS:
        reader(text)


def _plain(result: object) -> object:
    return Attendance(result.coming, result.reason.lower()) if isinstance(result, Attendance) else result


@given(SENTENCES)
def test_fingers_change_nothing(text: str) -> None:
    for reader in READERS:
        expected = _plain(reader(text))
        assert _plain(reader(unicodedata.normalize("NFD", text))) == expected
        assert _plain(reader(text.upper())) == expected
        assert _plain(reader(f"{text} ạ")) == expected
        assert _plain(reader(f"\n {text.replace(' ', '  ')}\u200b.")) == expected


def test_a_bare_spelling_stands_for_one_phrase() -> None:
    assert len({fold(" ".join(phrase)) for phrase in PHRASES}) == len(PHRASES) > 100
