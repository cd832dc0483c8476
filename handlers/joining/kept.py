"""What is kept of a member, in words: as he sees it in the chat, and whole, as he may take it away (people 20, 35)."""

from datetime import datetime

from handlers.joining.mine import CONSENTS
from handlers.kit.own import at, kept_of
from handlers.kit.reach import CHANNELS
from handlers.kit.wording import lasting
from models import address as addresses
from models import member
from models.database import Session
from models.member import Member
from models.terms import ChannelName, Circumstance, JoinedBy, Post, Standing, Tie

OUR_OWN = (ChannelName.WEB, ChannelName.CONSOLE)


def stays_with_us(channel: ChannelName) -> bool:
    """Whether what goes there passes no other company: card number and home are written out there alone."""
    return channel in OUR_OWN


def whole(session: Session, whose: Member, now: datetime, *, away: bool) -> str:
    """All that is kept of a member, for himself; the first line says who took it and when."""
    parts = [
        (THE_LIST, in_the_list(session, whose, now, away=away)),
        (OVER_TIME, _over_time(session, whose, now)),
        (PHONES, _phones_over_time(session, whose, now)),
        *kept_of(session, whose, now),
    ]
    lines = [taken(whose.known_as, at(now, now))]
    for title, said in parts:
        lines += ["", title, *(f"- {line}" for line in said)]
    return "\n".join([*lines, "", REST])


def _over_time(session: Session, whose: Member, now: datetime) -> list[str]:
    found = [
        f"{place.name} ({TIES[tie.tie]}): {span(tie.since, tie.until, now)}"
        for place, tie in member.memberships(session, whose)
    ]
    found += [
        f"{POSTS[post.post].capitalize()}, {place.name}: {span(post.since, post.until, now)}"
        for place, post in member.posts_held(session, whose)
    ]
    found += [
        f"{CIRCUMSTANCES[held.kind].capitalize()}{_in_brackets(held.decision, held.reason)}: "
        f"{span(held.since, held.until, now)}"
        for held in member.what_held(session, whose)
    ]
    return found


def _in_brackets(*words: str | None) -> str:
    said = "; ".join(filter(None, words))
    return f" ({said})" if said else ""


# Wording

THE_LIST, OVER_TIME, PHONES = "TRONG DANH SÁCH", "THEO THỜI GIAN", "MÁY VÀ SỰ ĐỒNG Ý"
REST = (
    "Ngoài ra Sổ tay giữ: các tin đã gửi cho đồng chí, giờ gửi; nhật ký việc đã làm, chỉ bằng số hiệu, không có lời. "
    "Những lời khác đồng chí nhắn thì không giữ. Chỗ nào sai, xin báo bí thư để sửa."
)
STANDINGS = {Standing.OFFICIAL: "chính thức", Standing.PROBATIONARY: "dự bị"}
CIRCUMSTANCES = {
    Circumstance.EXEMPT: "miễn công tác và sinh hoạt",
    Circumstance.ELSEWHERE: "sinh hoạt tạm thời nơi khác",
    Circumstance.HERE: "sinh hoạt tạm thời ở đây",
    Circumstance.AWAY: "đi vắng",
    Circumstance.SUSPENDED: "đình chỉ sinh hoạt",
    Circumstance.DECEASED: "từ trần",
    Circumstance.MOVED: "đã chuyển đi",
    Circumstance.LEFT: "ra khỏi Đảng",
}
POSTS = {
    Post.SECRETARY: "bí thư",
    Post.DEPUTY: "phó bí thư",
    Post.COMMITTEE: "chi ủy viên",
    Post.ACTING: "điều hành thay",
    Post.ADMINISTRATOR: "quản trị",
    Post.FOLLOWER: "theo dõi chi bộ",
}
TIES = {
    Tie.OFFICIAL: "sinh hoạt chính thức",
    Tie.TEMPORARY: "sinh hoạt tạm thời",
    Tie.RESIDENCE: "nơi cư trú",
}
WAYS = {
    JoinedBy.FACE: "do bí thư nhận mặt",
    JoinedBy.CODE: "bằng mã",
    JoinedBy.CONTACT: "bằng số điện thoại",
    JoinedBy.TRIAL: "để dùng thử",
}
ASKED_IN = " (xin vẫn được mời họp)"
NOT_SENT = "có giữ, không gửi qua tin nhắn; xin xem ở bí thư hoặc trên trang web"
OF_RELATIVE = " (của người nhà)"


