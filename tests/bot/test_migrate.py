"""The schema's way back, where rows of one table point at another's; and what a newer program has brought further."""

from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from bot.migrate import NotMigrated, config, current, upgrade
from models import address as addresses
from models import bot_account, changeover, survey
from models.address import Binding
from models.changeover import Changeover
from models.database import engine
from models.member import Member, MemberCircumstance
from models.outbox import Delivery
from models.outbox.offers import Offer
from models.sealing import Keys
from models.survey import Asked, SurveyAnswer
from models.terms import ChannelName
from tests.cast import plant
from tests.database import ready
from tests.models.test_outbox import NOW, chat, person, told

FIRST = "0003"


def test_a_database_with_rows_goes_back_and_forth(tmp_path: Path) -> None:
    url = ready(tmp_path)
    opened = engine(url, writes=True)
    with Session(opened) as session:
        plant(session, Keys(b"k"), NOW)
        lan = person(session)
        chat(session, lan, "a")
        owed = told(session, [lan])[0]
        session.add(
            Offer(
                address_id=owed.address_id,
                delivery_id=owed.id,
                member_id=lan.id,
                kind="k",
                subject="1",
                number=1,
                label="Có",
                value="yes",
            )
        )
        session.commit()
        before = counted(session)
    with opened.begin() as connection:
        command.downgrade(config(connection), FIRST)
        assert current(connection) == FIRST
    upgrade(url)
    with Session(opened) as session:
        assert counted(session) == before
    opened.dispose()


def test_what_was_answered_to_a_survey_stays(tmp_path: Path) -> None:
    url = ready(tmp_path)
    opened = engine(url, writes=True)
    with Session(opened) as session:
        branch = plant(session, Keys(b"k"), NOW)
        tu = session.get_one(Member, branch.names["tú"])
        asked = [Asked("Có hợp?", ("Có", "Không")), Asked("Đề xuất?")]
        made = survey.put_out(session, branch.place, tu, "Quý 4", asked, NOW + timedelta(days=1), NOW)
        one, words = survey.questions(session, made)
        survey.answer(session, made, one, tu, (1,), NOW)
        survey.answer(session, made, words, tu, "nước chè", NOW)
        session.commit()
    with opened.begin() as connection:
        command.downgrade(config(connection), "0013")
        said = connection.execute(text("SELECT option, words FROM survey_answer ORDER BY id")).all()
        assert [tuple(row) for row in said] == [(1, None), (None, "nước chè")]
    upgrade(url)
    with Session(opened) as session:
        kept = session.exec(select(SurveyAnswer.chosen, SurveyAnswer.words).order_by(SurveyAnswer.id)).all()
        assert [tuple(row) for row in kept] == [([1], None), ([], "nước chè")]
    opened.dispose()


def test_a_change_that_is_on_still_leads_back(tmp_path: Path) -> None:
    url = ready(tmp_path)
    opened = engine(url, writes=True)
    with Session(opened) as session:
        branch = plant(session, Keys(b"k"), NOW)
        lan = session.get_one(Member, branch.names["lan"])
        for n, on in enumerate((ChannelName.TELEGRAM, ChannelName.ZALO)):
            bot = bot_account.known(session, on, "1", on.value, NOW)
            branch.joins(session, "lan", bot.id, str(n), NOW)
        before = [bound.id for bound, _ in addresses.of_member(session, lan)]
        everybody = changeover.standing(session, branch.place, ChannelName.ZALO)
        changeover.begin(session, branch.place, ChannelName.ZALO, lan, everybody, NOW)
        session.commit()
    with opened.begin() as connection:
        command.downgrade(config(connection), "0020")
        assert connection.execute(text("SELECT before_id FROM reordered")).scalars().all() == before[:1]
    upgrade(url)
    with Session(opened) as session:
        change = session.exec(select(Changeover)).one()
        lan = session.exec(select(Member).where(Member.name == "Nguyễn Thị Lan")).one()
        assert [bound.id for bound, _ in addresses.of_member(session, lan)] == before[::-1]
        changeover.take_back(session, change, NOW)
        assert [bound.id for bound, _ in addresses.of_member(session, lan)] == before
    opened.dispose()


def test_an_older_program_stops_at_the_lanes(tmp_path: Path) -> None:
    """What it calls the end of a lane is its beginning: it would take from everybody."""
    opened = engine(ready(tmp_path), writes=True)
    with opened.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("SELECT lane.until FROM lane"))
    opened.dispose()


def counted(session: Session) -> list[int]:
    tables = (Binding, MemberCircumstance, Delivery, Offer)
    return [session.exec(select(func.count(col(table.id)))).one() for table in tables]


def test_what_a_newer_program_made_is_left_alone(tmp_path: Path) -> None:
    url = ready(tmp_path)
    opened = engine(url, writes=True)
    with opened.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotMigrated) as told:
        upgrade(url)
    assert told.value.newer
    opened.dispose()
