"""Plain replies: the lists of people 3, 19 and annex B, and what must hold of anything that people type."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.reading import (
    Attendance,
    asks_for_help,
    asks_when,
    attendance,
    begins_as_vote,
    is_but_a_reason,
    number,
    polite,
    vote,
    yes_no,
)
from handlers.kit.reading.replies.bare import PHRASES
from models.folding import fold


def replies(block: str) -> list[str]:
    return [reply.strip() for line in block.strip().splitlines() for reply in line.split("|")]


READERS = (number, attendance, vote, yes_no, polite)
NEGATIONS = replies("không|ko|k|kh|hk|kg|hông|hổng|nỏ|chưa|chẳng|chả|khong|chua")
APPROVALS = replies("tán thành|nhất trí|thống nhất|đồng ý|đồng tình")
PIECES = replies(
    """
    có|co|dự|đi|di|đi được|di duoc|đi dc|có mặt|tham gia|họp|sẽ|chắc chắn|nhất định|vẫn|đến|tới|sang|về|kịp|đến muộn|về sớm
    vắng|vang|vắng mặt|xin|xin phép|nghỉ|nghi|bận|ban|ốm|om|mệt|đi viện|đi công tác|việc nhà|quê|trông cháu|con ốm|vợ|bà|nhà
    tôi|toi|em|cháu|mình|bác|chị|anh|Lan|Hùng|đồng chí|đ/c|bí thư|báo cáo|thưa|ơi|ạ|nhé|nha|à|không|ko|k|hông|chưa|chẳng
    dạ|da|vâng|ừ|ok|rõ|rồi|được|cảm ơn|đã nhận|đã nhận tin|👍|👎|❤️|nhưng|nên|vì|do|mà|thì|lý do|rất tiếc|xin lỗi|mong thông cảm
    tối nay|hôm đó|ngày mai|chủ nhật|lúc 19h30|6/12|1|2|11|số|một|hai|chọn|phản đối|ý kiến|phải|đúng|sai|đâu|gì|hết|đỡ|hơi|đang
    tán thành|nhất trí|thống nhất|đồng ý|đồng tình|dong y|muốn|khỏe|không khỏe|không đi được|,|.|!|-|(|)|...
    """
)
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=7).map(" ".join)
ANYTHING = st.one_of(SENTENCES, st.text(max_size=60), st.lists(st.text(max_size=5) | SENTENCES).map(" ".join))


# Numbers


@pytest.mark.parametrize(
    "text",
    replies(
        """
        1|1.|số 1|Số1|so mot|một|1 nhé|1 ạ|1️⃣|1⃣|(1)|chọn 1|tôi chọn số 1|①|１|dạ 1 ạ|1 đ/c|#1|1 👍|vâng, 1
        số một đồng chí ạ|thưa bí thư, 1
        """
    ),
)
def test_one(text: str) -> None:
    assert number(text) == 1


@pytest.mark.parametrize(
    "text",
    replies(
        """
        11|1 2|12|1 hoặc 2|1 giờ|1h|1/2|1.1|1-2|1?|01|không 1|không phải 1|1 người||số|một hai|không|sau|nam|tam|bay|🔟
        ý kiến 1|1 2 3|tổ 1|Lan 1
        """
    ),
)
def test_no_number(text: str) -> None:
    assert number(text) is None


@given(st.integers(0, 9), st.sampled_from(replies("{}|số {}|so {}|{}.|({})|chọn {}|{} nhé|dạ {} ạ")))
def test_any_single_digit(value: int, frame: str) -> None:
    assert number(frame.format(value)) == value


@given(st.integers(10, 10**6), st.sampled_from(replies("{}|số {}|{}.|chọn {}")))
def test_nothing_longer(value: int, frame: str) -> None:
    assert number(frame.format(value)) is None


# Attendance


@pytest.mark.parametrize(
    "text",
    replies(
        """
        có|co|dự|có dự|đi|đi được|có mặt|tôi đi|sẽ dự|nhất định đi|Tham dự|THAM DỰ|dự được|di duoc|toi di|tham du|co mat
        thì tôi dự|vâng, tôi dự|Dạ cháu có đi ạ|ok tôi dự|có ạ|có chứ|tôi đi dc|đi nhé bác|đi được đ/c ạ|tôi đi 👍|bác ơi cháu đi nhé
        Báo cáo đồng chí Lan, tôi sẽ có mặt đúng giờ|đã nhận, tôi sẽ tham dự đầy đủ|Tôi sẽ dự. Cảm ơn đồng chí|chắc chắn sẽ có mặt
        tôi sẽ dự họp tối chủ nhật tại nhà văn hóa|không bận nên đi được|khỏe rồi, đi được|Vâng ạ tôi dự|hôm đó tôi đi được
        """
    ),
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
        ("tôi đến muộn vì phải đón cháu", "đến muộn vì phải đón cháu"),
    ],
)
def test_coming_with_a_word_beside_it(text: str, rest: str) -> None:
    assert attendance(text) == Attendance(True, rest)


@pytest.mark.parametrize(
    "text",
    replies(
        """
        vắng|Xin vắng mặt|xin phép vắng ạ|xin vắng mặt tối nay|nghỉ|ko đi dc|k dự|đi không được|hk đi đc|hổng đi được
        không thể đến dự|không sắp xếp được|khong di duoc|xin phep vang|vang mat|xin vang|tôi đi vắng|vâng, tôi xin vắng
        rất tiếc không dự được, mong đồng chí thông cảm|rất muốn đi nhưng không đi được|xin phép các đồng chí cho tôi vắng
        """
    ),
)
def test_absent(text: str) -> None:
    assert attendance(text) == Attendance(False, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
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
        ("tôi đi vắng đến 15/3", "đến 15/3"),
        ("Em chào anh, em bị cảm ạ", "em bị cảm"),
    ],
)
def test_absent_with_a_reason(text: str, reason: str) -> None:
    assert attendance(text) == Attendance(False, reason)


@pytest.mark.parametrize(
    "text",
    replies(
        """
        không|vâng|ok|rõ|👍|để xem|nếu khỏe thì đi|rồi|dạ|được|đồng ý|nhất trí||ạ|1|thôi|...|chưa
        chắc là đi|chắc đi|chắc bận|có thể|có thể đi|có lẽ vắng|chưa biết|chiều mới biết|bận nhưng sẽ cố|đi hay không
        không vắng|tôi không vắng|không, vắng|không nghỉ|không bận|đỡ mệt rồi|do met roi|không phải không đi được|không có ý kiến
        vang|toi vang|vang toi di|vang a|em vang|nghi|toi nghi|cam on ban|hong di duoc|văng|om nhe
        đi không|đi được không ạ|dự?|vắng à|ai vắng|có không|bận gì đâu|mấy giờ đi|nếu ốm thì vắng|ốm thì nghỉ|bận không|xin vắng được không
        Lan vắng|đồng chí Hùng vắng|chị Hoa ốm|anh Hùng không đi được|xin vắng cho đồng chí Lan|vợ chồng tôi đi|bác đi nhé
        tôi đi, vợ tôi vắng|bận tí rồi đi|đi nhưng bận|tôi đi nhưng...|có nên đi|bận tối nay đi dc|đang bận|hơi mệt|vắng nửa buổi|vắng đến 20h|xin vắng nhưng sẽ đến cuối giờ
        đi chợ|không đi đâu|không đi viện|không đi muộn|không dự đám cưới|hôm trước tôi vắng|đã dự|đi rồi|dự thảo tốt
        Công tác xây dựng Đảng tốt|tôi nghỉ hưu rồi|sốt xuất huyết đang nhiều|có việc cần hỏi|có ý kiến|nên đi|chưa đi được
        Nhiều đồng chí không dự họp|đề nghị đồng chí vắng mặt phải có lý do|đừng ghi tôi vắng|tôi có vắng đâu
        """
    ),
)
def test_attendance_is_asked_again(text: str) -> None:
    assert attendance(text) is None


def test_a_tale_is_no_answer() -> None:
    tale = "Hôm qua tôi với bà Hồng có trao đổi về cái ngõ nhà ta, mưa xuống là ngập, xe máy không đi được"
    assert attendance(f"{tale}, trẻ con đi học phải xắn quần lội qua, đã báo tổ trưởng hai lần rồi") is None
    assert attendance(f"{tale}, trẻ con đi học phải lội qua, tối nay tôi xin vắng mặt") is not None


@given(
    st.lists(st.sampled_from(PIECES), max_size=7),
    st.sampled_from(replies("?|nếu|có thể|chắc là|để xem|chưa biết|hay là|có lẽ|không biết")),
    st.integers(0, 7),
)
def test_a_doubt_anywhere_is_asked(pieces: list[str], doubt: str, at: int) -> None:
    pieces.insert(at, doubt)
    assert attendance(" ".join(pieces)) is None


@given(SENTENCES, st.sampled_from(replies("không dự được|ko đi dc|xin vắng|k tham gia được|vắng mặt")))
def test_nobody_comes_who_says_no(text: str, no: str) -> None:
    for both in (f"{text} {no}", f"{no}, {text}"):
        said = attendance(both)
        assert said is None or not said.coming


@given(SENTENCES, st.sampled_from(replies("tôi dự|tôi sẽ đi|có mặt")))
def test_nobody_is_away_who_says_that_he_comes(text: str, yes: str) -> None:
    said = attendance(f"{text}, {yes}")
    assert said is None or said.coming


@given(SENTENCES)
def test_a_reason_is_in_the_writers_words(text: str) -> None:
    said = attendance(text)
    for part in said.reason.split(", ") if said else ():
        assert part in text.replace("\ufe0f", "")


# Votes


@pytest.mark.parametrize("phrase", APPROVALS)
@pytest.mark.parametrize(
    "frame",
    replies("{}|{}.|tôi {}|dạ {} ạ|Vâng, {}|báo cáo đồng chí tôi {}|thưa bí thư, em {} ạ|xin {} 👍|{} đ/c ạ"),
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
    assert vote(f"{negation}\n{phrase}") is None
    assert vote(f"{phrase} {negation}") is None


def test_the_capital_of_old_fonts() -> None:
    assert vote("\u00d0ồng ý") == "approve"


@pytest.mark.parametrize("text", replies("Phản đối|tôi phản đối ạ|phan doi"))
def test_opposed(text: str) -> None:
    assert vote(text) == "against"


@pytest.mark.parametrize(
    "text",
    replies(
        """
        không|không có ý kiến|không phản đối|chưa phản đối|ý kiến khác|hoàn toàn nhất trí, không ý kiến khác|tán thành nhưng
        nhất trí, đề nghị bổ sung|không hoàn toàn nhất trí|không không tán thành|không. Đồng ý|hong tan thanh|0 tán thành
        đồng ý?|đồng ý à|đồng ý không|tán thành chưa|đồng chí đồng ý|các đồng chí đồng ý|tán thành, không tán thành|đồng ý đi
        vâng|dạ|ok|👍|rõ|có|1||đông ý|tán thánh|tan thành phố|tán thành 👎|nếu đồng ý|Lan tán thành|vợ tôi đồng ý|vang dong y
        báo cáo đồng chí không tôi đồng ý|báo cáo đồng chí đừng ép tôi đồng ý|thưa đồng chí nói chung, tôi đồng ý
        """
    ),
)
def test_vote_is_asked_again(text: str) -> None:
    assert vote(text) is None


@given(
    ANYTHING,
    st.sampled_from([*NEGATIONS, *replies("nhưng|phản đối|ý kiến|đề nghị|bổ sung|?|nếu|chắc")]),
    ANYTHING,
)
def test_no_approval_with_a_but_or_a_no_in_it(before: str, word: str, after: str) -> None:
    assert vote(f"{before} {word} {after}") != "approve"
    assert vote(f"{before} {word} đồng ý") != "approve"
    assert vote(f"đồng ý {word} {after}") != "approve"


@given(ANYTHING)
def test_a_vote_has_its_phrase_in_it(text: str) -> None:
    said = vote(text)
    if said == "approve":
        assert any(fold(phrase) in fold(text) for phrase in APPROVALS)
    if said:
        assert number(text) is None
        assert not polite(text)
        assert attendance(text) is None


# Yes and no


@pytest.mark.parametrize(
    "text",
    replies(
        """
        có|co|phải|phai|đúng|ừ|vâng|dạ|đồng ý|dong y|Dạ vâng ạ|đúng rồi|phải rồi ạ|dạ thưa đồng chí phải|có ạ|có chứ
        vâng đúng|tôi đồng ý|CÓ|có em nhé|dạ, có
        """
    ),
)
def test_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    replies(
        """
        không|ko|k|hông|chưa|sai|khong|Không ạ|dạ không|không phải|không đúng|sai rồi|không, sai rồi|tôi không|k phải|chưa ạ
        không đồng ý|không phải đâu
        """
    ),
)
def test_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize(
    "text",
    replies(
        """
        vang|vắng|dung|có không|có, không|không sai|vâng không|phải không|đúng không?|đúng chưa|ok|👍|rồi|có thể|không phải không
        không biết|thôi||ạ|1|có dự|không dự|nhầm|có lẽ
        """
    ),
)
def test_yes_or_no_is_asked_again(text: str) -> None:
    assert yes_no(text) is None


# Receipts


@pytest.mark.parametrize(
    "text",
    replies(
        """
        vâng|dạ|rõ|ok|OK!|okkkk|đã nhận|cảm ơn|cám ơn đồng chí|👍|👍🏽|❤️|🙏🙏|/-strong|vâng ạ|dạ vâng|rõ rồi ạ|cam on|da nhan|rồi
        Đã nhận được thông báo, cảm ơn đồng chí Lan|cảm ơn Sổ tay nhé|vâng em cảm ơn bác Hùng ạ|đã rõ, thưa đồng chí bí thư|vâng 👍
        xin trân trọng cảm ơn các đồng chí
        """
    ),
)
def test_receipt(text: str) -> None:
    assert polite(text)
    assert vote(text) is None
    assert attendance(text) is None
    assert number(text) is None


@pytest.mark.parametrize(
    "text",
    replies(
        """
        vang|da vang|cảm ơn, tôi bận|có|không|đồng ý|nhất trí|tán thành|👎||ạ|đồng chí|rõ chưa|ok?|1|vâng tôi dự|vâng không
        cảm ơn nhưng tôi bận|chưa nhận được|cảm ơn bác bận|đi|vắng|cảm ơn, góp ý: sửa mục 2
        """
    ),
)
def test_more_than_a_receipt(text: str) -> None:
    assert not polite(text)


# Of everything


@given(ANYTHING)
def test_never_raises(text: str) -> None:
    for reader in READERS:
        reader(text)


def plain(result: object) -> object:
    return Attendance(result.coming, result.reason.lower()) if isinstance(result, Attendance) else result


@given(SENTENCES)
def test_fingers_change_nothing(text: str) -> None:
    for reader in READERS:
        expected = plain(reader(text))
        assert plain(reader(unicodedata.normalize("NFD", text))) == expected
        assert plain(reader(text.upper())) == expected
        assert plain(reader(f"{text} ạ")) == expected
        assert plain(reader(f"\n {text.replace(' ', '  ')}\u200b.")) == expected


def test_a_bare_spelling_stands_for_one_phrase() -> None:
    assert len({fold(" ".join(phrase)) for phrase in PHRASES}) == len(PHRASES) > 100


@pytest.mark.parametrize(
    "text", replies("mấy giờ họp|hop o dau the a|đồng chí cho tôi hỏi hôm nào họp chi bộ|bao gio hop")
)
def test_asks_when(text: str) -> None:
    assert asks_when(text)
    assert attendance(text) is None


@pytest.mark.parametrize(
    "text", replies("giúp tôi với|ho tro toi voi|bi thu goi cho toi nhe|toi muon goi dien cho bi thu")
)
def test_asks_for_help(text: str) -> None:
    assert asks_for_help(text)


@pytest.mark.parametrize(
    "text",
    replies("họp chi bộ tốt|mục 2 ở đâu ra|giúp dân phòng mua đèn|bí thư gọi dân ra dọn ngõ|tôi dự họp"),
)
def test_asks_for_nothing(text: str) -> None:
    assert not asks_when(text)
    assert not asks_for_help(text)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("khong tan thanh, 19h toi muon qua", True),
        ("y khac: 18h30", True),
        ("Tôi nhất trí nhưng nên làm sớm", True),
        ("ý kiến khác: họp sáng", True),
        ("mục 2 không tán thành", False),
        ("ý khá hay", False),
        ("đồngý", False),
    ],
)
def test_words_that_begin_like_a_vote(text: str, begins: bool) -> None:
    assert begins_as_vote(text) is begins


@pytest.mark.parametrize(
    ("text", "only"),
    [("ly do di vien", True), ("ốm", True), ("xin vắng, đi viện", False), ("tôi dự", False), ("mai", False)],
)
def test_a_reason_alone_says_of_no_meeting(text: str, only: bool) -> None:
    assert is_but_a_reason(text) is only
