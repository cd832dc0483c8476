"""Rosters for the registry's tests: rows with nothing in them but what a test is about, and bringing them in."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from models.roster import PersonRow, Plan, apply, plan
from models.terms import Circumstance, Standing

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
HERE = "Chi bộ 9"


def row(name: str, birth: str | None = None, card: str | None = None, *ends: Circumstance) -> PersonRow:
    return PersonRow(
        sheet="Sheet1",
        row=2,
        branch=HERE,
        name=name,
        usual_name=None,
        birth=birth,
        sex=None,
        card=card,
        joined=None,
        official=None,
        posts=(),
        standing=Standing.OFFICIAL,
        circumstances=ends,
        cell=None,
        phone=None,
        phone_of_relative=False,
        address=None,
    )


def bring(session: Session, *rows: PersonRow, now: datetime = NOW) -> Plan:
    planned = plan(session, list(rows), now)
    apply(session, planned, now)
    return planned


def told(planned: Plan) -> tuple[int, int, int, int]:
    return len(planned.new), len(planned.changed), len(planned.same), len(planned.refused)
