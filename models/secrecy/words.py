"""What the gate looks for and what it lets pass: the marks in every spelling, and the everyday words around *mật*."""

import re

from models.folding import fold

# Wording

_SEP = r"[\s._\-–—·•*|/]"
SEPARATORS = re.compile(_SEP)
_EDGE, _END = r"(?<![^\W\d_])", r"(?![^\W\d_])"


def _letters(*letters: str, apart: str = "{0,4}") -> str:
    """A pattern for a word whose letters may stand apart or on lines of their own."""
    return (_SEP + apart).join(letters)


_MAT_LETTERS = ("m", "[ậâ]", "t")


def _mark_pattern(*letters: str) -> re.Pattern[str]:
    return re.compile(_EDGE + _letters(*letters) + _END, re.IGNORECASE)


TOP = _mark_pattern("t", "u", "y", "[ệêe]", "t", "m", "[ậâa]", "t")
SECRET = re.compile(
    f"{_EDGE}(?:{_letters('t', 'ố', 'i', 'm', '[ậâa]', 't')}|{_letters('t', 'o', 'i', *_MAT_LETTERS)}){_END}",
    re.IGNORECASE,
)
DEGREE = re.compile(
    f"{_EDGE}(?:{_letters('[đd]', '[ộô]', 'm', '[ậâa]', 't')}|{_letters('[đd]', 'o', *_MAT_LETTERS)}){_END}",
    re.IGNORECASE,
)
MAT = _mark_pattern(*_MAT_LETTERS)


def _bare(first: str) -> re.Pattern[str]:
    """Two whole words without accents, joined, apart, or every letter apart."""
    apart = _letters(*first, *"mat", apart="{1,4}")
    return re.compile(f"{_EDGE}(?:{first}{_SEP}{{0,4}}mat|{apart}){_END}", re.IGNORECASE)


STATE = _mark_pattern(*"bí", *_MAT_LETTERS, *"nhà", *"nước")
ABOUT_STATE = re.compile(r"\b(?:bảo vệ|giữ gìn|lộ|lọt|về|của|và|các|là)\n$", re.IGNORECASE)
"""A title that is torn before the words: 'LUẬT BẢO VỆ / BÍ MẬT NHÀ NƯỚC'."""
SUFFIXES = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "odt",
        "rtf",
        "txt",
        "jpg",
        "jpeg",
        "png",
        "zip",
        "rar",
    ]
)

SECRET_BARE, DEGREE_BARE = _bare("toi"), _bare("do")

AFTER = re.compile(
    r"[ _-](?:độ(?! *(?::|khẩn))|ong|khẩu|mã(?! *(?:số|hiệu|hồ sơ|văn bản|:))|thiết|ngữ|thám|mía|gấu|ngọt|ước|tông|hoa|dừa|rắn|heo|lợn|bò|cá)"
    + _END,
    re.IGNORECASE,
)
AFTER_TURN = re.compile(rf"\n(?:độ(?! *(?::|khẩn|mật))|khẩu|thiết){_END}", re.IGNORECASE)
AFTER_SPACED = re.compile(r"độ(?!khẩn|:)|ong|khẩu|thiết|ngữ", re.IGNORECASE)
_BEFORE_WORDS = "bí bảo thân giải cơ cẩn trăng túi sỏi ống dịch tiết viêm mổ lấy hút nếm gỉ rỉ khoai mía ong đường men tuyến phiếu thị hiển"
BEFORE = re.compile(rf"{_EDGE}(?:{'|'.join(_BEFORE_WORDS.split())})[\s_-]+$", re.IGNORECASE)
DEGREE_END = re.compile(rf"{_EDGE}độ[ ]+$", re.IGNORECASE)
BEFORE_SPACED = re.compile(r"(?:bí|bảo|thân|giải)$", re.IGNORECASE)
NAMED = re.compile(
    rf"{_EDGE}(?:ông|bà|anh|chị|cô|chú|bác|em|đồng chí|đ/c|(?<!công )văn|(?<!điều )lệ)[ ]+$", re.IGNORECASE
)
"""Mật is also a given name, and Lệ Mật a village."""
_SURNAMES = "nguyễn trần lê phạm hoàng huỳnh phan võ đặng bùi ngô dương"
SURNAMED = re.compile(
    rf"{_EDGE}({'|'.join(_SURNAMES.upper().split() + _SURNAMES.title().split())})(?: [^\W\d_]+){{0,2}} $"
)

AFTER_BARE = re.compile(
    r"(?:dien|nuoc|song|mang|xe|the|giay|vi|tien|may|ngu|sim|lien lac|mua|trom|vo|chong|con|me|chau|suc|trat tu|doan ket|can doi"
    r"|kha nang|thoi gian|nha(?! nuoc)|tai san|chia khoa|do|khau|thiet|ong|cmnd|cccd|can cuoc|uy tin|niem tin|ket noi|internet"
    r"|wifi|tin hieu|roi|het|luon|lanh|ruoi|mui|kem|troi|so(?! *\d))\b"
)
"""What one has lost, and how the evening or the eyes are: 'DO MAT DIEN', 'TOI MAT XE', 'TOI MAT TROI MOC'."""

