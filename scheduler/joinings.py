"""Joinings reach whoever leads the branch as one message a quarter of an hour (decision 31), and whoever is to say that they are those
people (people 10)."""

from datetime import datetime

from handlers.kit.hours import Hours
from handlers.kit.message import Message
from models import confirming, member, outbox
from models.confirming import Joining
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.outbox import Purpose
from models.terms import JoinedBy

EVERY = 15
"""Minutes."""


def tell_leaders(session: Session, now: datetime, hours: Hours) -> None:
    """Tells the joinings up to the last whole quarter of an hour, each once; a branch without a leader waits.

    The notice's moment is the end of that quarter: up to there it tells, what comes later is the next one's.
    """
    end = now.replace(minute=now.minute - now.minute % EVERY, second=0, microsecond=0)
    for branch, joined in outbox.untold_joinings(session, end):
        for place, (text, people) in enumerate(_said_to(session, branch, joined, now).items()):
            outbox.tell(
                session,
                people,
                Message(text).content(),
                key=f"joined:{branch.id}:{end.isoformat()}:{place}",
                kind=outbox.JOINED,
                now=end,
                purpose=Purpose.CONTENT,
                not_before=hours.for_the_clock(now),
                expires=now + outbox.CALLS_FOR,
                organisation_id=branch.id,
            )


def _said_to(
    session: Session, branch: Organisation, joined: list[Joining], now: datetime
) -> dict[str, list[int]]:
    """What is said, to whom: who leads hears of all but himself and those whom he recognised himself, who else may vouch of what waits
    for him."""
    leaders = [leader.id for leader in member.leaders(session, branch, now)]
    if not leaders:
        return {}
    asked: dict[int, list[Joining]] = {}
    among = confirming.circles(session, branch, now)
    waiting = {joining.binding.id for joining in confirming.unconfirmed(session, branch)}
    for joining in (joining for joining in joined if joining.binding.id in waiting):
        for voucher in {phone.member_id for phone in confirming.vouchers(session, among, joining.binding)}:
            asked.setdefault(voucher, []).append(joining)
    said: dict[str, list[int]] = {}
    for leader in leaders:
        news = [joining for joining in joined if not _knows(leader, joining)]
        if news:
            lines = [line(joining, _by(session, joining)) for joining in news]
            said.setdefault(joined_lately(lines, confirms=leader in asked), []).append(leader)
    for voucher in sorted(asked.keys() - set(leaders)):
        lines = [line(joining, _by(session, joining)) for joining in asked[voucher]]
        said.setdefault(to_confirm(lines), []).append(voucher)
    return said


def _knows(leader: int, joining: Joining) -> bool:
    """Whether it is his own joining, or he let the person in himself."""
    if joining.member.id == leader:
        return True
    return joining.binding.joined_by is JoinedBy.FACE and joining.binding.issued_by_id == leader


def _by(session: Session, joining: Joining) -> str | None:
    issuer = joining.binding.issued_by_id
    return session.get_one(Member, issuer).given if issuer else None


# Wording


def line(joining: Joining, by: str | None) -> str:
    """'- Đỗ Văn Sáu, mã do đồng chí Tú cấp, tên hiện trên máy: “Sáu”'."""
    parts = [f"- {joining.member.known_as}"]
    if by:
        face = joining.binding.joined_by is JoinedBy.FACE
        parts.append(f"do đồng chí {by} ghi nhận" if face else f"mã do đồng chí {by} cấp")
    if joining.address.shown_name:
        parts.append(f"tên hiện trên máy: “{joining.address.shown_name}”")
    return ", ".join(parts)


def joined_lately(lines: list[str], *, confirms: bool) -> str:
    """confirms: among them is somebody whom the reader may confirm."""
    how = "\nXác nhận đúng người: nhắn /xacnhan." if confirms else ""
    return "\n".join(["Vừa vào Sổ tay:", *lines, f"Nếu có máy ghi nhầm, nhắn GỠ MÁY và tên.{how}"])


def to_confirm(lines: list[str]) -> str:
    """For somebody who does not lead the branch."""
    asked = "Cần đồng chí xác nhận đúng người, vì ở chi bộ chưa có ai khác xác nhận được: nhắn /xacnhan."
    return "\n".join(["Vừa vào Sổ tay:", *lines, asked])
