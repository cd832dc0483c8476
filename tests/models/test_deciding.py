"""The vote at a meeting: who is counted, from which phone a voice may come, and hands beside taps."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import address as addresses
from models import bot_account, motion
from models import meeting as meetings
from models.address import Binding
from models.charter import Ballots, Subject
from models.database import Session
from models.meeting import Meeting
from models.member import Member, MemberCircumstance
from models.motion import Choice, Closed, Hands, Motion, NotThere, OtherPhone, TooManyHands, Unchangeable
from models.sealing import Keys
from models.terms import ChannelName, Circumstance, Consent, JoinedBy, Standing
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 6, 20, tzinfo=ZONE)
END_OF = timedelta(minutes=30)
END = NOW + END_OF
COUNTED = ("tú", "hòa", "thái", "lan", "hùng", "hùng em", "ba", "sáu")
CHOICES = list(Choice)


def who(session: Session, branch: Branch, name: str) -> Member:
    return session.get_one(Member, branch.names[name])


def met(session: Session) -> tuple[Branch, Meeting]:
    branch = plant(session, Keys(b"k"), NOW)
    author, called = who(session, branch, "tú"), NOW - timedelta(days=5)
    return branch, meetings.call(
        session, branch.place, author, NOW - timedelta(minutes=30), "nhà văn hóa", called
    )


def put(
    session: Session,
    branch: Branch,
    about: Meeting,
    *present: str,
    subject: Subject = Subject.RESOLUTION,
    ballots: Ballots = Ballots.OPEN,
    changeable: bool = True,
) -> Motion:
    there = {branch.names[name] for name in present or COUNTED}
    author = who(session, branch, "tú")
    return motion.put(
        session,
        about,
        author,
        subject,
        "Thông qua dự thảo?",
        there,
        END,
        NOW,
        ballots=ballots,
        changeable=changeable,
    )


def phone(session: Session, branch: Branch, name: str, identity: str, joined: datetime = NOW) -> Binding:
    bot = bot_account.known(session, ChannelName.WEB, "web", "web", NOW)
    where = addresses.at(session, bot, identity, name, NOW)
    bound = addresses.bind(session, where, who(session, branch, name), JoinedBy.CODE, joined)
    addresses.consent(bound, Consent.FULL, "2026-11", NOW)
    bound.confirmed_at = joined
    session.flush()
    return bound


def test_who_is_counted_by_who_is_there() -> None:
    with fresh() as session:
        branch, about = met(session)
        there = {branch.names[name] for name in ("tú", "lan", "minh")}
        counted, reasons = motion.electorate(session, about, there, NOW)
        assert counted == {branch.names[name] for name in COUNTED}
        assert reasons == {Circumstance.EXEMPT: 1, Circumstance.ELSEWHERE: 1, Standing.PROBATIONARY: 1}
        counted, reasons = motion.electorate(session, about, there | {branch.names["bảy"]}, NOW)
        assert branch.names["bảy"] in counted
        assert Circumstance.EXEMPT not in reasons


def test_who_is_not_there_is_counted_and_has_no_voice() -> None:
    with fresh() as session:
        branch, about = met(session)
        lan = phone(session, branch, "lan", "l")
        made = put(session, branch, about, "tú", "hòa")
        with pytest.raises(NotThere):
            motion.vote(session, made, who(session, branch, "lan"), Choice.APPROVE, NOW, phone=lan)
        assert motion.verdict(session, made).tally == (0, 0, 0, len(COUNTED))


def test_only_a_phone_that_somebody_stands_for_and_that_is_older_than_the_motion() -> None:
    with fresh() as session:
        branch, about = met(session)
        young = phone(session, branch, "hòa", "h", NOW + timedelta(seconds=1))
        unknown = phone(session, branch, "ba", "b")
        unknown.confirmed_at = None
        hers, his = phone(session, branch, "hùng", "chung"), phone(session, branch, "lan", "chung")
        session.flush()
        made = put(session, branch, about)
        for name, bound in (("hòa", young), ("ba", unknown), ("lan", his), ("tú", None)):
            with pytest.raises(OtherPhone):
                motion.vote(session, made, who(session, branch, name), Choice.APPROVE, NOW, phone=bound)
        motion.vote(session, made, who(session, branch, "hùng"), Choice.APPROVE, NOW, phone=hers)
        assert motion.verdict(session, made).taps == Hands(1, 0, 0)


def test_papers_are_never_tapped() -> None:
    with fresh() as session:
        branch, about = met(session)
        tu = phone(session, branch, "tú", "t")
        made = put(session, branch, about, subject=Subject.ADMISSION, ballots=Ballots.PAPER)
        with pytest.raises(OtherPhone):
            motion.vote(session, made, who(session, branch, "tú"), Choice.APPROVE, NOW, phone=tu)
        motion.raise_hands(session, made, Hands(6, 1, 1), who(session, branch, "tú"), NOW)
        assert motion.verdict(session, made).passed


def test_a_voice_may_be_changed_only_where_the_motion_allows() -> None:
    with fresh() as session:
        branch, about = met(session)
        tu, me = phone(session, branch, "tú", "t"), who(session, branch, "tú")
        made = put(session, branch, about, changeable=False)
        motion.vote(session, made, me, Choice.APPROVE, NOW, phone=tu)
        with pytest.raises(Unchangeable):
            motion.vote(session, made, me, Choice.AGAINST, NOW, change=True, phone=tu)
        motion.close(session, made, me, NOW)
        other = put(session, branch, about)
        motion.vote(session, other, me, Choice.APPROVE, NOW, phone=tu)
        motion.vote(session, other, me, Choice.AGAINST, NOW, change=True, phone=tu)
        assert motion.verdict(session, other).taps == Hands(0, 1, 0)


def test_more_hands_than_people_who_have_not_tapped_are_refused() -> None:
    with fresh() as session:
        branch, about = met(session)
        tu, me = phone(session, branch, "tú", "t"), who(session, branch, "tú")
        made = put(session, branch, about, "tú", "hòa", "lan")
        motion.vote(session, made, me, Choice.APPROVE, NOW, phone=tu)
        with pytest.raises(TooManyHands) as why:
            motion.raise_hands(session, made, Hands(3, 0, 0), me, NOW)
        assert why.value.args == (2,)
        assert motion.hands_of(made) is None
        motion.raise_hands(session, made, Hands(1, 0, 1), me, NOW)
        assert motion.verdict(session, made).tally == (2, 0, 1, 5)
        motion.close(session, made, me, NOW)
        with pytest.raises(Closed):
            motion.raise_hands(session, made, Hands(2, 0, 0), me, NOW)


def test_young_phones_are_told_of() -> None:
    with fresh() as session:
        branch, about = met(session)
        old = phone(session, branch, "tú", "t", NOW - timedelta(days=30))
        new = phone(session, branch, "hòa", "h", NOW - timedelta(days=29))
        made = put(session, branch, about)
        motion.vote(session, made, who(session, branch, "tú"), Choice.APPROVE, NOW, phone=old)
        motion.vote(session, made, who(session, branch, "hòa"), Choice.APPROVE, NOW, phone=new)
        assert motion.from_young_phones(session, made) == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_hands_and_taps_are_one_count(data: st.DataObject) -> None:
    """Whoever tapped and however many hands there are: each name counts once, and what comes out is the count of both lists by hand."""
    with fresh() as session:
        branch, about = met(session)
        present = data.draw(st.lists(st.sampled_from(COUNTED), min_size=1, unique=True))
        subject = data.draw(st.sampled_from(Subject))
        phones = {name: phone(session, branch, name, name) for name in COUNTED}
        made = put(session, branch, about, *present, subject=subject)
        said: dict[str, Choice] = {}
        for name, choice in data.draw(
            st.lists(st.tuples(st.sampled_from(COUNTED), st.sampled_from(CHOICES)), max_size=12)
        ):
            if name in present:
                motion.vote(
                    session, made, who(session, branch, name), choice, NOW, change=True, phone=phones[name]
                )
                said[name] = choice
            else:
                with pytest.raises(NotThere):
                    motion.vote(session, made, who(session, branch, name), choice, NOW, phone=phones[name])
        free = len(present) - len(said)
        hands = Hands(*(data.draw(st.integers(0, free)) for _ in CHOICES))
        if sum(hands) > free:
            with pytest.raises(TooManyHands):
                motion.raise_hands(session, made, hands, who(session, branch, "tú"), NOW)
            hands = Hands()
        else:
            motion.raise_hands(session, made, hands, who(session, branch, "tú"), NOW)
        found = motion.verdict(session, made)
        by_hand = [list(said.values()).count(choice) + hands[n] for n, choice in enumerate(CHOICES)]
        assert list(found.tally[:3]) == by_hand
        assert found.tally.asked == len(COUNTED)
        two_thirds = subject in (Subject.ADMISSION, Subject.RECOGNITION, Subject.EXPULSION)
        yes, base = by_hand[0], len(COUNTED)
        assert found.passed == (3 * yes >= 2 * base if two_thirds else 2 * yes > base)
        assert len(motion.without_a_voice(session, made, NOW)) == free


def test_nothing_is_put_to_a_meeting_that_is_not_being_held() -> None:
    with fresh() as session:
        branch, about = met(session)
        author, there = who(session, branch, "tú"), [branch.names["tú"]]
        for now in (about.starts - timedelta(minutes=1), about.starts + timedelta(hours=7)):
            with pytest.raises(motion.NotHeld):
                motion.put(session, about, author, Subject.RESOLUTION, "Thông qua?", there, now + END_OF, now)


def test_the_same_is_not_put_twice_while_it_is_open() -> None:
    with fresh() as session:
        branch, about = met(session)
        made = put(session, branch, about)
        with pytest.raises(motion.AskedAlready):
            put(session, branch, about)
        motion.void(session, made, who(session, branch, "tú"), NOW)
        assert put(session, branch, about).id != made.id
        assert made not in motion.put_at(session, about)


def test_who_is_suspended_or_dead_since_has_no_hand() -> None:
    with fresh() as session:
        branch, about = met(session)
        made = put(session, branch, about, "tú", "hòa", "lan")
        for name, kind in (("hòa", Circumstance.SUSPENDED), ("lan", Circumstance.DECEASED)):
            session.add(MemberCircumstance(member_id=branch.names[name], kind=kind, since=NOW))
        session.flush()
        with pytest.raises(TooManyHands):
            motion.raise_hands(session, made, Hands(2, 0, 0), who(session, branch, "tú"), NOW)
        assert motion.verdict(session, made).tally.asked == len(COUNTED)


def test_how_many_were_there_stays_whatever_becomes_of_them() -> None:
    with fresh() as session:
        branch, about = met(session)
        made = put(session, branch, about, "tú", "hòa", "lan")
        motion.close(session, made, who(session, branch, "tú"), NOW)
        later = NOW + timedelta(days=30)
        for name, kind in (("lan", Circumstance.MOVED), ("hòa", Circumstance.SUSPENDED)):
            session.add(MemberCircumstance(member_id=branch.names[name], kind=kind, since=later))
        session.flush()
        assert motion.present(session, made) == 3


def test_who_is_there_is_as_the_last_vote_has_it_and_only_at_that_time_of_the_meeting() -> None:
    with fresh() as session:
        branch, about = met(session)
        assert motion.seen_at(session, about) is None
        first = put(session, branch, about, "tú", "bảy", "minh")
        assert motion.seen_at(session, about) == {branch.names[n] for n in ("tú", "bảy", "minh")}
        motion.close(session, first, None, NOW)
        put(session, branch, about, "tú", "lan")
        assert motion.seen_at(session, about) == {branch.names[n] for n in ("tú", "lan")}
        about.revision += 1
        assert motion.seen_at(session, about) is None


def test_the_rule_is_that_of_the_day_at_the_meeting() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        early = datetime(2025, 5, 26, 6, tzinfo=ZONE)  # the day before, by UTC
        author = who(session, branch, "tú")
        about = meetings.call(session, branch.place, author, early, "nhà văn hóa", early - timedelta(days=1))
        made = motion.put(
            session,
            about,
            author,
            Subject.RESOLUTION,
            "Thông qua?",
            [author.id],
            early + timedelta(hours=1),
            early,
        )
        session.commit()
        session.expire_all()
        assert motion.verdict(session, made).rule.since == early.date()
