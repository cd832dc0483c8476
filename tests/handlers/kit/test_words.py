"""Which command is meant: contract, "What people type"; people 1, 32, annexes A and E."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.kit.words import Command, Suggestion, Word, slashed, understand, unslashed
from models.folding import fold

WORDS = [
    Word("start"),
    Word("trogiup", ("trợ giúp", "giúp", "hướng dẫn", "help", "?"), always=True),
    Word("lichhop", ("lịch họp", "cuộc họp"), aliases=("hop",)),
    Word("moihop", ("mời họp",), careful=True),
    Word("doihop", ("đổi họp", "dời họp"), careful=True),
    Word("hoanhop", ("hoãn họp",), aliases=("huyhop",), careful=True),
    Word("tailieu", ("tài liệu",), always=True, carries=True),
    Word("gopy", ("góp ý", "góp ý kiến"), always=True, carries=True),
    Word("bieuquyet", ("biểu quyết",)),
    Word("layykien", ("lấy ý kiến", "xin ý kiến")),
    Word("khaosat", ("khảo sát",)),
    Word("ketqua", ("kết quả",)),
    Word("nhantin", ("nhắn tin",), aliases=("thongbao",), careful=True),
    Word("danhsach", ("danh sách",)),
    Word("ghiho", ("ghi hộ",), careful=True),
    Word("capma", ("cấp mã",), careful=True),
    Word("sua", ("sửa",), always=True),
    Word("huy", ("thôi", "hủy"), always=True),
    Word("goi", ("gọi", "gọi lại"), always=True),
    Word("dulieu", ("dữ liệu", "dữ liệu của tôi", "rút đồng ý"), always=True),
    Word("ngungnhan", ("ngừng nhận", "thôi nhận tin"), careful=True, always=True),
    Word("kenh"),
    Word("dong", ("đóng biểu quyết",), careful=True),
    Word("nhiemvu", ("nhiệm vụ của tôi", "việc được giao"), aliases=("viec",)),
    Word("baithi", ("làm bài thi", "khảo thí"), aliases=("thi",)),
    Word("cauhoi", aliases=("hoi",)),
    Word("tintuc", ("tin tức", "thời sự"), aliases=("tin",)),
    Word("thongke", ("thống kê", "số liệu"), aliases=("baocao",)),
    Word("thongtin", ("thông tin của tôi",), aliases=("hoso",)),
    Word("chuyensinhhoat", ("chuyển sinh hoạt",), aliases=("chuyen",), careful=True),
]
"""The words of the contract with the old ones as aliases: the vocabulary in which most can be confused."""


def meant(text, *, asked=False):
    return understand(text, WORDS, asked=asked)


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/lichhop", "lichhop", ""),
        ("/hop", "lichhop", ""),
        ("/lịch họp", "lichhop", ""),
        ("/Lịch_họp", "lichhop", ""),
        ("/họp chi bộ", "lichhop", "chi bộ"),
        ("/cuộc họp", "lichhop", ""),
        ("/moi hop", "moihop", ""),
        ("/mời họp 19h30", "moihop", "19h30"),
        ("/moihop19h30", "moihop", "19h30"),
        ("/moihop: 19h30 ngày 6/12", "moihop", "19h30 ngày 6/12"),
        ("/moihop:19h30", "moihop", "19h30"),
        ("/moihop@SoTayBot 19h", "moihop", "19h"),
        ("／moihop chi ủy 19h", "moihop", "chi ủy 19h"),
        ("//mời họp", "moihop", ""),
        (" / MỜI HỌP  tối mai ", "moihop", "tối mai"),
        ("/tro giup", "trogiup", ""),
        ("/trogiup!", "trogiup", ""),
        ("/help", "trogiup", ""),
        ("/tài liệu abc", "tailieu", "abc"),
        ("/tài liệu này hay quá", "tailieu", "này hay quá"),
        ("/góp ý kiến nên sửa đường", "gopy", "nên sửa đường"),
        ("/huy", "huy", ""),
        ("/thôi", "huy", ""),
        ("/huyhop", "hoanhop", ""),
        ("/hủy họp tối nay", "hoanhop", "tối nay"),
        ("/thi", "baithi", ""),
        ("/start 123 456 789 012", "start", "123 456 789 012"),
        ("/ghiho Lan vắng, đi viện", "ghiho", "Lan vắng, đi viện"),
        ("/nhantin\n- Một\n\n- Hai", "nhantin", "- Một\n\n- Hai"),
        ("/nhantin - Mai  họp", "nhantin", "Mai họp"),
    ],
)
def test_a_slash_makes_a_command_whatever_is_asked(text, name, rest, asked):
    assert meant(text, asked=asked) == Command(name, rest)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/trogiupp", "trogiup", ""),
        ("/tro giu", "trogiup", ""),
        ("/tailiue abc", "tailieu", "abc"),
        ("/bieu quyt", "bieuquyet", ""),
        ("/danhsac", "danhsach", ""),
        ("/khoasat", "khaosat", ""),
        ("/bieuquit", "bieuquyet", ""),
    ],
)
def test_a_slip_in_a_long_harmless_word_is_corrected(text, name, rest):
    assert meant(text) == Command(name, rest)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/moihopp 19h30", "moihop", "19h30"),
        ("/moihpo 19h30", "moihop", "19h30"),
        ("/hoan hopp", "hoanhop", ""),
        ("/ngungnhanh", "ngungnhan", ""),
        ("/thongbaoo mai họp", "nhantin", "mai họp"),
        ("/chuyensinhoat", "chuyensinhhoat", ""),
        ("/huyy", "huy", ""),
        ("/hopp", "lichhop", ""),
        ("/gop đường xấu", "gopy", "đường xấu"),
        ("/suaa", "sua", ""),
    ],
)
def test_a_slip_in_a_short_or_careful_word_is_asked_about(text, name, rest):
    assert meant(text) == Suggestion(name, rest)


def test_a_slip_as_near_to_two_words_is_asked_about():
    two = [Word("khaosat"), Word("khaosot")]
    assert understand("/khaosit", two, asked=False) == Suggestion("khaosat", "")
    assert understand("/khaosit", two[:1], asked=False) == Command("khaosat", "")


@pytest.mark.parametrize("text", ["/rồi", "/roi", "/đồng ý", "/dongy", "/Đồng ý!", "/rồi nhé"])
def test_words_of_assent_are_no_commands_even_with_a_slash(text):
    assert meant(text) is None


@pytest.mark.parametrize(
    "text",
    ["/xyz", "/khoast", "/moi 19h", "/thoitiet hôm nay", "/", "//", "/-strong", "/-heart", "/6/12", ""],
)
def test_what_no_word_is_near_to_is_nothing(text):
    assert meant(text) is None
    assert slashed(text) == (text[1:2].isalpha())


NATURAL = [
    "Rồi",
    "Đồng ý",
    "thì tôi dự",
    "hơi mệt xin vắng",
    "việc nhà bận",
    "báo cáo đồng chí tôi ốm",
    "tin đồng chí cho biết tôi vắng",
    "họp thì tôi dự",
    "hợp lý",
    "hủy thì báo tôi nhé",
    "chuyện này tôi đồng ý",
    "hội trường ở đâu đồng chí",
    "hồ sơ tôi nộp rồi",
    "gọi cho tôi lúc nào cũng được",
    "thôi tôi không dự được",
    "sửa đường xong chưa",
    "kết quả xét nghiệm chưa có nên tôi vắng",
    "lịch họp này tôi bận",
    "đổi họp sang thứ bảy được không",
    "tài liệu này hay quá",
    "góp ý này tôi tán thành",
]
"""As in people 1: each begins with a word, or folds onto one."""

TRAPS = [
    "rồi",
    "đồng ý",
    "thì",
    "hơi",
    "hỏi",
    "tin",
    "hợp",
    "họp",
    "việc",
    "chuyện",
    "hồ sơ",
    "báo cáo",
    "đồng",
    "đông",
]


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("change", [str, str.upper, fold])
@pytest.mark.parametrize("text", NATURAL + TRAPS)
def test_natural_replies_are_no_commands(text, change, asked):
    assert meant(change(text), asked=asked) is None


@pytest.mark.parametrize("text", ["huy", "Huy", "HUY", "dong", "nhom", "doi", "hoi"])
def test_an_unaccented_syllable_with_several_meanings_is_no_command(text):
    assert meant(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("lịch họp", "lichhop"),
        ("Lich hop", "lichhop"),
        ("LỊCH HỌP?", "lichhop"),
        ("lichhop", "lichhop"),
        ("cuộc họp.", "lichhop"),
        ("mời họp", "moihop"),
        ("moihop", "moihop"),
        ("hoãn họp", "hoanhop"),
        ("dữ liệu của tôi", "dulieu"),
        ("kenh", "kenh"),
        ("kết quả", "ketqua"),
    ],
)
def test_a_bare_word_is_a_command_when_it_is_all_and_nothing_is_asked(text, name):
    assert meant(text) == Command(name, "")


@pytest.mark.parametrize(
    "text", ["lịch họp", "lichhop", "kết quả", "mời họp", "kenh", "ket qua", "thoi nhan tin"]
)
def test_while_something_is_asked_the_reply_belongs_to_it(text):
    assert meant(text, asked=True) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SỬA", "sua"),
        ("sua", "sua"),
        ("«SỬA».", "sua"),
        ("THÔI", "huy"),
        ("thoi", "huy"),
        ("hủy", "huy"),
        ("huỷ", "huy"),
        ("Gọi!", "goi"),
        ("goi", "goi"),
        ("0", "goi"),
        ("0.", "goi"),
        ("0️⃣", "goi"),
        ("GÓP Ý", "gopy"),
        ("Tai lieu", "tailieu"),
        ("NGỪNG NHẬN", "ngungnhan"),
        ("ngưng nhận", "ngungnhan"),
        ("tro giup", "trogiup"),
        ("?", "trogiup"),
        ("dữ liệu", "dulieu"),
    ],
)
@pytest.mark.parametrize("asked", [False, True])
def test_words_that_the_bot_tells_people_to_type_always_pass(text, name, asked):
    assert meant(text, asked=asked) == Command(name, "")


@pytest.mark.parametrize(
    "text", ["thối", "thời", "thơi", "gơi", "sữa", "gói", "thôi ạ", "sửa nhé", "00", "1"]
)
def test_what_only_looks_like_them_does_not(text):
    assert meant(text, asked=True) is None


def test_zero_is_a_call_only_where_one_can_be_called():
    assert understand("0", [Word("sua", ("sửa",), always=True)], asked=False) is None


def test_a_question_about_an_act_is_not_the_act():
    assert meant("Hoãn họp?") is None


@pytest.mark.parametrize("text", ["moi hop", "mơi hop", "doi hop", "nhan tin", "chuyen sinh hoat"])
def test_an_unaccented_phrase_with_two_meanings_is_asked_about(text):
    found = meant(text)
    assert isinstance(found, Suggestion)
    assert found.name == fold(text).replace(" ", "")


def test_another_accent_is_another_word():
    assert meant("mới họp") is None
    assert meant("kẹt quá") is None


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("GÓP Ý đề nghị sửa đường", "gopy", "đề nghị sửa đường"),
        ("gop y de nghi sua duong", "gopy", "de nghi sua duong"),
        ("Góp ý: này là ý của tôi", "gopy", "này là ý của tôi"),
        ("góp ý kiến: nên làm cống", "gopy", "nên làm cống"),
        ("góp ý\n- Sửa đường\n- Làm cống", "gopy", "- Sửa đường\n- Làm cống"),
        ("góp ý\nnày là ý của tổ 3", "gopy", "này là ý của tổ 3"),
        ("góp ý tôi thấy nên làm cống", "gopy", "tôi thấy nên làm cống"),
        ("góp ý không nên thu thêm", "gopy", "không nên thu thêm"),
        ("tài liệu nghị quyết", "tailieu", "nghị quyết"),
        ("TÀI LIỆU thi đua", "tailieu", "thi đua"),
        ("tai lieu thi dua", "tailieu", "thi dua"),
        ("tài liệu đọc tại cuộc họp", "tailieu", "đọc tại cuộc họp"),
        ("tài liệu của chi bộ", "tailieu", "của chi bộ"),
    ],
)
def test_a_carrying_word_may_have_its_text_behind_it(text, name, rest, asked):
    assert meant(text, asked=asked) == Command(name, rest)


@pytest.mark.parametrize("change", [str, str.upper, fold])
@pytest.mark.parametrize(
    "text",
    [
        "tài liệu này hay quá",
        "tài liệu hay quá",
        "tài liệu đã nhận",
        "tài liệu nhận được rồi",
        "tài liệu tôi đọc rồi",
        "tài liệu chưa có",
        "tài liệu không mở được",
        "tài liệu rất dài",
        "tài liệu ở đâu",
        "góp ý rồi",
        "góp ý sau",
        "góp ý không có",
        "góp ý này đúng",
        "góp ýkiến",
        "tài liệu",
    ],
)
def test_a_sentence_about_papers_or_comments_is_a_reply(text, change):
    expected = Command("tailieu", "") if text == "tài liệu" else None
    assert meant(change(text), asked=True) == expected


def test_a_name_goes_before_an_alias_and_an_alias_before_a_phrase():
    words = [Word("a", bare=("tin tức",), aliases=("tin",)), Word("tin"), Word("b", aliases=("tintuc",))]
    assert understand("/tin", words, asked=False) == Command("tin", "")
    assert understand("/tintuc", words, asked=False) == Command("b", "")


def test_without_words_nothing_is_a_command():
    assert understand("/moihop", [], asked=False) is None
    assert understand("mời họp", [], asked=False) is None


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
PHRASES = st.sampled_from([p for w in WORDS for p in (w.name, *w.bare, *w.aliases)] + NATURAL + TRAPS)
VIETNAMESE = st.lists(PHRASES | st.text(LETTERS + " 0123/:?.\n", max_size=12), max_size=4).map(" ".join)
SAID = VIETNAMESE | VIETNAMESE.map("/{}".format)


@given(st.text() | st.lists(PHRASES | st.text(max_size=4)).map("".join), st.booleans())
@example("\u0302sửa", True)
@example("góp ý\u0301\u0302 \u0301", False)
@example("\u0301", False)
def test_never_raises(text, asked):
    for said in (text, "/" + text):
        meant(said, asked=asked)
        slashed(said)


@given(SAID, st.booleans())
def test_decomposed_letters_change_nothing(text, asked):
    assert meant(unicodedata.normalize("NFD", text), asked=asked) == meant(text, asked=asked)


@given(SAID, st.booleans())
def test_capitals_change_nothing_but_the_case_of_the_rest(text, asked):
    small, large = meant(text, asked=asked), meant(text.upper(), asked=asked)
    assert type(small) is type(large)
    if small and large:
        assert (small.name, small.rest.upper()) == (large.name, large.rest)


@given(VIETNAMESE, st.booleans())
def test_without_a_slash_only_a_carrying_word_is_longer_than_its_phrase(text, asked):
    found = meant(text, asked=asked)
    if found is None or slashed(text):
        return
    word = next(word for word in WORDS if word.name == found.name)
    said = text.strip(" .?\n") or text.strip()
    assert word.carries or fold(said) in {fold(phrase) for phrase in (word.name, *word.bare)} or said == "0"
    assert word.always or not asked


@given(SAID)
def test_what_passes_while_something_is_asked_passes_always(text):
    asked = meant(text, asked=True)
    assert asked is None or meant(text) == asked


def test_what_is_else_only_a_reply_has_one_meaning_where_nothing_is_asked() -> None:
    assert understand("ket qua", WORDS, asked=False) == Command("ketqua", "")
    assert understand("ket qua", WORDS, asked=True) is None
    assert understand("kẹt quá", WORDS, asked=False) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bieu quyet thong qua nghi quyet", Suggestion("bieuquyet", "thong qua nghi quyet")),
        ("Thông báo: mai tổng vệ sinh", Suggestion("nhantin", "mai tổng vệ sinh")),
        ("thông báo này hay quá", None),
        ("thong bao", Suggestion("nhantin", "")),
        ("đồng chí Lan vắng", None),
        ("nhận tin của bí thư", None),
        ("khảo sát thế nào?", None),
    ],
)
def test_a_forgotten_slash_is_known_by_the_name_written_apart(text: str, found: Suggestion | None) -> None:
    assert unslashed(text, WORDS) == found
