"""Sentences that belong to no feature: what the conversation itself says."""

from handlers.kit.incoming import Kind
from handlers.kit.message import Message

Menu = list[tuple[str, list[tuple[int, str]]]]
"""Open questions by matter, each with numbered choices."""

# Wording

WHO_SPEAKS = "Máy này dùng chung. Đồng chí nào đang nhắn?"


def by_number(menu: Menu) -> str:
    """The open questions in lines: 'họp chi bộ 06/12: 1. Tham dự 2. Xin vắng mặt'."""
    return "\n".join(
        f"{matter}: " + "  ".join(f"{number}. {label}" for number, label in lines) for matter, lines in menu
    )


def unclear(menu: Menu) -> Message:
    return Message(f"Sổ tay chưa hiểu ý đồng chí. Xin nhắn một số:\n{by_number(menu)}")


def not_understood() -> Message:
    return Message(
        "Sổ tay chưa hiểu ý đồng chí. Nhắn TRỢ GIÚP để xem có thể nhắn gì, hoặc GỌI để được gọi lại."
    )


def no_such_word() -> Message:
    return Message("Sổ tay chưa có việc ấy. Nhắn TRỢ GIÚP để xem có thể nhắn gì.")


def received() -> Message:
    return Message("Sổ tay đã nhận tin của đồng chí.")


def received_but(menu: Menu) -> Message:
    return Message(f"Sổ tay đã nhận tin. Việc này còn chờ đồng chí, xin nhắn một số:\n{by_number(menu)}")


def no_such_number(number: int) -> Message:
    return Message(f"Hiện không có câu hỏi nào mang số {number}. Nhắn TRỢ GIÚP để xem có thể nhắn gì.")


def wordless(kind: Kind, numbers: list[int]) -> Message:
    what = {
        Kind.VOICE: "Sổ tay chưa nghe được tin thoại.",
        Kind.STICKER: "Sổ tay chưa đọc được hình dán.",
        Kind.PHOTO: "Sổ tay chưa đọc được ảnh.",
        Kind.FILE: "Sổ tay chưa nhận tệp ở đây.",
        Kind.TEXT: "Sổ tay chưa đọc được hình này.",
    }.get(kind, "Sổ tay chưa đọc được tin này.")
    if numbers:
        said = " hoặc ".join(f"số {number}" for number in numbers)
        return Message(f"{what} Xin nhắn {said}, hoặc nhắn GỌI.")
    return Message(f"{what} Xin nhắn bằng chữ, hoặc nhắn GỌI để được gọi lại.")


def privately() -> Message:
    return Message("Xin nhắn riêng cho Sổ tay: trong nhóm, Sổ tay không ghi ý kiến và không biểu quyết.")


def leaders_only() -> Message:
    return Message("Việc này do bí thư hoặc phó bí thư làm. Cần giúp, xin nhắn GỌI.")


def not_agreed() -> Message:
    return Message(
        "Máy này chỉ nhận giờ họp, theo ý đồng chí đã chọn. Muốn đổi, xin nhắn DỮ LIỆU. Cần giúp, xin nhắn GỌI."
    )


def old_button() -> Message:
    return Message("Nút này đã cũ, không ghi gì thêm. Nhắn TRỢ GIÚP để xem việc đang chờ đồng chí.")


def step_done() -> Message:
    return Message("Câu này đã qua, không ghi gì thêm.")


def dropped() -> Message:
    return Message("Đã thôi, chưa có gì thay đổi.")


def really(what: str) -> str:
    return f"Có phải đồng chí muốn {what[0].lower()}{what[1:].rstrip('.')} không?"


def broken() -> Message:
    return Message(
        "Sổ tay gặp trục trặc, chưa ghi được tin vừa rồi. Xin đồng chí nhắn lại sau ít phút, hoặc nhắn GỌI."
    )
