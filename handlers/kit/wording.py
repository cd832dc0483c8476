"""Sentences that belong to no feature: what the conversation itself says."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from handlers.kit.incoming import Kind
from handlers.kit.message import Message
from handlers.kit.period import A_DAY
from models.member import MemberCircumstance

Menu = list[tuple[str, list[tuple[int, str]]]]
"""Open questions by matter, each with numbered choices; where it came without numbers, 0 and how it is answered."""

LONGEST = 4000
"""Characters of a text that is kept: one message on Telegram, three on Zalo."""

# Wording

NOT_RECORDED = "Sổ tay chưa ghi lời vừa rồi."
NOT_REACHED = "Chưa nhận được"
"""Of those asked, whom it never came to: they have not kept silent."""
EDIT = "Sửa"
SAY_A_NUMBER, WAITS = "Xin nhắn một số", "Việc này còn chờ đồng chí"
WHO_SPEAKS = "Máy này dùng chung. Đồng chí nào đang nhắn?"


def by_number(menu: Menu) -> str:
    """The open questions in lines: 'họp chi bộ 06/12: 1. Tham dự 2. Xin vắng mặt'."""
    return "\n".join(
        f"{matter}: " + "  ".join(f"{number}. {label}" if number else label for number, label in lines)
        for matter, lines in menu
    )


def any_of(labels: Sequence[str]) -> str:
    """How a question is answered by its labels: 'nhắn “Có” hoặc “Không”'."""
    *first, last = (f"“{label}”" for label in labels)
    return f"nhắn {', '.join(first)} hoặc {last}" if first else f"nhắn {last}"


def unclear(menu: Menu) -> Message:
    asked = SAY_A_NUMBER if _has_numbers(menu) else WAITS
    return Message(f"Sổ tay chưa hiểu ý đồng chí. {asked}:\n{by_number(menu)}")


def _has_numbers(menu: Menu) -> bool:
    return any(number for _, lines in menu for number, _ in lines)


def not_understood() -> Message:
    return Message(
        "Sổ tay chưa hiểu ý đồng chí. Nhắn TRỢ GIÚP để xem có thể nhắn gì, hoặc GỌI để được gọi lại."
    )


def no_such_word() -> Message:
    return Message("Sổ tay chưa có việc ấy. Nhắn TRỢ GIÚP để xem có thể nhắn gì.")


def received() -> Message:
    return Message("Sổ tay đã nhận tin của đồng chí.")


def received_but(menu: Menu) -> Message:
    asked = f", {SAY_A_NUMBER.lower()}" if _has_numbers(menu) else ""
    return Message(f"Sổ tay đã nhận tin. Việc này còn chờ đồng chí{asked}:\n{by_number(menu)}")


def no_such_number(number: int) -> Message:
    return Message(f"Hiện không có câu hỏi nào mang số {number}. Nhắn TRỢ GIÚP để xem có thể nhắn gì.")


def without_words(kind: Kind) -> str:
    return {
        Kind.VOICE: "Sổ tay chưa nghe được tin thoại.",
        Kind.STICKER: "Sổ tay chưa đọc được hình dán.",
        Kind.PHOTO: "Sổ tay chưa đọc được ảnh.",
        Kind.FILE: "Sổ tay chưa nhận tệp ở đây.",
        Kind.TEXT: "Sổ tay chưa thấy chữ nào trong tin này.",
    }.get(kind, "Sổ tay chưa đọc được tin này.")


def wordless(kind: Kind, numbers: list[int]) -> Message:
    what = without_words(kind)
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


def not_used() -> Message:
    return Message(
        "Đồng chí đã chọn không dùng Sổ tay ở máy này. Muốn dùng, xin nhắn DỮ LIỆU. Cần giúp, xin nhắn GỌI."
    )


def to(given: str) -> str:
    """Whom a message on a shared phone is for."""
    return f"Gửi đ/c {given.upper()}:"


def named(given: str, label: str) -> str:
    """A choice on a shared phone."""
    return f"{given}: {label}"


def by_name(given: str, words: str) -> str:
    """How one of two on a phone answers, with the name in what is to be said: 'nhắn “Lan: tôi dự”'. A command asks by itself."""
    return words if given in words else words.replace("“", f"“{given}: ")


def may_ask_in() -> str:
    return "Đồng chí được miễn sinh hoạt nên Sổ tay không gửi giấy mời họp. Muốn vẫn được mời, nhắn MỜI TÔI."


def away_until(away: MemberCircumstance, now: datetime) -> str:
    """'đi vắng đến 15/03/2027, ở với con gái', with its first day where that is to come."""
    since = f" từ {away.since.astimezone(now.tzinfo):%d/%m/%Y}" if away.since > now else ""
    told = lasting(f"đi vắng{since}", away.until, now.tzinfo)
    return told + (f", {away.reason}" if away.reason else "")


def lasting(what: str, until: datetime | None, zone: tzinfo | None) -> str:
    """What holds, with its last day where one is known; `until` is the first moment after that."""
    return f"{what} đến {until.astimezone(zone) - A_DAY:%d/%m/%Y}" if until else what


def asks_how_many(text: str) -> bool:
    return re.search(r"\b(?:mấy(?! giờ)|bao nhiêu|số lượng)\b", text, re.IGNORECASE) is not None


def twice(number: int, menu: Menu) -> str:
    matter, ((_, label),) = menu[0]
    return f"Câu vừa hỏi đã xong. Số {number} này là trả lời {matter}: {label}?"


def nothing_recorded() -> Message:
    return Message("Đã bỏ qua, chưa ghi gì thêm.")


def old_button() -> Message:
    return Message("Nút này đã cũ, không ghi gì thêm. Nhắn TRỢ GIÚP để xem việc đang chờ đồng chí.")


def pressed(label: str | None) -> str:
    """What a pressed button leaves behind; nothing of its label where nobody shall know it."""
    return f"→ {label or 'đã nhận'}"


def step_done() -> Message:
    return Message("Câu này đã qua, không ghi gì thêm.")


def otherwise(question: str) -> str:
    """What is shown again because it has changed since it was shown."""
    return f"Trong lúc chờ, việc dưới đây đã khác đi, nên chưa làm gì. Xin đồng chí xem lại.\n\n{question}"


def half_done(question: str) -> str:
    return (
        "Đồng chí đang làm dở việc dưới đây, nên lời vừa nhắn chưa ghi vào đâu. "
        f"Xin trả lời câu này, hoặc nhắn THÔI rồi trả lời việc mới.\n\n{question}"
    )


def waits_for(given: str, question: str) -> str:
    """What somebody hears whose words came while a form asks the other one of the phone."""
    return (
        f"Câu dưới đây đang chờ lời của đồng chí {given}, nên lời vừa nhắn chưa ghi vào đâu. "
        f"Đồng chí {given} trả lời thì xin nhắn “{given}:” trước lời mình; muốn bỏ câu này, nhắn THÔI. Xong câu này, xin nhắn lại lời vừa rồi.\n\n{question}"
    )


def shortened(text: str, at_most: int = 60) -> str:
    """The first line of what somebody wrote, cut at a word."""
    line = text.split("\n", 1)[0].strip()
    return line if len(line) <= at_most else f"{line[: at_most - 1].rsplit(' ', 1)[0].rstrip(' ,.;:-')}…"


def too_long(text: str) -> Message | None:
    """Refuses a text that is kept and shown to others when it has no end; None where it may be."""
    if len(text) <= LONGEST:
        return None
    return Message(
        f"Tin dài {len(text)} chữ cái, Sổ tay nhận đến {LONGEST}. Xin đồng chí rút ngắn rồi nhắn lại."
    )


def capital(text: str) -> str:
    """The text with its first letter large, the rest as it was."""
    return text[:1].upper() + text[1:]


def not_recorded(asked: Message) -> Message:
    """A question that is put again because the words were no answer to it: it never looks as if they had been taken."""
    labels = [label for _, label in asked.question.choices] if asked.question else []
    edit = f" Muốn sửa, nhắn {EDIT.upper()}." if EDIT in labels else ""
    return replace(asked, text=f"{NOT_RECORDED}{edit}\n{asked.text}")


def dropped() -> Message:
    return Message("Đã thôi, chưa có gì thay đổi.")


FIRST_STEP = "Đây là câu đầu, chưa có gì để sửa. Muốn bỏ cả việc đang làm, nhắn THÔI."


def set_aside() -> Message:
    return Message("(Việc đang hỏi dở đã bỏ.)")


def really(what: str) -> str:
    """what: the help of a word, of which only what it does is asked, without its example or its further uses."""
    what = re.split(r" \(|;", what)[0]
    return f"Có phải đồng chí muốn {what[0].lower()}{what[1:].rstrip('.')} không?"


_NO_QUOTES = dict.fromkeys(map(ord, '“”"'))


def really_with(word: str, text: str) -> str:
    """The question about a word that was written without its slash, with what stands behind it."""
    return f"Có phải đồng chí muốn nhắn /{word} với nội dung “{shortened(text.translate(_NO_QUOTES))}” không?"


def kept(texts: list[str]) -> str:
    """Before the question who speaks: what was said meanwhile is not lost."""
    said = ", ".join(f"“{shortened(text)}”" for text in texts)
    return f"Sổ tay giữ lại lời {said}; chờ biết đồng chí nào nhắn rồi mới ghi.\n" if texts else ""


def begun(menu: Menu) -> Message:
    """To words that begin like a vote and go on: a vote is one whole phrase, and what is longer is none (people 3)."""
    return Message(
        f"{NOT_RECORDED} Xin nhắn một số; có ý kiến riêng thì chọn số của “Ý kiến khác”, Sổ tay sẽ hỏi nội dung.\n{by_number(menu)}"
    )


def broken(in_a_form: bool) -> Message:
    """in_a_form: something was being filled in, which is given up."""
    left = " Việc đang làm dở đã thôi, xin làm lại từ đầu." if in_a_form else ""
    return Message(
        f"Sổ tay gặp trục trặc, chưa ghi được tin vừa rồi.{left} Xin đồng chí nhắn lại sau ít phút, hoặc nhắn GỌI."
    )
