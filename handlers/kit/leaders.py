"""Whom to telephone at a branch, as its committee is told."""

from models.member import Member

# Wording


def with_phone(who: Member) -> str:
    return f"đ/c {who.known_as}, {who.phone or 'chưa có số điện thoại'}"


def whom_to_call(leaders: list[Member]) -> str:
    """'đ/c Nguyễn Văn Tú, 0900000001', or that there is nobody."""
    return with_phone(leaders[0]) if leaders else "chưa có bí thư"