def in_the_list(session: Session, whose: Member, now: datetime, *, away: bool) -> list[str]:
    """The member's row of the list, with what holds today. away: it goes through another company."""
    branch = member.branch_of(session, whose)
    posts = [POSTS[post.post] for post in member.posts(session, whose, now)]
    holds = [
        lasting(CIRCUMSTANCES[held.kind], held.until, now.tzinfo)
        + (ASKED_IN if held.asked_in else "")
        + (f" ({held.reason})" if held.reason else "")
        for held in member.circumstances(session, whose, now)
    ]
    said = {
        "Họ và tên": whose.name,
        "Tên thường gọi": whose.usual_name,
        "Ngày sinh": spelt(whose.birth),
        "Giới tính": whose.sex,
        "Số thẻ đảng": whose.card and (NOT_SENT if away else whose.card),
        "Ngày vào Đảng": spelt(whose.joined),
        "Ngày chính thức": spelt(whose.official),
        "Tình trạng": ", ".join([STANDINGS[whose.standing], *holds]),
        "Chức vụ": ", ".join(posts),
        "Tổ đảng": member.cell_of(session, whose, branch) if branch else None,
        "Điện thoại": whose.phone and f"{whose.phone}{OF_RELATIVE if whose.phone_of_relative else ''}",
        "Nơi ở": whose.residence and (NOT_SENT if away else whose.residence),
    }
    return [f"{title}: {value or 'chưa có'}" for title, value in said.items()]


def phones(session: Session, whose: Member) -> list[str]:
    """The member's phones today, each with what was agreed to there."""
    return [
        f"Máy: {CHANNELS[addresses.channel_of(session, address)]}, {CONSENTS[binding.consent]}"
        for binding, address in addresses.of_member(session, whose)
    ]


def taken(name: str, moment: str) -> str:
    return f"DỮ LIỆU CỦA ĐỒNG CHÍ {name.upper()}. Đồng chí {name} lấy lúc {moment}. Lưu hành nội bộ."


def _phones_over_time(session: Session, whose: Member, now: datetime) -> list[str]:
    found = []
    for binding, address in addresses.history(session, whose):
        name = f" “{address.shown_name}”" if address.shown_name else ""
        parts = [
            f"{CHANNELS[addresses.channel_of(session, address)]}{name}, vào {WAYS[binding.joined_by]} {at(binding.joined_at, now)}"
        ]
        if binding.confirmed_at and binding.confirmed_by_id:
            by = session.get_one(Member, binding.confirmed_by_id).given
            parts.append(f"đồng chí {by} xác nhận {at(binding.confirmed_at, now)}")
        answered = f" {at(binding.consent_at, now)}" if binding.consent_at else ""
        words = f" (lời hỏi bản {binding.consent_version})" if binding.consent_version else ""
        parts.append(f"ý đã chọn: {CONSENTS[binding.consent]}{answered}{words}")
        if binding.ended_at:
            parts.append(f"thôi dùng {at(binding.ended_at, now)}")
        found.append("; ".join(parts))
    return found


def span(since: datetime, until: datetime | None, now: datetime) -> str:
    """'từ 03/12/2026 đến 05/03/2027'."""
    end = f" đến {until.astimezone(now.tzinfo):%d/%m/%Y}" if until else ""
    return f"từ {since.astimezone(now.tzinfo):%d/%m/%Y}{end}"


def spelt(day: str | None) -> str | None:
    """'1948-05-19' as 19/05/1948."""
    return day and "/".join(reversed(day.split("-")))
