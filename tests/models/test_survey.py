"""Surveys: who is asked, answers that stand as they come, and counts that agree with counting by hand."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import survey
from models.database import Session
from models.member import Member, MemberCircumstance
from models.sealing import Keys
from models.survey import Asked, Closed, NotInvited, Past, Said, Survey, SurveyKind
from models.terms import Circumstance
from models.until import due
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
END = NOW + timedelta(hours=10)
INVITED = ["ba", "hòa", "hùng", "hùng em", "lan", "minh", "sáu", "thái", "tú"]
QUESTIONS = (
    Asked("Giờ họp có hợp?", ("Có", "Không")),
    Asked("Đề xuất gì?"),
    Asked("Tối nào?", ("T7", "CN", "Khác"), SurveyKind.SEVERAL),
    Asked("Ngày nào?", (), SurveyKind.DATE),
)


def opened(session: Session) -> tuple[Branch, survey.Survey, list[survey.SurveyQuestion]]:
    branch = plant(session, Keys(b"k"), NOW)
    author = session.get_one(Member, branch.names["tú"])
    made = survey.put_out(session, branch.place, author, "Quý 4", QUESTIONS, END, NOW)
    return branch, made, survey.questions(session, made)


def test_those_called_are_asked_of_either_standing() -> None:
    with fresh() as session:
        branch, made, _ = opened(session)
        assert set(session.exec(survey.invited(made, NOW))) == {branch.names[name] for name in INVITED}


def test_refusals_say_why() -> None:
    with fresh() as session:
        branch, made, (first, words, *_) = opened(session)
        lan, bay = (session.get_one(Member, branch.names[name]) for name in ("lan", "bảy"))
        with pytest.raises(NotInvited):
            survey.answer(session, made, first, bay, (0,), NOW)
        with pytest.raises(Closed):
            survey.answer(session, made, first, lan, (0,), END)
        for question, said in (
            (first, (2,)),
            (first, (-1,)),
            (first, "Có"),
            (first, (0, 1)),
            (first, ()),
            (words, (0,)),
        ):
            with pytest.raises(ValueError, match="answer"):
                survey.answer(session, made, question, lan, said, NOW)
        for faulty in (
            (),
            (Asked("x", ("một",)),),
            (Asked(""),),
            tuple(Asked("x") for _ in range(16)),
            (Asked("x", (), SurveyKind.SCALE),),
        ):
            with pytest.raises(ValueError, match="survey"):
                survey.put_out(session, branch.place, lan, "x", faulty, END, NOW)
        with pytest.raises(Past):
            survey.put_out(session, branch.place, lan, "x", QUESTIONS, NOW, NOW)


def test_who_is_suspended_later_does_not_answer() -> None:
    with fresh() as session:
        branch, made, (first, *_) = opened(session)
        lan = session.get_one(Member, branch.names["lan"])
        session.add(MemberCircumstance(member_id=lan.id, kind=Circumstance.SUSPENDED, since=NOW))
        session.flush()
        with pytest.raises(NotInvited):
            survey.answer(session, made, first, lan, (0,), NOW)
        assert lan.id not in set(session.exec(survey.invited(made, NOW)))
        assert survey.counts(session, made)[0] == len(INVITED)


def test_it_goes_on_at_the_first_question_without_an_answer() -> None:
    with fresh() as session:
        branch, made, (first, words, last, day) = opened(session)
        lan = session.get_one(Member, branch.names["lan"])
        assert survey.next_question(session, made, lan) == first
        survey.answer(session, made, words, lan, "nước chè", NOW)
        assert survey.next_question(session, made, lan) == first
        survey.answer(session, made, first, lan, (0,), NOW)
        assert survey.next_question(session, made, lan) == last
        survey.answer(session, made, last, lan, (2, 0), NOW)
        assert survey.next_question(session, made, lan) == day
        assert lan.id in set(session.exec(survey.unfinished(session, made, NOW)))
        survey.answer(session, made, day, lan, date(2026, 12, 6), NOW)
        assert survey.next_question(session, made, lan) is None
        assert lan.id not in set(session.exec(survey.unfinished(session, made, NOW)))
        assert survey.finished(session, made) == (1, len(INVITED))


def test_it_closes_once_and_at_its_time() -> None:
    with fresh() as session:
        _, made, _ = opened(session)
        assert due(session, Survey, END - timedelta(seconds=1)) == []
        assert due(session, Survey, END) == [made]
        survey.close(session, made, None, END + timedelta(hours=1))
        assert made.closed_at == END
        with pytest.raises(Closed):
            survey.close(session, made, None, END)


SAID = st.tuples(
    st.sampled_from([*INVITED, "bảy"]),
    st.integers(0, 3),
    st.one_of(
        st.lists(st.integers(0, 3), max_size=3, unique=True).map(tuple),
        st.sampled_from(["nước chè", "không", date(2026, 12, 6), date(2026, 12, 7)]),
    ),
    st.integers(0, 12),
)


def fits(place: int, said: Said) -> bool:
    if isinstance(said, tuple):
        in_range = all(option < len(QUESTIONS[place].options) for option in said)
        return in_range and (place == 2 or len(said) == 1) and len(said) > 0
    return place == (1 if isinstance(said, str) else 3)


@settings(max_examples=60)
@given(st.lists(SAID, max_size=50))
def test_counts_agree_with_counting_by_hand(said: list[tuple[str, int, Said, int]]) -> None:
    by_hand: dict[tuple[int, str], Said] = {}
    with fresh() as session:
        branch, made, questions = opened(session)
        for name, place, answer, hour in said:
            member = session.get_one(Member, branch.names[name])
            allowed = name in INVITED and hour < 10 and fits(place, answer)
            try:
                at = NOW + timedelta(hours=hour)
                survey.answer(session, made, questions[place], member, answer, at)
                assert allowed
            except (Closed, NotInvited, ValueError):
                assert not allowed
            if allowed:
                by_hand[place, name] = answer
        asked, counts = survey.counts(session, made)
        assert asked == len(INVITED)
        for place, count in enumerate(counts):
            mine = {name: answer for (where, name), answer in by_hand.items() if where == place}
            taken = [option for answer in mine.values() if isinstance(answer, tuple) for option in answer]
            options = range(len(QUESTIONS[place].options))
            assert count.options == [taken.count(option) for option in options]
            assert count.silent == len(INVITED) - len(mine)
            words = {(branch.names[n], str(a)) for n, a in mine.items() if not isinstance(a, tuple)}
            assert {(who.id, text) for who, text in count.words} == words
        complete = sum(all((place, name) in by_hand for place in range(4)) for name in INVITED)
        assert survey.finished(session, made) == (complete, len(INVITED))