_PAPERS = (
    "tài liệu|văn bản|công văn|hồ sơ|báo cáo|tờ trình|kế hoạch|quyết định|nghị quyết|chỉ thị|thông báo|thông tin|phương án|đề án"
    "|bản|điện|giấy|đóng|dấu|mức|loại|hạng|file|tệp"
)
PAPER = re.compile(
    rf"\b(?:{_PAPERS}|{fold(_PAPERS)})(?: (?:số \S+|so \S+|loại|đóng|có|thuộc|dấu|độ|mức|này|là|do|dau|co|la|nay|muc)){{0,4}} $"
)
WARNING = re.compile(
    r"\b(?:không|cấm|đừng|chớ|tránh|bảo vệ|quản lý|bảo quản|lộ|lọt|phòng ngừa|chấn chỉnh|vi phạm|nhắc nhở)(?: \w+){0,6} $"
)
"""'Không đăng tài liệu mật lên mạng' speaks about secrets and is none; 'tài liệu mật này' is one all the same."""
THIS = re.compile(r" (?:này|đó|kèm|đính kèm|gửi kèm|sau đây|dưới đây|số \d)", re.IGNORECASE)

DENIED = re.compile(
    r"\bkhông(?: (?:phải|có|là|đóng|mang|thuộc|dấu|độ|mức|loại|tài liệu|văn bản|công văn|hề|chứa)){0,5} (?:mức |dấu )?$"
)
ORDINARY = re.compile(
    _EDGE
    + r"(?:độ mật|do mat)[ \t]*[:=\-–]?[ \t]*(?:là )?(?:không(?: có| mật)?|(?:bình )?thường|binh thuong|thuong|khong)"
    r"(?=[ \t]*(?:$|[\n,.;|)\]]|độ|do\b))",
    re.IGNORECASE,
)
"""An office's form of an ordinary letter: 'Độ mật: Thường', 'Độ mật: Không'."""
STATED = re.compile(rf"\s*(?:[:=]|là |(?:mật|tối|tuyệt|toi|tuyet|[abc]){_END})", re.IGNORECASE)
BEFORE_DEGREE = re.compile(
    r"\b(?:xác định|quy định|các|những|ba|3|thay đổi|điều chỉnh|gia hạn|phân loại|giải|nồng|nhiệt|mật)(?: \w+){0,3} $"
)

_LEVELS = r"[\"“']?(?:độ )?{}[\"”']?"
_THREE = [_LEVELS.format(level) for level in (r"tuyệt\s+mật", r"tối\s+mật", "mật")]
_COMMA, _AND = r"\s*[,;/]\s*", r"(?:\s*,)?\s+(?:và|hoặc|hay)\s+"
_LISTED = "|".join(f"{first}{_COMMA}{second}{_AND}{third}" for first, second, third in (_THREE, _THREE[::-1]))
_LISTED_PLAIN = "|".join(
    f"{first}{_COMMA}{second}{_COMMA}{third}" for first, second, third in (_THREE, _THREE[::-1])
)
_COUNTED = r"(?:các|ba|0?3)\s+(?:cấp |mức )?(?:độ mật|độ|mức|cấp)\s*(?:gồm|là|:|,|\s){0,8}"
LESSON = re.compile(
    f"{_EDGE}(?:(?:{_COUNTED})?(?:{_LISTED})|{_COUNTED}(?:{_LISTED_PLAIN})){_END}", re.IGNORECASE
)
"""All three levels told one after another: a lesson about the law, which no stamp looks like."""

_STAMP_WORDS = "tài liệu văn bản công hồ sơ dấu đóng độ mức loại khẩn thượng hoả hỏa tốc thu hồi số lưu hành nội bộ dạng a b c"
STAMPS = frozenset(_STAMP_WORDS.split()) | frozenset(fold(_STAMP_WORDS).split())
LETTERS = re.compile(r"[^\W\d_]+")
STOPS = re.compile(r"[.,;:!?\n()\"“”]")
OPENING, CLOSING = frozenset("([{<«“\"'‘*【"), frozenset(")]}>»”\"'’*】")
DASH = re.compile(r" *(?:[:\-–—|/!]|, *(?:không|cấm|chỉ|thu hồi))")
DASH_END = re.compile(r"[:\-–—|/] *$")

JOINTS = re.compile(r"[._+~]+")
TORN = re.compile(r"[ \t]+([\u0300-\u036f])")
LOOKALIKES = str.maketrans("АМТОІУЕамтоіе\v\f\x1c\x1d\x1e\x85\u2028\u2029", "AMTOIYEamtoie" + "\n" * 8)
"""Cyrillic letters that print as Latin ones, and everything that ends a line."""
UNSEEN = re.compile(
    r"[\0-\x08\x0e-\x1b\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)

OLD_WORDS = {
    "mët": "mật",
    "tèi": "tối",
    "tuyöt": "tuyệt",
    "®é": "độ",
    "§é": "độ",
    "maät": "mật",
    "toái": "tối",
    "tuyeät": "tuyệt",
    "ñoä": "độ",
}
"""The four words as TCVN3 and VNI fonts store them; papers of before 2010 are still sent."""
OLD_FONTS = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(OLD_WORDS)}){_END}", re.IGNORECASE)
