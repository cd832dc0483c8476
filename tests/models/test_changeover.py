"""A branch changes over: whatever people do meanwhile, nobody loses an address, and the way back restores the order that nobody changed."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from models import address as addresses
from models import bot_account, changeover, outbox
from models.address import OWN, Address, Binding
from models.changeover import Changeover, Place
from models.invite import CODE_LIVES
from models.member import Member
from models.sealing import Keys
from models.terms import AddressState, ChannelName, Consent, JoinedBy
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
PEOPLE = ("tú", "lan", "hòa", "minh")
PHONES = st.lists(
    st.tuples(
        st.sampled_from((ChannelName.TELEGRAM, ChannelName.ZALO)),
        st.sampled_from(Consent),
        st.sampled_from((AddressState.WORKING, AddressState.BLOCKED)),
    ),
    max_size=3,
)


def bound(session: Session, branch: Branch, who: str, n: int, on: ChannelName, consent: Consent) -> Binding:
    bot = bot_account.known(session, on, "1", on.value, NOW)
    where = addresses.at(session, bot, f"{who} {n}", None, NOW)
    made = addresses.bind(session, where, session.get_one(Member, branch.names[who]), JoinedBy.CODE, NOW)
    made.consent = consent
    session.flush()
    return made


def order(session: Session) -> dict[int, list[int]]:
    people = session.exec(select(Member)).all()
    return {who.id: [binding.id for binding, _ in addresses.of_member(session, who)] for who in people}


SHUT = st.sets(st.tuples(st.integers(0, len(PEOPLE) - 1), st.integers(0, 2)))
"""Phones that are shut out while the change is on: whose, and the how manieth of his."""


@given(st.lists(PHONES, min_size=len(PEOPLE), max_size=len(PEOPLE)), SHUT)
def test_who_is_there_is_first_there_and_the_way_back_leads_back(
    phones: list[list[tuple]],  # type: ignore[type-arg]
    shut: set[tuple[int, int]],
) -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        for who, held in zip(PEOPLE, phones, strict=True):
            for n, (on, consent, state) in enumerate(held):
                one = bound(session, branch, who, n, on, consent)
                session.get_one(Address, one.address_id).state = state
        session.flush()
        before, tú = order(session), session.get_one(Member, branch.names["tú"])
        everybody = changeover.standing(session, branch.place, ChannelName.ZALO)
        assert len(everybody) == len(order(session)), "everybody stands somewhere"
        for one in everybody:
            if one.place in changeover.LEFT:
                assert one.reached_at.state is AddressState.WORKING
        begun = changeover.begin(session, branch.place, ChannelName.ZALO, tú, everybody, NOW)
        after = changeover.standing(session, branch.place, ChannelName.ZALO)
        was = {one.member.id: one.place for one in everybody}
        for one in after:
            expected = Place.THERE if was[one.member.id] is Place.BOTH else was[one.member.id]
            assert one.place is expected
        assert {who: sorted(held) for who, held in order(session).items()} == {
            who: sorted(held) for who, held in before.items()
        }
        for who, n in shut:
            found = order(session)[branch.names[PEOPLE[who]]]
            if n < len(found):
                address = session.get_one(Address, session.get_one(Binding, found[n]).address_id)
                address.state = AddressState.BLOCKED
        session.flush()
        returning = {who.id for who in changeover.returning(session, begun)}
        reached = {who: first_own(session, held) for who, held in order(session).items()}
        changeover.take_back(session, begun, NOW)
        assert changeover.under_way(session, branch.place) is None
        for who, held in order(session).items():
            works = [each for each in held if takes(session, each)]
            assert works == [each for each in before[who] if takes(session, each)], "the whole order"
            assert sorted(held) == sorted(before[who])
            assert (first_own(session, held) != reached[who]) == (who in returning)


def takes(session: Session, binding_id: int) -> bool:
    binding = session.get_one(Binding, binding_id)
    state = session.get_one(Address, binding.address_id).state
    return binding.consent is not Consent.REFUSED and state is AddressState.WORKING


def first_own(session: Session, held: list[int]) -> int | None:
    own = [each for each in held if takes(session, each)]
    return next((each for each in own if session.get_one(Binding, each).consent in OWN), None)


def test_the_way_back_never_leads_to_a_phone_that_its_owner_left() -> None:
    for left in ("blocked", "refused", "ended", None):
        with fresh() as session:
            branch = plant(session, Keys(b"x"), NOW)
            lan = session.get_one(Member, branch.names["lan"])
            old = bound(session, branch, "lan", 1, ChannelName.TELEGRAM, Consent.FULL)
            new = bound(session, branch, "lan", 2, ChannelName.ZALO, Consent.FULL)
            everybody = changeover.standing(session, branch.place, ChannelName.ZALO)
            begun = changeover.begin(session, branch.place, ChannelName.ZALO, lan, everybody, NOW)
            if left == "blocked":
                session.get_one(Address, old.address_id).state = AddressState.BLOCKED
            elif left == "refused":
                old.consent = Consent.REFUSED
            elif left == "ended":
                addresses.unbind(session, old, NOW)
            session.flush()
            assert (lan in changeover.returning(session, begun)) == (left is None)
            changeover.take_back(session, begun, NOW)
            assert order(session)[lan.id][0] == (new.id if left else old.id)


def test_what_he_ordered_among_phones_of_the_new_messenger_stands_too() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        lan = session.get_one(Member, branch.names["lan"])
        old = bound(session, branch, "lan", 1, ChannelName.TELEGRAM, Consent.FULL)
        new, third = (bound(session, branch, "lan", n, ChannelName.ZALO, Consent.FULL) for n in (2, 3))
        everybody = changeover.standing(session, branch.place, ChannelName.ZALO)
        begun = changeover.begin(session, branch.place, ChannelName.ZALO, lan, everybody, NOW)
        addresses.prefer(session, lan, third.id)
        changeover.take_back(session, begun, NOW)
        assert order(session)[lan.id] == [third.id, new.id, old.id]


def test_who_comes_later_is_first_there_once() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        lan = session.get_one(Member, branch.names["lan"])
        old = bound(session, branch, "lan", 1, ChannelName.TELEGRAM, Consent.FULL)
        begun = changeover.begin(session, branch.place, ChannelName.ZALO, lan, (), NOW)
        relatives = bound(session, branch, "lan", 2, ChannelName.ZALO, Consent.RELATIVE)
        changeover.joined(session, relatives, NOW)
        assert order(session)[lan.id] == [old.id, relatives.id], (
            "a relative's phone comes before none of his own"
        )
        own = bound(session, branch, "lan", 3, ChannelName.ZALO, Consent.FULL)
        changeover.joined(session, own, NOW)
        assert order(session)[lan.id][0] == own.id
        addresses.prefer(session, lan, old.id)
        changeover.joined(session, own, NOW)
        assert order(session)[lan.id][0] == old.id, "his own order stands, also when he agrees anew"
        assert changeover.returning(session, begun) == []


def test_what_a_member_ordered_since_stands_when_others_are_reminded() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        lan, hòa = (session.get_one(Member, branch.names[who]) for who in ("lan", "hòa"))
        old = bound(session, branch, "lan", 1, ChannelName.TELEGRAM, Consent.FULL)
        bound(session, branch, "lan", 2, ChannelName.ZALO, Consent.FULL)
        there = bound(session, branch, "hòa", 3, ChannelName.ZALO, Consent.FULL)
        other = bound(session, branch, "hòa", 4, ChannelName.TELEGRAM, Consent.FULL)

        def begin() -> Changeover:
            everybody = changeover.standing(session, branch.place, ChannelName.ZALO)
            return changeover.begin(session, branch.place, ChannelName.ZALO, lan, everybody, NOW)

        begun = begin()
        addresses.prefer(session, lan, old.id)
        addresses.prefer(session, hòa, other.id)
        begin()
        changeover.joined(session, there, NOW)
        assert order(session)[lan.id][0] == old.id
        assert order(session)[hòa.id][0] == other.id, "also of one who was there before it began"
        stand = {
            one.member.id: one.place for one in changeover.standing(session, branch.place, begun.channel)
        }
        assert stand[lan.id] is stand[hòa.id] is Place.CHOSE
        addresses.prefer(session, hòa, there.id)
        assert changeover.returning(session, begun) == [], "nobody goes back who was there"


def test_who_was_called_on_again_is_waited_for() -> None:
    """While his code lives."""
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        lan = session.get_one(Member, branch.names["lan"])
        old = bound(session, branch, "lan", 1, ChannelName.TELEGRAM, Consent.FULL)
        begun = changeover.begin(session, branch.place, ChannelName.ZALO, lan, (), NOW)
        where, again = session.get_one(Address, old.address_id), NOW + timedelta(days=29)
        assert changeover.due(session, NOW + changeover.LASTS) == [begun]
        outbox.owe(session, where, lan.id, {"text": "Mã"}, key=f"changeover:{begun.id}:2:{lan.id}", now=again)
        assert changeover.due(session, NOW + changeover.LASTS) == []
        assert changeover.due(session, again + CODE_LIVES) == [begun]


def test_a_change_to_another_messenger_ends_the_one_that_is_on() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        lan = session.get_one(Member, branch.names["lan"])
        first = changeover.begin(session, branch.place, ChannelName.ZALO, lan, (), NOW)
        assert changeover.begin(session, branch.place, ChannelName.ZALO, lan, (), NOW).id == first.id
        second = changeover.begin(session, branch.place, ChannelName.TELEGRAM, lan, (), NOW)
        assert first.ended_at == NOW
        assert changeover.under_way(session, branch.place) == second
