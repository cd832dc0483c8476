"""The pieces of a reply to an invitation: closed lists, in lower case and full marks, for one clause each (annex B)."""

import regex as re

from handlers.kit.reading.replies.said import BREAK, CALLED, NO, SELF

# What is never an answer, wherever it stands

DOUBT = re.compile(
    rf"\b(?:nếu|giá mà|chắc(?! chắn)|(?:{NO}) chắc|có thể|có lẽ|có khi|hình như|hay|hoặc|để xem|xem (?:đã|sao|thế|lại|có)"
    rf"|tùy|tuỳ|(?:{NO}) (?:biết|rõ|quyết)|cố|gắng|thử|mới biết|(?:báo|trả lời|nhắn) (?:lại|sau)|sẽ báo|e (?:rằng|là|{NO})"
    r"|sợ|khó (?:mà|lòng|đi|dự)|(?:khi|lúc|hôm|ngày) nào|bao giờ|mấy giờ|ai|(?<!không )sao|hả|hở|à|ư|hử|nhỉ|trừ khi|suy nghĩ"
    r"|cân nhắc|xem xét|đừng|nhầm|(?<!không )(?:bận|ốm|mệt|việc|làm|họp|dự|vì|cái) gì|(?:ốm|mệt|đau|bệnh|sốt) nhe"
    rf"|(?!(?:{SELF})\b)[^\W\d_]+ thì)\b|\?|^(?:(?:{SELF}|có) )*nên\b|\b(?:nhưng|nhưng mà|song)(?: {BREAK})?(?: (?:ạ|nhé))*$"
)
ASKED = re.compile(rf"\S (?:{NO})$")
"""A negation at the end makes a question: "đi được không"."""
NOT_AWAY = re.compile(
    rf"\b(?:{NO}|hết|khỏi)(?: {BREAK})?(?: (?:{SELF}))?(?: (?:xin|phép|phải|hề|được|cho|muốn|thể|có|định))* (?:vắng|nghỉ)\b"
)
""""không vắng" is "I come" or, a comma forgotten, "no, I am away"."""

# Between clauses

LINK = re.compile(
    rf"(?:^|(?<= ))(?:{BREAK}|tuy nhiên|nhưng mà|nhưng|song|mà|(?:cho |thế )?nên|vì vậy|vì thế|bởi vì|tại vì|vì|bởi|(?<!lý )do"
    r"|(?<!có )(?<!không )lý do(?: là)?)(?= |$)"
)
BECAUSE = frozenset(("bởi vì", "tại vì", "vì", "bởi", "do", "lý do", "lý do là"))
BUT = frozenset(("tuy nhiên", "nhưng mà", "nhưng", "song"))

# Coming

_TIME = (
    r"(?:tối|sáng|chiều|trưa|hôm|ngày|buổi|kỳ|lần|cuộc)(?: họp| sinh hoạt)?"
    r"(?: (?:nay|mai|đó|ấy|này|chủ nhật|thứ \w+|\d+(?:/\d+)*)\b)++"
    rf"|chủ nhật|thứ (?:hai|ba|tư|năm|sáu|bảy|\d)|mai(?= (?:{SELF})\b)"
)
_PLACE = r"(?:ở|tại) (?:nhà văn (?:hóa|hoá)|hội trường|trụ sở|chỗ cũ|đó)(?: tổ dân phố)?(?: số)?(?: \d+)?"
_CAN = "được|đc|dc|nổi|kịp"
_GO = "đi|đến|tới|sang|tham dự|tham gia|dự|có mặt"
_UP = "ra|lên|về|vào|xuống"
_MEETING = "họp|dự|tham dự|tham gia|sinh hoạt|cuộc họp|buổi họp|chi bộ"
_SURE = (
    "sẽ|xin được|xin|có(?! mặt)|vẫn|cũng|nhất định|chắc chắn|tất nhiên|đương nhiên|đồng ý|nhất trí|đăng ký|xác nhận|sẵn sàng"
    "|là"
)

