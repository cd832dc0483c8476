"""What the clock does about papers from above where the lead of a branch changes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from handlers.kit.router import load
from models import dispatch, member, outbox
from models.dispatch import Handling
from models.outbox import Notice
from models.terms import Post
from scheduler import dispatches
from tests.database import fresh
from tests.models.test_dispatch import NOW, Ward
from tests.player import NIGHT


@pytest.fixture
def ward() -> Iterator[Ward]:
    load()
    with fresh() as opened:
        yield Ward(opened)


def heard(ward: Ward, at: int) -> dict[int, list[str]]:
    """What the clock says at that hour of the next day: to whom, of which kinds."""
    now = NOW.replace(hour=at) + timedelta(days=1)
    before = {notice.id for notice in ward.session.exec(select(Notice))}
    for job in (dispatches.tell_new_leaders, dispatches.remind):
        job(ward.session, now, NIGHT)
    found: dict[int, list[str]] = {}
    for notice in ward.session.exec(select(Notice)):
        if notice.id not in before:
            for who in outbox.owed_to(ward.session, notice.key):
                found.setdefault(who, []).append(notice.kind)
    return found


@pytest.mark.parametrize("handling", list(Handling))
def test_who_comes_to_lead_gets_the_paper_once_and_is_reminded_from_the_next_day(
    ward: Ward, handling: Handling
) -> None:
    _, sent, row = ward.sends()
    sent.handling = handling
    outbox.tell(ward.session, [ward.tu.id], {"text": "x"}, key=row.key, kind="dispatch", now=NOW)
    member.dismiss(ward.session, ward.hoa, NOW, Post.DEPUTY, ward.ninth)
    member.appoint(ward.session, ward.lan, Post.DEPUTY, ward.ninth, NOW)
    reminded = [] if handling is Handling.TO_KNOW else ["dispatch-reminder"]
    assert heard(ward, 9) == {ward.lan.id: ["dispatch"]} | ({ward.tu.id: reminded} if reminded else {})
    assert heard(ward, 10) == {}


def test_a_branch_that_nobody_led_hears_when_somebody_does_and_not_of_what_is_settled(ward: Ward) -> None:
    member.dismiss(ward.session, ward.tu, NOW, Post.SECRETARY, ward.ninth)
    member.dismiss(ward.session, ward.hoa, NOW, Post.DEPUTY, ward.ninth)
    row = ward.sends()[2]
    assert heard(ward, 9) == {}
    member.appoint(ward.session, ward.lan, Post.SECRETARY, ward.ninth, NOW)
    assert heard(ward, 10) == {ward.lan.id: ["dispatch"]}
    dispatch.spread(ward.session, row, ward.lan, NOW + timedelta(days=1))
    member.appoint(ward.session, ward.tu, Post.DEPUTY, ward.ninth, NOW)
    assert heard(ward, 11) == {}
