"""What the clock says of papers from above: to leaders who have not passed one on, to the office at the end, when a meeting takes one."""

from datetime import datetime

from handlers.dispatches.going import KIND
from handlers.dispatches.wording import DECISIONS
from handlers.kit import papers
from handlers.kit.leaders import whom_to_call
from handlers.kit.message import Message
from handlers.kit.reading import short
from handlers.kit.wording import shortened
from models import dispatch
from models.database import Session
from models.dispatch import Dispatch, HandedDown, Standing


def reminder(session: Session, sent: Dispatch, row: HandedDown, now: datetime) -> Message:
    """The paper once more, with the same choices."""
    paper = dispatch.paper_of(session, sent)
    text = waits(paper.title, sent.ends_at, now)
    return papers.carrying(text, paper).asking(KIND, str(row.id), *DECISIONS)


# Wording


def waits(title: str, until: datetime, now: datetime) -> str:
    return f"NHẮC: văn bản của cấp trên còn chờ đồng chí, hạn {short(until, now)}: {title}"


def joined(title: str, number: int, meeting: str) -> Message:
    return Message(f"Văn bản “{shortened(title)}” đã vào tài liệu của {meeting}, tài liệu số {number}.")


def ended(title: str, missing: list[Standing], total: int) -> Message:
    """Who has not, told once when the time is over."""
    lines = [f"- {one.branch.name} ({whom_to_call(one.leaders)})" for one in missing]
    return Message(
        "\n".join(
            [f"HẾT HẠN: {title}. {len(missing)} trên {total} chi bộ chưa xong, xin gọi điện thoại:", *lines]
        )
    )
