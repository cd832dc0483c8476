"""The outbox: one notice once, the right address, numbers that never mean two things, and every outcome its own end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models import address as addresses
from models import bot_account, outbox
from models.address import Address
from models.folding import fold
from models.member import Member
from models.outbox import Delivery, Offer, Priority, Purpose, Want
from models.terms import AddressState, ChannelName, Consent, DeliveryState, JoinedBy, Standing
from tests.database import fresh
from tests.owed import due_at, planned

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
QUESTION = {"kind": "attendance", "subject": "1.1", "choices": [["yes", "Tham dự"], ["no", "Xin vắng mặt"]]}


def person(session: Session, name: str = "Nguyễn Thị Lan") -> Member:
    made = Member(name=name, folded=fold(name), standing=Standing.OFFICIAL)
    session.add(made)
    session.flush()
    return made


def chat(session: Session, who: Member, identity: str, consent: Consent = Consent.FULL) -> Address:
    bot = bot_account.known(session, ChannelName.ZALO, "1", "so", NOW)
    where = addresses.at(session, bot, identity, None, NOW)
    bound = addresses.bind(session, where, who, JoinedBy.CODE, NOW)
    addresses.consent(bound, consent, "1", NOW)
    session.flush()
    return where


def told(session: Session, people: list[Member], key: str = "k", **more: object) -> list[Delivery]:
    outbox.tell(session, [p.id for p in people], {"text": "x"}, key=key, kind="notice", now=NOW, **more)  # type: ignore[arg-type]
    return list(session.exec(select(Delivery).order_by(Delivery.id)))


def test_a_notice_is_told_once() -> None:
    with fresh() as session:
        lan = person(session)
        chat(session, lan, "a")
        told(session, [lan])
        with pytest.raises(outbox.Again):
            told(session, [lan])
        assert len(session.exec(select(Delivery)).all()) == 1


def test_the_first_address_that_works_is_taken() -> None:
    with fresh() as session:
        lan = person(session)
        first, second = chat(session, lan, "a"), chat(session, lan, "b")
        assert told(session, [lan])[-1].address_id == first.id
        first.state = AddressState.BLOCKED
        session.flush()
        assert told(session, [lan], "k2")[-1].address_id == second.id
        assert [d.address_id for d in told(session, [lan], "k3", everywhere=True)][-1:] == [second.id]


def test_everywhere_is_all_addresses() -> None:
    with fresh() as session:
        lan = person(session)
        one, two = chat(session, lan, "a"), chat(session, lan, "b")
        assert {d.address_id for d in told(session, [lan], everywhere=True)} == {one.id, two.id}


@pytest.mark.parametrize(
    ("consent", "purpose", "state"),
    [
        (Consent.FULL, Purpose.CONTENT, DeliveryState.QUEUED),
        (Consent.TIMES_ONLY, Purpose.TIMES, DeliveryState.QUEUED),
        (Consent.TIMES_ONLY, Purpose.CONTENT, DeliveryState.UNREACHED),
        (Consent.RELATIVE, Purpose.TIMES, DeliveryState.QUEUED),
        (Consent.RELATIVE, Purpose.CONTENT, DeliveryState.UNREACHED),
        (Consent.PENDING, Purpose.TIMES, DeliveryState.UNREACHED),
        (Consent.REFUSED, Purpose.TIMES, DeliveryState.UNREACHED),
    ],
)
def test_consent_decides(consent: Consent, purpose: Purpose, state: DeliveryState) -> None:
    with fresh() as session:
        lan = person(session)
        chat(session, lan, "a", consent)
        assert [d.state for d in told(session, [lan], purpose=purpose)] == [state]


def test_what_was_owed_waits_for_the_newcomer() -> None:
    with fresh() as session:
        lan = person(session)
        owed = told(session, [lan], purpose=Purpose.TIMES, expires=NOW + timedelta(hours=1))[0]
        assert owed.state is DeliveryState.UNREACHED
        where = chat(session, lan, "a", Consent.TIMES_ONLY)
        outbox.deliver_to(session, where, addresses.bindings(session, where)[0], NOW)
        assert (owed.state, owed.address_id) == (DeliveryState.QUEUED, where.id)


def test_a_refused_copy_goes_one_step_down_and_ends_in_the_call_list() -> None:
    with fresh() as session:
        lan = person(session)
        one, two = chat(session, lan, "a"), chat(session, lan, "b")
        copy = told(session, [lan])[0]
        outbox.claim(session, [copy.id], NOW)
        outbox.refused(session, copy, "Forbidden")
        assert one.state is AddressState.BLOCKED
        second = session.exec(select(Delivery).where(Delivery.id > copy.id)).one()
        assert (second.address_id, second.state) == (two.id, DeliveryState.QUEUED)
        outbox.refused(session, second, "Forbidden")
        last = session.exec(select(Delivery).where(Delivery.id > second.id)).one()
        assert (last.address_id, last.state) == (None, DeliveryState.UNREACHED)


def test_answers_go_before_broadcasts_and_a_chat_has_one_in_flight() -> None:
    with fresh() as session:
        lan = person(session)
        where = chat(session, lan, "a")
        notice = told(session, [lan])[0]
        answer = outbox.owe(session, where, lan.id, {"text": "y"}, key="a", now=NOW)
        (first,) = due_at(session, Want(where.bot_id), NOW)
        assert first is not None and first.id == answer.id
        outbox.claim(session, [answer.id], NOW)
        assert due_at(session, Want(where.bot_id), NOW) == []
        outbox.sent(answer, "1", NOW)
        (following,) = due_at(session, Want(where.bot_id), NOW)
        assert following is not None and following.id == notice.id


def test_what_is_late_beyond_use_expires() -> None:
    with fresh() as session:
        lan = person(session)
        where = chat(session, lan, "a")
        copy = told(session, [lan], expires=NOW + timedelta(hours=1))[0]
        later = NOW + timedelta(hours=1)
        assert due_at(session, Want(where.bot_id), later) == []
        assert outbox.expire(session, later) == 1
        session.refresh(copy)
        assert copy.state is DeliveryState.EXPIRED


def test_found_in_flight_after_a_crash_it_is_sent_again_marked() -> None:
    with fresh() as session:
        lan = person(session)
        where = chat(session, lan, "a")
        copy = told(session, [lan])[0]
        outbox.claim(session, [copy.id], NOW)
        session.flush()
        assert outbox.recover(session, [where.bot_id]) == 1
        session.refresh(copy)
        assert (copy.state, copy.again) == (DeliveryState.QUEUED, True)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(0, 5), st.integers(2, 4)),
        st.tuples(st.just("answer"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("move"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 15), st.just(0)),
    ),
    max_size=30,
)


@given(ACTS)
@example(
    [
        *(("ask", 0, 2), ("ask", 1, 2), ("answer", 0, 0), ("ask", 0, 4)),
        *(("move", 1, 0), ("ask", 1, 2), ("ask", 1, 2)),
    ]
)
@settings(max_examples=60)
def test_no_number_ever_means_two_things(acts: list[tuple[str, int, int]]) -> None:
    """Questions are asked, answered and asked again in any order: open choices of one chat never share a number, a freed number rests
    ten minutes, or means the same of the same thing at its new time; and the same question keeps its numbers while it is open."""
    with fresh() as session:
        lan, now = person(session), NOW
        where = chat(session, lan, "a")
        times = dict.fromkeys(range(16), 1)
        for step, (act, which, size) in enumerate(acts):
            subject = f"{which}.{times[which]}"
            if act == "wait":
                now += timedelta(minutes=which)
            elif act == "move":
                outbox.close_question(session, "attendance", subject, now, lan.id)
                times[which] += 1
            elif act == "answer":
                outbox.close_question(session, "attendance", subject, now, lan.id)
            else:
                before = {o.value: o.number for o in _open(session) if o.subject == subject}
                choices = [[str(n), f"c{n}"] for n in range(len(before) or size)]
                copy = outbox.owe(
                    session, where, lan.id, {"text": "?"}, key=str(step), now=now, priority=Priority.NOTICE
                )
                question = {"kind": "attendance", "subject": subject, "choices": choices}
                rested = {
                    (o.number, o.subject.split(".")[0], o.value)
                    for o in _closed(session)
                    if o.closed_at and o.closed_at > now - outbox.offers.RESTS and o.subject != subject
                }
                free = outbox.has_room(session, where.id, ("attendance", subject), lan.id, len(choices), now)
                made = outbox.offer(session, [(copy, question)], now)[copy.id]
                numbers = [o.number for o in made]
                if not any(numbers):
                    assert not before and not free
                    continue
                assert all(1 <= n <= 9 for n in numbers)
                if before:
                    assert {o.value: o.number for o in made} == before
                else:
                    again = {(o.number, str(which), o.value) for o in made}
                    assert {old for old in rested if old[0] in numbers} <= again
            meanings: dict[int, set[tuple[str, str]]] = {}
            for open_offer in _open(session):
                meanings.setdefault(open_offer.number, set()).add((open_offer.subject, open_offer.value))
            assert all(len(meaning) == 1 for meaning in meanings.values())


def test_what_has_arrived_without_choices_gets_none_when_it_is_shown_again() -> None:
    """Numbers are given at sending: a page that shows a message of an earlier program must not ask anew with it."""
    with fresh() as session:
        lan = person(session)
        chat(session, lan, "a")
        (copy,) = told(session, [lan])
        copy.state = DeliveryState.SENT
        assert outbox.offer(session, [(copy, QUESTION)], NOW)[copy.id] == []
        assert _open(session) == []
        copy.state = DeliveryState.SENDING
        made = outbox.offer(session, [(copy, QUESTION)], NOW)[copy.id]
        assert [o.number for o in made] == [1, 2]
        copy.state = DeliveryState.SENT
        assert outbox.offer(session, [(copy, QUESTION)], NOW)[copy.id] == made


def _open(session: Session) -> list[Offer]:
    return [o for o in session.exec(select(Offer)) if o.closed_at is None and o.number]


def _closed(session: Session) -> list[Offer]:
    return [o for o in session.exec(select(Offer)) if o.closed_at is not None]


def test_what_no_browser_took_goes_on_once() -> None:
    with fresh() as session:
        lan = person(session)
        one, two = chat(session, lan, "a"), chat(session, lan, "b")
        copy = told(session, [lan])[0]
        assert outbox.unseen(session, one.bot_id, NOW - timedelta(minutes=1)) == 0
        assert outbox.unseen(session, one.bot_id, NOW) == 1
        second = session.exec(select(Delivery).where(Delivery.id > copy.id)).one()
        assert (copy.state, second.address_id, second.state) == (
            DeliveryState.QUEUED,
            two.id,
            DeliveryState.QUEUED,
        )
        copy.state = DeliveryState.SENT
        second.state = DeliveryState.SENT
        session.flush()
        assert outbox.unseen(session, one.bot_id, NOW) == 0


def test_a_phone_let_go_gets_nothing_more() -> None:
    with fresh() as session:
        lan = person(session)
        where = chat(session, lan, "a")
        copy = told(session, [lan], not_before=NOW + timedelta(hours=8))[0]
        outbox.let_go(session, addresses.bindings(session, where)[0], NOW)
        assert due_at(session, Want(where.bot_id), NOW + timedelta(hours=9)) == []
        last = session.exec(select(Delivery).where(Delivery.id > copy.id)).one()
        assert last.state is DeliveryState.UNREACHED


def _in_flight(session: Session) -> tuple[Member, Address, Delivery]:
    lan = person(session)
    where = chat(session, lan, "a")
    copy = told(session, [lan])[0]
    outbox.claim(session, [copy.id], NOW)
    session.flush()
    return lan, where, copy


def _crash(session: Session, where: Address, copy: Delivery) -> None:
    outbox.recover(session, [where.bot_id])
    session.refresh(copy)


def _try_again(session: Session, where: Address, copy: Delivery) -> None:
    session.refresh(copy)
    outbox.retry(session, copy, NOW, "500")


def _not_sent(session: Session, where: Address, copy: Delivery) -> None:
    session.refresh(copy)
    outbox.failed(session, copy, "500")


@pytest.mark.parametrize("then", [_crash, _try_again, _not_sent])
def test_what_was_in_flight_goes_no_more_to_somebody_gone(
    then: Callable[[Session, Address, Delivery], None],
) -> None:
    with fresh() as session:
        lan, where, copy = _in_flight(session)
        outbox.cancel_for(session, lan)
        outbox.let_go(session, addresses.bindings(session, where)[0], NOW)
        then(session, where, copy)
        assert due_at(session, Want(where.bot_id), NOW) == []
        assert [d.state for d in session.exec(select(Delivery))] == [DeliveryState.CANCELLED]


@pytest.mark.parametrize("then", [_crash, _try_again])
@pytest.mark.parametrize("consent", [None, Consent.TIMES_ONLY, Consent.REFUSED])
def test_what_was_in_flight_goes_no_more_to_a_phone_let_go(
    then: Callable[[Session, Address, Delivery], None], consent: Consent | None
) -> None:
    with fresh() as session:
        lan, where, copy = _in_flight(session)
        other = chat(session, lan, "b")
        bound = addresses.bindings(session, where)[0]
        if consent is None:
            outbox.let_go(session, bound, NOW)
        else:
            addresses.consent(bound, consent, "1", NOW)
        then(session, where, copy)
        session.flush()
        (following,) = due_at(session, Want(where.bot_id), NOW)
        assert following is not None and following.address_id == other.id and not following.again


def test_an_answer_goes_to_the_chat_that_asked() -> None:
    with fresh() as session:
        lan = person(session)
        where = chat(session, lan, "a")
        outbox.let_go(session, addresses.bindings(session, where)[0], NOW)
        for priority in (Priority.ANSWER, Priority.NOTICE):
            owed = outbox.owe(
                session, where, lan.id, {"text": "y"}, key=str(priority), now=NOW, priority=priority
            )
            assert due_at(session, Want(where.bot_id), NOW) == [owed]
            outbox.sent(owed, "1", NOW)


def test_who_comes_back_gets_nothing_of_before() -> None:
    with fresh() as session:
        lan = person(session)
        told(session, [lan])
        outbox.cancel_for(session, lan)
        where = chat(session, lan, "a")
        outbox.deliver_to(session, where, addresses.bindings(session, where)[0], NOW)
        assert due_at(session, Want(where.bot_id), NOW) == []


def test_what_is_withdrawn_goes_to_nobody() -> None:
    with fresh() as session:
        lan, hung = person(session), person(session, "Phạm Văn Hùng")
        where = chat(session, lan, "a")
        copy = told(session, [lan, hung], purpose=Purpose.TIMES)[0]
        outbox.claim(session, [copy.id], NOW)
        session.flush()
        outbox.cancel(session, copy.notice_id)
        outbox.retry(session, copy, NOW, "500")
        assert copy.state is DeliveryState.CANCELLED
        other = chat(session, hung, "b", Consent.TIMES_ONLY)
        outbox.deliver_to(session, other, addresses.bindings(session, other)[0], NOW)
        assert due_at(session, Want(where.bot_id), NOW) == []


def test_nothing_overtakes_what_is_tried_again() -> None:
    with fresh() as session:
        lan = person(session)
        where = chat(session, lan, "a")
        first = told(session, [lan], "k1")[0]
        told(session, [lan], "k2")
        outbox.claim(session, [first.id], NOW)
        outbox.retry(session, first, NOW + timedelta(seconds=4), "500")
        session.flush()
        assert due_at(session, Want(where.bot_id), NOW) == []
        (following,) = due_at(session, Want(where.bot_id), NOW + timedelta(seconds=4))
        assert following is not None and following.id == first.id


@pytest.mark.parametrize(
    ("thing", "key", "is_meant"),
    [
        ("roll:5.1", "roll:5.1", True),
        ("roll:5.1", "roll:5.1:leader", True),
        ("roll:5.1", "roll:5.10", False),
        ("roll:5.1", "roll:5.10:leader", False),
        ("meeting:1", "meeting:10", False),
        ("meeting:5.", "meeting:5.10:12", True),
        ("document:1:", "document:1:0", True),
        ("document:1:", "document:10:0", False),
    ],
)
def test_what_concerns_one_thing_is_not_taken_back_with_another(thing: str, key: str, is_meant: bool) -> None:
    with fresh() as session:
        lan = person(session)
        chat(session, lan, "a")
        told(session, [lan], key)
        outbox.supersede(session, "notice", thing)
        (copy,) = session.exec(select(Delivery)).all()
        assert (copy.state is DeliveryState.CANCELLED) == is_meant


def test_what_is_owed_for_later_stands_in_nobodys_way() -> None:
    """Each priority is looked through only up to the hour; nothing is sorted."""
    with fresh() as session:
        lan = person(session)
        where = chat(session, lan, "a")
        told(session, [lan], not_before=NOW + timedelta(hours=9))
        plan = planned(session, Want(where.bot_id), NOW)
    (search,) = [line for line in plan if "not_before" in line and "priority" in line]
    assert "Index Cond" in search or "USING INDEX ix_delivery_due" in search, plan
    assert not any("TEMP B-TREE" in line for line in plan), plan
