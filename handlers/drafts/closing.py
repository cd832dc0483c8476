"""/dong closes a draft too: no more comments are taken, and what has not gone of it never goes."""

from functools import partial

from handlers.drafts.putting_out import DRAFTS, KIND
from handlers.drafts.wording import called
from handlers.kit import until
from handlers.kit.message import Message, Reply
from handlers.kit.router import Closable, router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from models import draft, outbox
from models.draft import Draft
from models.until import close, is_open


@router.closable
def closables(turn: Turn) -> list[Closable]:
    """The branch's drafts that are open."""
    return [
        Closable(
            f"draft:{one.id}",
            capital(called(one)),
            before_closing(called(one), until.said(one.until, turn.now)),
            partial(_closed, about=one),
        )
        for one in draft.of_branch(turn.session, turn.here)
        if is_open(one, turn.now)
    ]


def _closed(turn: Turn, about: Draft) -> Reply:
    if not close(turn.session, about, turn.me, turn.now):
        return closed_already(called(about))
    outbox.close_question(turn.session, KIND, str(about.id), turn.now)
    outbox.withdraw(turn.session, DRAFTS.key.format(about.id))
    return closed(called(about))


# Wording


def before_closing(about: str, then: str) -> str:
    return f"Đóng {about}, đang nhận góp ý đến {then}?\nĐóng rồi không ghi thêm góp ý; góp ý đã ghi vẫn giữ. Sổ tay không báo chi bộ."


def closed(about: str) -> Message:
    return Message(
        f"Đã đóng {about}, góp ý đã ghi vẫn giữ: nhắn KẾT QUẢ để xem. Gửi bản đúng: nhắn /duthao và nội dung."
    )


def closed_already(about: str) -> Message:
    return Message(f"{capital(about)} đã đóng rồi.")
