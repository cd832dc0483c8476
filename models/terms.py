"""The field's own terms as closed lists. In the database each stands as its lower-case English value in TEXT."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """Chi bộ, chi bộ bộ phận, đảng bộ bộ phận, đảng bộ cơ sở (đảng ủy xã, phường), tỉnh ủy."""

    BRANCH = "branch"
    SECTION = "section"
    PARTY_SECTION = "party_section"
    GRASSROOTS = "grassroots"
    PROVINCE = "province"
    OTHER = "other"


class Standing(StrEnum):
    """Đảng viên chính thức, dự bị. Only official members vote (R1)."""

    OFFICIAL = "official"
    PROBATIONARY = "probationary"


class Circumstance(StrEnum):
    """What holds for a member for a time, each a row with from, to and decision (decisions on tables, 2).

    Miễn công tác và sinh hoạt (R21), tạm thời ở nơi khác, tạm thời ở đây (R7, R24), đi vắng, đình chỉ, từ trần, đã chuyển đi,
    ra khỏi Đảng.
    """

    EXEMPT = "exempt"
    ELSEWHERE = "elsewhere"
    HERE = "here"
    AWAY = "away"
    SUSPENDED = "suspended"
    DECEASED = "deceased"
    MOVED = "moved"
    LEFT = "left"


ENDS = (Circumstance.DECEASED, Circumstance.MOVED, Circumstance.LEFT)
"""After one of these nothing automatic ever goes to the person again."""


class Post(StrEnum):
    """Bí thư, phó bí thư, chi ủy viên, quản trị; ACTING leads for a period while the secretary cannot.

    FOLLOWER: theo dõi chi bộ, of the committee above (R15).
    """

    SECRETARY = "secretary"
    DEPUTY = "deputy"
    COMMITTEE = "committee"
    ACTING = "acting"
    ADMINISTRATOR = "administrator"
    FOLLOWER = "follower"


LEADING = (Post.SECRETARY, Post.DEPUTY, Post.ACTING)
CHI_UY = (Post.SECRETARY, Post.DEPUTY, Post.COMMITTEE, Post.ACTING)


class Tie(StrEnum):
    """Kinds of membership in an organisation: official, temporary (R7), residence (R25)."""

    OFFICIAL = "official"
    TEMPORARY = "temporary"
    RESIDENCE = "residence"


class ChannelName(StrEnum):
    """The messengers."""

    TELEGRAM = "telegram"
    ZALO = "zalo"
    WEB = "web"
    CONSOLE = "console"


class AddressState(StrEnum):
    """Whether messages to an address arrive."""

    WORKING = "working"
    BLOCKED = "blocked"
    CLOSED = "closed"


class Consent(StrEnum):
    """The answer to the one question after joining (people 20); PENDING until it is given."""

    PENDING = "pending"
    FULL = "full"
    TIMES_ONLY = "times_only"
    RELATIVE = "relative"
    REFUSED = "refused"


class JoinedBy(StrEnum):
    """How an address came to serve a member."""

    FACE = "face"
    CODE = "code"
    CONTACT = "contact"
    TRIAL = "trial"


class InboxState(StrEnum):
    """What became of an update."""

    RECEIVED = "received"
    HANDLED = "handled"
    DEAD = "dead"


class DeliveryState(StrEnum):
    """What became of a message owed. UNREACHED: the member has no address that works, so a person must call."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    HELD = "held"
    UNREACHED = "unreached"


class Body(StrEnum):
    """Who meets: chi bộ, chi ủy, tổ đảng, chi bộ mở rộng."""

    BRANCH = "branch"
    COMMITTEE = "committee"
    CELL = "cell"
    EXTENDED = "extended"


class MeetingKind(StrEnum):
    """Sinh hoạt thường kỳ (also: định kỳ), chuyên đề; not interchangeable (R17)."""

    REGULAR = "regular"
    THEMATIC = "thematic"


class MeetingState(StrEnum):
    """A meeting is called until it is over; postponed without a new time; or called off before anybody had heard of it."""

    CALLED = "called"
    POSTPONED = "postponed"
    CALLED_OFF = "called_off"
    OVER = "over"


class MeetingRole(StrEnum):
    """Chủ trì, thư ký of one meeting, whatever posts they hold; Bí thư is a post."""

    CHAIR = "chair"
    CLERK = "clerk"


class Presence(StrEnum):
    """Có mặt; vắng có lý do; vắng không lý do. The chair says which of the two, not the member (people 19)."""

    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


class Told(StrEnum):
    """Who said an answer: the member, a relative on a notice address, or a leader after a call (people 5, 9)."""

    SELF = "self"
    RELATIVE = "relative"
    LEADER = "leader"


class DocumentClass(StrEnum):
    """Công khai, nội bộ, đọc tại cuộc họp: how far a document may be shown on a messenger (people 13). REMOVED: gỡ khỏi thư viện."""

    PUBLIC = "public"
    INTERNAL = "internal"
    AT_MEETING = "at_meeting"
    REMOVED = "removed"
