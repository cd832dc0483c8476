"""The people of the stories: a small invented branch."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models import address as addresses
from models import invite, member, organisation
from models.bot_account import BotAccount
from models.database import Session
from models.folding import fold
from models.member import Member, MemberCircumstance, Membership
from models.organisation import Organisation
from models.sealing import Keys
from models.terms import Circumstance, Consent, JoinedBy, OrganisationKind, Post, Standing

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

# story name, full name, birth, post, standing, tổ đảng, phone, relative's phone, circumstance
PEOPLE = (
    ("tú", "Nguyễn Văn Tú", "1964-03-02", Post.SECRETARY, Standing.OFFICIAL, "1", "0900000001", False, None),
    ("hòa", "Trần Thị Hòa", "1970-07-11", Post.DEPUTY, Standing.OFFICIAL, "2", "0900000002", False, None),
    (
        "thái",
        "Đặng Quốc Thái",
        "1975-01-20",
        Post.COMMITTEE,
        Standing.OFFICIAL,
        "1",
        "0900000003",
        False,
        None,
    ),
    ("lan", "Nguyễn Thị Lan", "1948-05-19", None, Standing.OFFICIAL, "2", "0900000006", False, None),
    ("hùng", "Phạm Văn Hùng", "1944-09-02", None, Standing.OFFICIAL, "2", "0900000006", False, None),
    ("hùng em", "Nguyễn Văn Hùng", "1963-07-27", None, Standing.OFFICIAL, "4", "0900000008", False, None),
    ("ba", "Lê Thị Lành", "1945", None, Standing.OFFICIAL, "3", "0900000009", True, None),
    ("minh", "Vũ Minh", "2001-04-30", None, Standing.PROBATIONARY, "4", "0900000010", False, None),
    ("sáu", "Đỗ Văn Sáu", "1940", None, Standing.OFFICIAL, "3", None, False, None),
    (
        "bảy",
        "Ngô Thị Bảy",
        "1938-02-03",
        None,
        Standing.OFFICIAL,
        "3",
        "0900000012",
        False,
        Circumstance.EXEMPT,
    ),
    (
        "tuấn",
        "Hoàng Anh Tuấn",
        "1990-12-24",
        None,
        Standing.OFFICIAL,
        "1",
        "0900000013",
        False,
        Circumstance.ELSEWHERE,
    ),
)


@dataclass
class Branch:
    """The planted branch: its row, its members by their names in stories."""

    place: Organisation
    names: dict[str, int] = field(default_factory=dict)

    def joins(
        self,
        session: Session,
        who: str,
        bot_id: int,
        identity: str,
        now: datetime,
        consent: Consent = Consent.FULL,
    ) -> None:
        """Somebody has joined already when the story begins."""
        bot = session.get_one(BotAccount, bot_id)
        person = session.get_one(Member, self.names[who])
        where = addresses.at(session, bot, identity, who, now)
        bound = addresses.bind(session, where, person, JoinedBy.CODE, now - timedelta(days=30))
        addresses.consent(bound, consent, "2026-11", now)
        bound.confirmed_at = bound.joined_at


def plant(session: Session, keys: Keys, now: datetime) -> Branch:
    """The branch with its people, posts and circumstances."""
    since = now - timedelta(days=400)
    place = organisation.found(session, "Chi bộ tổ dân phố số 9", OrganisationKind.BRANCH, None, since)
    branch = Branch(place)
    for short, name, birth, post, standing, cell, phone, relative, holds in PEOPLE:
        person = Member(
            name=name,
            folded=fold(name),
            usual_name="bà Ba" if short == "ba" else None,
            birth=birth,
            standing=standing,
            phone=phone,
            phone_of_relative=relative,
        )
        session.add(person)
        session.flush()
        branch.names[short] = person.id
        session.add(Membership(member_id=person.id, organisation_id=place.id, cell=cell, since=since))
        if post:
            member.appoint(session, person, post, place, since)
        if holds:
            session.add(MemberCircumstance(member_id=person.id, kind=holds, since=since))
    session.flush()
    return branch


def above(session: Session, branch: Branch, now: datetime) -> None:
    """The committee above: Kiên is its secretary, and belongs to another branch below it."""
    since = now - timedelta(days=400)
    ward = organisation.found(session, "Đảng bộ phường Hoa Sen", OrganisationKind.GRASSROOTS, None, since)
    office = organisation.found(session, "Chi bộ cơ quan phường", OrganisationKind.BRANCH, ward, since)
    session.merge(branch.place).parent_id = ward.id
    person = Member(name="Bùi Trung Kiên", folded=fold("Bùi Trung Kiên"), standing=Standing.OFFICIAL)
    session.add(person)
    session.flush()
    branch.names["kiên"] = person.id
    session.add(Membership(member_id=person.id, organisation_id=office.id, since=since))
    member.appoint(session, person, Post.SECRETARY, ward, since)


def beside(session: Session, branch: Branch, count: int, now: datetime) -> None:
    """So many more branches below the committee above; nobody leads them."""
    ward = session.get_one(Organisation, session.get_one(Organisation, branch.place.id).parent_id)
    for number in range(20, 20 + count):
        name = f"Chi bộ tổ dân phố số {number}"
        organisation.found(session, name, OrganisationKind.BRANCH, ward, now - timedelta(days=400))


def follows(session: Session, branch: Branch, who: str, now: datetime) -> None:
    """Somebody of the committee above follows the branch (R15)."""
    person = session.get_one(Member, branch.names[who])
    member.appoint(session, person, Post.FOLLOWER, branch.place, now - timedelta(days=400))


FAMILIES = ("Bùi", "Cao", "Đinh", "Hà", "Mai")
GIVEN = ("An", "Bình", "Cường", "Dung", "Giang", "Hạnh", "Khoa", "Lâm", "Nga", "Oanh", "Phúc", "Quý")


def crowd(session: Session, branch: Branch, called: str, size: int, now: datetime) -> None:
    """So many more members, with stories' names such as `bà con 7`; at most sixty."""
    for number in range(size):
        name = f"{FAMILIES[number // len(GIVEN)]} Thị {GIVEN[number % len(GIVEN)]}"
        person = Member(
            name=name,
            folded=fold(name),
            birth="1960",
            standing=Standing.OFFICIAL,
            phone=f"09100000{number:02}",
        )
        session.add(person)
        session.flush()
        branch.names[f"{called} {number + 1}"] = person.id
        since = now - timedelta(days=400)
        session.add(Membership(member_id=person.id, organisation_id=branch.place.id, cell="5", since=since))
    session.flush()


def code_for(session: Session, keys: Keys, branch: Branch, who: str, now: datetime) -> str:
    """A fresh paper code."""
    return invite.issue(session, keys, session.get_one(Member, branch.names[who]), now)
