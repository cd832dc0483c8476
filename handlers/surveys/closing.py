"""The end of a survey, by hand or by the clock, and its counts: told to whoever leads, seen afterwards by those who were asked."""

from datetime import datetime
from functools import partial

from handlers.kit import until
from handlers.kit.message import UNDER_A_PICTURE, Message, Reply
from handlers.kit.router import Closable, Matter, router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from handlers.surveys import tabling, wording
from handlers.surveys.answering import closed
from handlers.surveys.asking import SURVEYS, unreached
from models import member, survey
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.survey import Closed, Survey
from models.until import is_open


def end(session: Session, about: Survey, closer: Member | None, now: datetime, not_before: datetime) -> None:
    """Ends a survey and owes its counts to whoever leads, but for the closer, who reads them in the reply. Raises Closed."""
    survey.close(session, about, closer, now)
    branch = session.get_one(Organisation, about.organisation_id)
    leaders = [leader.id for leader in member.leaders(session, branch, now)]
    result = _counted(session, about, names=True)
    SURVEYS.tell_result(session, about, leaders, result, closer, now, not_before)


def _counted(session: Session, about: Survey, *, names: bool) -> Message:
    """The result in words, and as a picture where the words leave room for one."""
    asked, counts = survey.counts(session, about)
    text = wording.result(
        about, about.closed_at is not None, (asked, unreached(session, about)), counts, names=names
    )
    return Message(text, picture=charted(about) if len(text) <= UNDER_A_PICTURE else None)


def charted(about: Survey) -> str:
    """The recipe of its bars."""
    return f"chart:survey:{about.id}"


def _whole(session: Session, about: Survey, *, names: bool) -> list[Message]:
    """All that there is to see: the words, the bars, and for whoever leads the table."""
    first = _counted(session, about, names=names)
    bars = [] if first.picture else [Message(wording.bars_of(about), picture=charted(about))]
    return [first, *bars, *([tabling.offered(about)] if names else [])]


@router.closable
def closables(turn: Turn) -> list[Closable]:
    """The branch's surveys that are open."""
    return [
        Closable(
            f"survey:{about.id}",
            capital(wording.matter(about)),
            before_closing(about, survey.finished(turn.session, about), turn.now),
            partial(_by_hand, about=about),
        )
        for about in survey.of_branch(turn.session, turn.here)
        if is_open(about, turn.now)
    ]


def _by_hand(turn: Turn, about: Survey) -> Reply:
    try:
        end(turn.session, about, turn.me, turn.now, turn.hours.opens(turn.now))
    except Closed:
        return Message(closed(about, turn, False))
    return _whole(turn.session, about, names=True)


@router.result
def results(turn: Turn) -> list[tuple[datetime, Matter]]:
    """What has ended, for those who were asked; everything, as it stands and by name, for whoever leads."""
    seen = {about.id: about for about in survey.put_to(turn.session, turn.me) if about.closed_at is not None}
    if turn.leads():
        seen |= {about.id: about for about in survey.of_branch(turn.session, turn.here)}
    return [
        (
            about.ended_at,
            Matter(f"survey:{about.id}", capital(wording.matter(about)), partial(_seen, about=about)),
        )
        for about in seen.values()
    ]


def _seen(turn: Turn, about: Survey) -> Reply:
    mine = turn.leads() and about.organisation_id == turn.here.id
    return _whole(turn.session, about, names=mine)


# Wording

TO_WHOM = (
    "Kết quả có tên gửi bí thư, phó bí thư; đồng chí được hỏi nhắn KẾT QUẢ thì xem được số, không có tên."
)

NO_NAMES = "Không ghi tên: đóng rồi chỉ còn số đếm của câu nào có từ năm phiếu trở lên."


def before_closing(about: Survey, finished: tuple[int, int], now: datetime) -> str:
    return (
        f"Đóng {wording.matter(about)}, đang mở đến {until.said(about.until, now)}.\n"
        f"Đã trả lời đủ {finished[0]} trên {finished[1]} đồng chí; đóng rồi không ghi thêm được.\n"
        f"{NO_NAMES if about.nameless else TO_WHOM}"
    )