COMING = re.compile(
    rf"(?:(?:ok|oke|okê|okie|rõ|rõ rồi|ừ|ờ|uh) )?(?:(?:thì|chắc chắn|nhất định|{_TIME}) )?(?:(?:{SELF}|(?:bác|chú|cô|anh|chị|ông|bà)(?= (?:sẽ|xin)\b)) )?(?:thì )?"
    rf"(?:có(?: chứ)?|(?:(?:{_SURE}) )*+"
    rf"(?:{_GO}|(?:{_UP})(?= (?:họp|dự|tham dự|sinh hoạt)\b))"
    rf"(?: (?:{_MEETING}|được|đc|dc|đầy đủ|đúng giờ|đúng hẹn|và|chứ|luôn|bình thường|(?:cùng|với) (?:chi bộ|các đồng chí)|{_PLACE}|{_TIME})\b)*+"
    r"(?P<rest> (?:lúc|vào|khoảng|từ|đúng) \d\S*(?: (?:giờ|phút|rưỡi|kém|\d+))*)?)"
)
ATTENDS = re.compile(rf" (?:{SELF}) (?:(?:sẽ|xin|có|nhất định) )*(?:tham dự|dự|có mặt)$")
"""Nobody says so who is away: "vang toi di" may go to hospital, and "vang toi di hop" to another meeting."""
_BY_HOW_MUCH = r"(?: (?:hơn|khoảng|tầm|chừng|độ|\d\S*|phút|tiếng|giờ|rưỡi|nửa|một|mười|mấy|vài|ít|tí|chút|lát|lúc|thôi|đầu|cuối)\b)*+"
LATE = re.compile(
    rf"(?:(?:{SELF}) )?(?:(?:sẽ|xin phép|xin|chỉ) )*+"
    rf"(?:(?:đến|tới|đi|dự|sang|vào)(?: họp)? (?:hơi )?(?:muộn|trễ|chậm)|(?:đến|tới) sớm)\b{_BY_HOW_MUCH}"
)
ASIDE = re.compile(
    rf"(?:(?:{SELF}) )?(?:(?:sẽ|xin phép|xin|phải) )*+(?:về sớm|(?:hơi )?(?:muộn|trễ|chậm))\b{_BY_HOW_MUCH}"
)
WISH = re.compile(rf"(?:(?:{SELF}) )?(?:(?:rất|cũng|vẫn) )*+(?:muốn|định|thích)\b.*")
FINE = re.compile(
    rf"(?:(?:{SELF}) )?(?:(?:{NO}|hết|đỡ|bớt|khỏi)(?: bị| có)*+ (?:bận|ốm|mệt|đau|bệnh|sao|vấn đề|vướng)"
    r"|(?:(?:vẫn|đang|rất|đã) )*+(?:rảnh|khỏe|khoẻ))(?: (?:gì|nữa|lắm|rồi|đâu|cả|hẳn|mạnh))*"
)
SORRY = re.compile(
    r"xin lỗi|rất tiếc|tiếc quá|xin phép|xin báo|kính báo"
    r"|(?:(?:rất|mong|xin|các|đồng chí|chi bộ|mọi người|bác|anh|chị) )*+thông cảm"
)

# Reasons

_NOT = NO.replace("|chưa", "")
_BY_ITSELF = (
    r"ốm|đau ốm|ho sốt|cảm cúm|(?<=bị )cảm|đi mổ|mệt|bận(?! rộn)|(?:bệnh|bịnh)(?! (?:viện|dịch))|sốt(?! (?:xuất|đất|ruột|giá))|tai biến"
    r"|(?:đi|nằm|nhập|vào|ở|cấp cứu)(?: bệnh)? viện|đi khám|khám bệnh|đi chữa bệnh|đi cấp cứu"
    r"|đưa(?: \w+){1,3} đi (?:viện|bệnh viện|khám|cấp cứu)|đi công tác|đi xa|về quê|đi du lịch|đi làm"
    r"|đi trực|(?<=phải )trực|(?:đi |ăn |dự |(?<=có ))++(?:đám|giỗ|cưới|hỏi|tang)"
    r"|(?<=có )việc(?: (?:nhà|gia đình|riêng|họ|cơ quan|rồi)|$)|việc (?:bận|đột xuất|gấp)"
    rf"|(?:kẹt|vướng|mắc)(?: công)? (?:việc|chuyện)|(?:{_NOT})(?: được)? (?:khỏe|khoẻ)"
)
_BESIDE = (
    "đau|yếu|trông|giữ|đón|đưa|chăm|thăm|khách|công tác|trực|kẹt|vướng|mắc|hiếu|hỷ|đám|tang|giỗ|cưới|việc|họp|học|thi|mưa"
    "|già|xe|bão|xa|quê|viện|ngã|gãy|mổ|khám|cấp cứu|tai nạn|làm|sức (?:khỏe|khoẻ)"
    r"|(?:đến|tới|từ) (?:(?:hết|ngày|tháng) )*(?:\d+/\d+|(?<=tháng )\d+)"
)
"""Reasons only where the absence itself is said."""
_FAMILY = (
    r"(?:vợ|chồng|con|cháu|mẹ|bố|ba|má|bà|ông|gia đình|người|nhà)"
    r"(?: (?:nhà|xã|gái|trai|nội|ngoại|chồng|vợ|già|dâu|rể))?(?: (?:tôi|em|cháu|mình))?"
)
_HOW = (
    "xin lỗi|rất tiếc|tiếc quá|xin phép|đang|bị|hơi|lại|rất|quá|phải|có|vừa|mới|còn|trong|sức (?:khỏe|khoẻ)|dạo này|mấy hôm nay"
    "|công việc|việc nhà|cơ quan|đột xuất|tuy|mặc dù|dù"
)
_BEFORE_REASON = rf"(?:(?:{_TIME}|{_FAMILY}|{SELF}|{_HOW}) )*+"
EXCUSE = re.compile(rf"{_BEFORE_REASON}(?:{_BY_ITSELF})(?= |$)")
REASON = re.compile(rf"{_BEFORE_REASON}(?:(?:đi|ở|về|trời) )*(?:{_BY_ITSELF}|{_BESIDE})(?= |$)")
DENIED = re.compile(rf"\b(?:{NO}|đâu)\b(?! (?:được )?(?:khỏe|khoẻ))")
WEAK = re.compile(
    r"\b(?:hơi|tí|chút|nhẹ|đang bận|bây giờ|giờ này|giờ đang|lúc này|hiện|đến|tới|sang|dự(?! (?:đám|giỗ|cưới))|tham|có mặt"
    r"|muộn|trễ|chậm|sớm|vẫn|sẽ|kịp|sau|lát|xong|tuy|dù|đâu|đi(?= (?:được|đc|dc|họp|sinh hoạt|luôn|ngay)|$))(?= |$)"
)
"""Words that leave it open whether somebody ill or busy comes all the same."""
STILL = re.compile(r"\b(?:vẫn|lát|(?:đến|tới|sang) sau|sẽ (?:đến|tới|đi|dự|sang|có mặt))\b")

