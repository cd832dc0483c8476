"""One member more or less in meetings that were called before: an exempt one who asks in, or no more, one who is back (people 33)."""

from datetime import datetime

from sqlmodel import Session, col, delete

from models import member as members
from models.meeting.answers import Attendance
from models.meeting.calling import Invited, Meeting, open_meetings, open_to
from models.member import Member
from models.organisation import Organisation


def call_in(session: Session, branch: Organisation, member: Member, now: datetime) -> list[Meeting]:
    """Calls a member to the open meetings of his bodies to which he was not called; gives those."""
    mine = {about.id for about in open_to(session, member, now)}
    missed = [
        about
        for about in open_meetings(session, branch, now)
        if about.id not in mine
        and member.id in session.exec(members.called(branch, now, about.body, about.cell, about.starts)).all()
    ]
    session.add_all([Invited(meeting_id=about.id, member_id=member.id) for about in missed])
    session.flush()
    return missed


def call_out(session: Session, branch: Organisation, member: Member, now: datetime) -> list[Meeting]:
    """Takes a member off the lists of the open meetings; gives those. What he answered goes with his place."""
    left = [about for about in open_to(session, member, now) if about.organisation_id == branch.id]
    for about in left:
        for table in (Attendance, Invited):
            its = delete(table).where(col(table.meeting_id) == about.id, col(table.member_id) == member.id)
            session.connection().execute(its)
    session.flush()
    return left
