"""The ladder: a member gets a notice once and stands in the call list once, however many of his addresses end."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from bot.migrate import upgrade
from models import address as addresses
from models import outbox
from models.database import engine
from models.outbox import Delivery
from models.terms import DeliveryState
from tests.database import blank, fresh
from tests.models.test_outbox import NOW, chat, person, told

QUEUED, SENT, FAILED, UNREACHED, CANCELLED = (
    DeliveryState.QUEUED,
    DeliveryState.SENT,
    DeliveryState.FAILED,
    DeliveryState.UNREACHED,
    DeliveryState.CANCELLED,
)


def states(session: Session) -> list[DeliveryState]:
    return [copy.state for copy in session.exec(select(Delivery).order_by(Delivery.id))]


def test_a_phone_that_ends_after_nobody_looked_leaves_one_copy_for_the_next() -> None:
    with fresh() as session:
        lan = person(session)
        web = chat(session, lan, "a")
        told(session, [lan])
        outbox.unseen(session, web.bot_id, NOW)
        outbox.let_go(session, addresses.bindings(session, web)[0], NOW)
        assert states(session) == [FAILED, UNREACHED]
        anew = chat(session, lan, "b")
        outbox.deliver_to(session, anew, addresses.bindings(session, anew)[0], NOW)
        assert states(session) == [FAILED, QUEUED]


def test_what_is_for_one_phone_goes_to_no_other() -> None:
    with fresh() as session:
        lan = person(session)
        here, _ = chat(session, lan, "a"), chat(session, lan, "b")
        for key in ("fails", "unseen", "phone goes"):
            outbox.owe(
                session,
                here,
                lan.id,
                {"text": key},
                key=key,
                now=NOW,
                purpose=outbox.Purpose.HERE,
                priority=outbox.Priority.URGENT,
            )
        outbox.failed(session, session.exec(select(Delivery).order_by(Delivery.id)).first(), "500")
        outbox.unseen(session, here.bot_id, NOW)
        outbox.let_go(session, addresses.bindings(session, here)[0], NOW)
        assert states(session) == [FAILED, CANCELLED, CANCELLED]


def test_what_went_down_once_does_not_go_a_second_way() -> None:
    with fresh() as session:
        lan = person(session)
        web = chat(session, lan, "a")
        chat(session, lan, "b")
        first = told(session, [lan])[0]
        outbox.unseen(session, web.bot_id, NOW)
        second = session.exec(select(Delivery).where(Delivery.id > first.id)).one()
        outbox.sent(second, "1", NOW)
        chat(session, lan, "c")
        outbox.failed(session, first, "500")
        assert states(session) == [FAILED, SENT]


def test_what_a_browser_shows_late_needs_no_call_and_goes_to_no_later_phone() -> None:
    with fresh() as session:
        lan = person(session)
        web = chat(session, lan, "a")
        first = told(session, [lan])[0]
        outbox.unseen(session, web.bot_id, NOW)
        assert outbox.claim(session, [first.id], NOW)
        outbox.taken(session, web.id, [first.id], NOW)
        session.flush()
        session.expire_all()
        assert states(session) == [SENT, CANCELLED], "nobody is to call"
        anew = chat(session, lan, "b")
        outbox.deliver_to(session, anew, addresses.bindings(session, anew)[0], NOW)
        assert states(session) == [SENT, CANCELLED]


def test_what_a_browser_is_just_taking_goes_to_no_later_phone() -> None:
    with fresh() as session:
        lan = person(session)
        web = chat(session, lan, "a")
        first = told(session, [lan])[0]
        outbox.unseen(session, web.bot_id, NOW)
        assert outbox.claim(session, [first.id], NOW)
        anew = chat(session, lan, "b")
        outbox.deliver_to(session, anew, addresses.bindings(session, anew)[0], NOW)
        assert states(session) == [DeliveryState.SENDING, UNREACHED]


def test_what_waits_for_a_browser_does_not_hold_up_the_ladder() -> None:
    with fresh() as session:
        lan = person(session)
        web, _, third = chat(session, lan, "a"), chat(session, lan, "b"), chat(session, lan, "c")
        first = told(session, [lan])[0]
        outbox.unseen(session, web.bot_id, NOW)
        second = session.exec(select(Delivery).where(Delivery.id > first.id)).one()
        outbox.refused(session, second, "Forbidden")
        last = session.exec(select(Delivery).where(Delivery.id > second.id)).one()
        assert (last.address_id, last.state) == (third.id, QUEUED)


def test_told_everywhere_one_phone_that_works_is_enough() -> None:
    with fresh() as session:
        lan = person(session)
        chat(session, lan, "a"), chat(session, lan, "b")
        one, two = told(session, [lan], everywhere=True)
        outbox.refused(session, one, "Forbidden")
        assert states(session) == [FAILED, QUEUED]
        outbox.refused(session, two, "Forbidden")
        assert states(session) == [FAILED, FAILED, UNREACHED]


def test_twins_of_before_become_one(tmp_path: Path) -> None:
    url = blank(tmp_path)
    upgrade(url, to="0003")
    opened = engine(url, writes=True)
    row = {"at": NOW.isoformat(), "until": (NOW + timedelta(days=1)).isoformat()}
    with opened.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO member (id, name, folded, standing, phone_of_relative) VALUES (1, 'Lan', 'lan', 'official', FALSE)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO notice (id, key, kind, purpose, content, created_at, withdrawn) "
                "VALUES (1, 'k', 'n', 'times', '{}', :at, FALSE), (2, 'l', 'n', 'times', '{}', :at, FALSE)"
            ),
            row,
        )
        connection.execute(
            text(
                "INSERT INTO delivery (notice_id, member_id, state, priority, asks, not_before, expires_at, tries, again) "
                "SELECT n.id, 1, 'unreached', 2, FALSE, :at, :until, 0, FALSE FROM notice n, (SELECT 1 UNION SELECT 2) twice"
            ),
            row,
        )
    upgrade(url)
    with Session(opened) as session:
        copies = session.exec(select(Delivery).order_by(Delivery.notice_id, Delivery.id)).all()
        assert [copy.state for copy in copies] == [UNREACHED, DeliveryState.CANCELLED] * 2
        copies[1].state = UNREACHED
        with pytest.raises(IntegrityError):
            session.flush()
    opened.dispose()