# Absence

_BEFORE_ABSENT = (
    rf"(?:(?:{_TIME}|{SELF}|(?:xin )?phép(?: {CALLED})?|xin lỗi|xin|cho|được|đang|đành|phải|sẽ|lại|cũng|thông báo|báo|đăng ký|ghi"
    "|rất tiếc|tiếc quá|là|thì) )*+"
)
_TO_MEETING = rf"(?: (?:{_MEETING})\b)*+"
_NURSING = "".join(f"(?<!{verb} )" for verb in ("trông", "giữ", "đón", "chăm", "thăm", "đưa"))
"""Behind these, cháu is not the speaker."""
ABSENT = re.compile(
    rf"(?:^|(?<= ){_NURSING})(?P<before>{_BEFORE_ABSENT})(?:"
    rf"(?P<cannot>(?:{_NOT})(?: thể)? (?:{_GO}|{_UP}|họp|sinh hoạt){_TO_MEETING} (?:{_CAN})"
    rf"|(?:{_GO}|{_UP}|họp){_TO_MEETING} (?:{_NOT}) (?:{_CAN})"
    rf"|(?:{_NOT}) kịp (?:{_GO}|{_UP}|họp){_TO_MEETING})(?: (?:đâu|mô))?"
    r"|(?P<away>(?:đi |cáo )?vắng(?: mặt)?|nghỉ)(?: (?:có|không) (?:lý do|phép))?"
    rf"(?: (?:{_TIME}|họp|sinh hoạt|cuộc họp|(?:buổi|kỳ) (?:họp|sinh hoạt)|(?:1|một) buổi|chi bộ))*"
    rf"|(?:{_NOT}) (?:sắp xếp|thu xếp|bố trí)(?: được)?(?: thời gian| công việc)?"
    rf"|(?:{_NOT})(?: thể)? (?:{_GO}){_TO_MEETING}(?: đâu)?"
    r")(?= |$)"
)
NOT_MINE = re.compile(
    r"(?:cho|hộ|giùm|dùm|thay|giúp|muộn|trễ|chậm|đầu|nửa|lúc|hưu|làm|học|việc|ý|\d+(?! buổi)|một (?:lúc|lát|chút|tiếng)|ít phút)\b"
)
"""Behind the absence: somebody else's, or for a part of the meeting, or from something else."""
ASKING_LEAVE = re.compile(r"\b(?:xin|phép)\b")
SPEAKER = re.compile(r" *(?:(?:tôi|tui|mình|là|thì|xin lỗi|rất tiếc|tiếc quá|xin phép) )*")
"""At the beginning of a reason, and no part of it."""
