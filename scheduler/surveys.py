"""Surveys that wait for their members: one reminder before the end to those who have not finished, and a word to whoever left one half
done while another question waits (people 28)."""

from datetime import datetime, timedelta

from handlers import surveys
from handlers.kit.hours import Hours
from models import form as forms
from models import outbox, survey
from models.address import Address
from models.database import Session
from models.survey import Survey
from scheduler.reminders import REPEAT, outside

DAY_BEFORE = timedelta(days=1)
SHORTLY = timedelta(hours=2)
SHORT = timedelta(days=2)
"""One that is open for less is remembered two hours before its end."""


def remind(session: Session, now: datetime, hours: Hours) -> None:
    """Owes the reminder of each open survey when it is due; once, and never in quiet hours."""
    if hours.for_the_clock(now) > now:
        return
    for about in survey.all_open(session, now):
        if about.opened_at + REPEAT <= due_at(about, now, hours) <= now:
            surveys.reminding.remind(session, about, now)


def due_at(about: Survey, now: datetime, hours: Hours) -> datetime:
    """A day before the end, two hours before that of a short one; before the quiet hours in which that lies."""
    ahead = SHORTLY if about.ends - about.opened_at < SHORT else DAY_BEFORE
    return outside((about.ends - ahead).astimezone(now.tzinfo), hours)


def put_aside(session: Session, now: datetime, hours: Hours) -> None:
    """Puts aside what was left half done for ten minutes where another question waits: the next number is then no riddle."""
    if hours.for_the_clock(now) > now:
        return
    for form in forms.silent(session, surveys.answering.FORM, now):
        waits = outbox.question_waits(session, form.address_id, now)
        if waits or outbox.asked_since(session, form.address_id, form.touched):
            surveys.reminding.put_aside(session, session.get_one(Address, form.address_id), form, now)
