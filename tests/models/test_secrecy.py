"""The gate for state secrets: stamps in every dress are found, everyday words with *mật* in them pass."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.secrecy import Hit, scan

STAMPS = [
    "MẬT",
    "Mật",
    "mật",
    "(Mật)",
    "[MẬT]",
    "“Mật”",
    "- MẬT -",
    "*MẬT*",
    "MẬT.",
    "MẬT - KHẨN",
    "HỎA TỐC - MẬT",
    "Mật A",
    "MẬT (Bản số: 01)",
    "TỐI MẬT",
    "Tối mật",
    "TUYỆT MẬT",
    "tuyệt mật",
    "Độ mật: Mật",
    "Độ mật: Tối mật",
    "Mức độ mật: A",
    "Độ mật: ...",
    "ĐỘ MẬT",
    "TÀI LIỆU MẬT",
    "Tài liệu mật",
    "M Ậ T",
    "M.Ậ.T",
    "T Ố I  M Ậ T",
    "T U Y Ệ T   M Ậ T",
    "Đ Ộ  M Ậ T : A",
    "T-Ố-I M-Ậ-T",
    "TỐI\nMẬT",
    "M\nẬ\nT",
    "M ẬT",
    "TỐIMẬT",
    "TOI MAT",
    "TUYET MAT",
    "DO MAT",
    "DO MAT: TOI MAT",
    "T O I  M A T",
]
"""Each a stamp on a line of its own; a stamp must be found wherever the line stands."""

SENTENCES = [
    "Văn bản này đóng dấu MẬT, không phổ biến",
    "Văn bản này đóng dấu “mật”",
    "Đây là tài liệu mật, không phổ biến",
    "Không chuyển tiếp tài liệu mật này",
    "Không phổ biến, tài liệu tối mật",
    "Gửi đồng chí công văn mật số 12-CV/ĐU",
    "Chuyển đồng chí công văn có dấu mật",
    "Tài liệu thuộc độ Mật",
    "Kế hoạch số 5 - Mật",
    "Mật: kế hoạch tác chiến",
    "Mật, không sao chụp",
    "hồ sơ tối mật của huyện",
    "Số: 12-BC/ĐU   MẬT",
    "MẬT NGHỊ QUYẾT",
    "MẬT BÁO CÁO",
    "MẬT ĐỘ KHẨN: HỎA TỐC",
    "TỐI MẬT Mã số 5",
    "CÔNG VĂN MẬT SỐ 5",
    "HỒ SƠ MẬT",
    "kế hoạch năm nay, m ậ t, số 5",
    "KÍNH GỬI CÁC ĐỒNG CHÍ\nMẬT",
    "van ban tuyet mat",
    "tai lieu toi mat",
    "van ban do mat: A",
    "TOI MAT KE HOACH 12",
    "TOI MAT BO CHI HUY",
    "TOI MAT\nTHE THUC VAN BAN",
    "Độ mật: Thường. Phụ lục: MẬT",
    "Luật quy định các độ mật: Tuyệt mật, Tối mật, Mật.\nTÀI LIỆU MẬT",
    "Luật quy định ba độ: Tuyệt mật, Tối mật và Mật.\nMẬT\nKế hoạch",
]

DISGUISED = [
    "MÂ ̣T",
    "M\u200bẬT",
    "TUYỆT\u200bMẬT",
    "M\x00Ậ\x00T",
    "a\fMẬT\fb",
    "М\u1eacТ",
    "\uff2d\u1eac\uff34",
    "TuyÖt mËt",
    "mËt",
    "§é mËt: A",
    "TOÁI MAÄT",
    "Kính chuyển MAÄT, khẩn",
]
"""Torn marks, invisible letters, page breaks, Cyrillic, full width, and the fonts of before Unicode (TCVN3, VNI)."""

NAMES = [
    "MẬT.pdf",
    "Công văn mật.docx",
    "KH_MẬT_12.pdf",
    "KH-mật.docx",
    "ke hoach (mật).docx",
    "Mật - Kế hoạch.docx",
    "KeHoachMật.docx",
    "T.Ố.I.M.Ậ.T.pdf",
    "M_Ậ_T.pdf",
    "Tối mật.pdf.zip",
    "toi_mat.pdf",
    "TOI.MAT.pdf",
    "TOI.MAT",
    "TuyetMat_01.docx",
    "cv toi mat 12.doc",
    "CV.DO.MAT.pdf",
    "t_o_i_m_a_t.pdf",
]

EVERYDAY = [
    "mật độ",
    "Mật độ dân số",
    "MẬT ĐỘ DÂN SỐ",
    "Báo cáo mật độ giao thông",
    "mật ong rừng",
    "Bán MẬT ONG",
    "do mật ong lên giá",
    "buổi tối mật ong pha ấm",
    "bí mật kinh doanh",
    "BÍ MẬT KINH DOANH",
    "B Í  M Ậ T KINH DOANH",
    "xin giữ bí mật",
    "hồ sơ bí mật",
    "Luật Bảo vệ bí mật nhà nước",
    "PHỔ BIẾN LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Luật quy định ba độ mật: Tuyệt mật, Tối mật và Mật",
    "Bí mật nhà nước gồm Tuyệt mật, Tối mật và Mật.",
    "việc xác định độ mật của văn bản",
    "XÁC ĐỊNH ĐỘ MẬT CỦA VĂN BẢN",
    "Kênh này không bao giờ hỏi tiền, mật khẩu, mã OTP",
    "Mật khẩu: 123456",
    "đổi MẬT\nKHẨU VNeID",
    "tài liệu mật mã",
    "bảo mật thông tin",
    "BẢO MẬT",
    "quan hệ mật thiết với nhân dân",
    "mức độ mật thiết",
    "thân mật",
    "trong không khí thân\nmật.",
    "mật ngữ",
    "họp mặt",
    "HỌP MẶT ĐẦU XUÂN",
    "MẶT TRẬN TỔ QUỐC",
    "tối mắt tối mũi",
    "xin vắng mặt",
    "Hoãn họp do mất điện",
    "tôi mất điện thoại",
    "hop mat cuu chien binh",
    "xin vang mat",
    "co mat dong du",
    "toi mat dien thoai",
    "TOI MAT DIEN THOAI",
    "xin vang do mat xe",
    "DO MAT DIEN XIN VANG",
    "do mat lien lac",
    "quen mat khau",
    "mổ sỏi mật",
    "MỔ TÚI MẬT",
    "đau mật",
    "nồng độ mật",
    "tuần trăng mật",
    "nằm gai nếm mật",
    "đường, mật, sữa",
    "ong mật",
    "Độ mật: Thường",
    "Độ mật: Không\nĐộ khẩn: Không",
    "Độ mật: Bình thường  Độ khẩn: Khẩn",
    "Không có dấu mật",
    "KHÔNG CÓ DẤU MẬT",
    "Tài liệu này không mật",
    "không phải tài liệu mật",
    "Tài liệu này không có độ mật",
    "Không đăng tài liệu mật lên Facebook",
    "Nghiêm cấm soạn tài liệu mật trên máy tính nối mạng",
    "Công tác bảo vệ bí mật nhà nước: quản lý tài liệu mật đúng quy định",
    "Nguyễn Thị Mật",
    "TRẦN VĂN MẬT",
    "HOÀNG NGỌC MẬT",
    "đồng chí Mật vắng",
    "LÀNG LỆ MẬT",
    "BÀ MẬT",
    "Mất",
    "mặt",
    "",
]

EVERYDAY_NAMES = [
    "mật_ong.xlsx",
    "Mật_độ_dân_số.docx",
    "bí_mật_kinh_doanh.pdf",
    "BAO_MAT.pdf",
    "Họp mặt.docx",
    "HOP_MAT_CUOI_NAM.docx",
    "do_mat_dien.pdf",
    "mat khau.txt",
    "Nguyễn_Thị_Mật.docx",
    "Trần_Hồng_Mật.docx",
    "don toi mat the dang.pdf",
    "Nghị quyết tháng 12.docx",
]


@pytest.mark.parametrize("text", [*STAMPS, *SENTENCES, *DISGUISED])
def test_a_mark_is_found(text: str) -> None:
    assert scan(text, where="text")
    assert scan(text, where="caption")


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_words_pass(text: str) -> None:
    assert scan(text, where="text") is None
    assert scan(text, where="caption") is None


@pytest.mark.parametrize("name", NAMES)
def test_a_mark_in_a_file_name_is_found(name: str) -> None:
    assert scan(name, where="name")


@pytest.mark.parametrize("name", EVERYDAY_NAMES)
def test_everyday_file_names_pass(name: str) -> None:
    assert scan(name, where="name") is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [("TUYET MAT", "tuyet-mat"), ("Tối mật", "toi-mat"), ("Độ mật: A", "do-mat"), ("MẬT", "mat")],
)
def test_a_hit_names_its_rule_and_nothing_of_the_text(text: str, rule: str) -> None:
    assert scan(f"Kế hoạch phòng thủ\n{text}", where="text") == Hit(rule)


def test_small_letters_without_accents_count_in_a_name_only() -> None:
    assert scan("giay do mat 12", where="name")
    assert scan("vang vi do mat mot con bo", where="text") is None


lines = st.lists(st.one_of(st.sampled_from(EVERYDAY + SENTENCES), st.text(max_size=40))).map("\n".join)


@given(before=lines, stamp=st.sampled_from(STAMPS), after=lines)
def test_a_stamp_line_in_any_text_is_found(before: str, stamp: str, after: str) -> None:
    assert scan(f"{before}\n\n{stamp}\n\n{after}", where="text")


@given(st.one_of(lines, st.text()), st.sampled_from(["name", "caption", "text"]))
@example("tèı", "text")
def test_composed_and_decomposed_letters_are_judged_alike(text: str, where: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert scan(composed, where=where) == scan(decomposed, where=where) == scan(text, where=where)


alphabet = st.sampled_from([*"mMậẬtTtoiđộ \n._-:()🙂\u0323\u0302"])


@given(st.text(alphabet), st.sampled_from(["name", "caption", "text"]))
def test_no_text_makes_it_raise(text: str, where: str) -> None:
    assert isinstance(scan(text, where=where), Hit | None)


@given(st.text(alphabet=st.sampled_from("aăâeêioôơuưyáàảãạ nghcxk"), max_size=60))
def test_without_the_letters_of_a_mark_nothing_is_found(text: str) -> None:
    assert scan(text, where="text") is None
