"""The schema's way back, where rows of one table point at another's; and a file that a newer program has brought further."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, text
from sqlmodel import Session, col, select

from bot.migrate import NotMigrated, config, current, upgrade
from models.address import Binding
from models.database import engine
from models.member import MemberCircumstance
from models.outbox import Delivery
from models.outbox.offers import Offer
from models.sealing import Keys
from tests.cast import plant
from tests.models.test_outbox import NOW, chat, person, told

FIRST = "0003"


def test_a_database_with_rows_goes_back_and_forth(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    upgrade(url)
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


def counted(session: Session) -> list[int]:
    tables = (Binding, MemberCircumstance, Delivery, Offer)
    return [session.exec(select(func.count(col(table.id)))).one() for table in tables]


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    upgrade(url)
    opened = engine(url, writes=True)
    with opened.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotMigrated) as told:
        upgrade(url)
    assert told.value.newer
    opened.dispose()
