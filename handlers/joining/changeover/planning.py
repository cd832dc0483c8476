"""What a change to a messenger would come to: who hears what, who has no room, and why it cannot be."""

from dataclasses import dataclass

from handlers.joining import places
from handlers.joining.places import Seat
from handlers.kit.message import Message
from handlers.kit.reach import place_in
from handlers.kit.turn import Turn
from models import changeover
from models.changeover import Place, Standing
from models.fleet import room
from models.member import Member
from models.terms import ChannelName


@dataclass(frozen=True)
class Plan:
    """What a change to a messenger comes to today.

    seats: where those who have to join may, as far as there is room. voting: who has the new messenger and still votes on another phone,
    until somebody says that the new one is his.
    """

    channel: ChannelName
    everybody: list[Standing]
    seats: dict[int, Seat]
    voting: list[Member]

    def those(self, place: Place) -> list[Standing]:
        """Who stands there."""
        return [one for one in self.everybody if one.place is place]

    @property
    def invited(self) -> list[Standing]:
        """Who gets a code."""
        return [one for one in self.those(Place.TO_JOIN) if one.member.id in self.seats]

    @property
    def without_room(self) -> int:
        """How many would get a code if there were room."""
        return len(self.those(Place.TO_JOIN)) - len(self.invited)

    @property
    def does_something(self) -> bool:
        """Whether anybody hears of it."""
        return bool(self.those(Place.BOTH) or self.those(Place.TO_OPEN) or self.invited)


def served(turn: Turn) -> list[ChannelName]:
    """Where there is something to change over to at all."""
    web = [ChannelName.WEB] if room.web_address(turn.session) else []
    return room.Seating(turn.session, turn.now).messengers(turn.here) + web


def possible(turn: Turn) -> list[ChannelName]:
    return [channel for channel in served(turn) if plan_of(turn, channel).does_something]


def plan_of(turn: Turn, channel: ChannelName) -> Plan:
    everybody = changeover.standing(turn.session, turn.here, channel)
    to_join = [one.member for one in everybody if one.place is Place.TO_JOIN]
    seats = places.seats(turn.session, to_join, turn.here, channel, turn.now)
    voting = changeover.voting_elsewhere(turn.session, everybody, channel)
    return Plan(channel, everybody, seats, voting)


def impossible(turn: Turn, channel: ChannelName) -> Message | None:
    """Why nothing would come of it."""
    if channel not in served(turn):
        return no_bot(channel)
    plan = plan_of(turn, channel)
    if plan.does_something:
        return None
    if plan.without_room:
        return Message(no_room(plan, 0))
    return all_there(channel, len(plan.those(Place.THERE)))


def nothing_possible(turn: Turn) -> Message | None:
    """Why nothing would come of any change: what has no room, or nobody who has joined; None where everybody is there already."""
    plans = [plan_of(turn, channel) for channel in served(turn)]
    full = next((plan for plan in plans if plan.without_room), None)
    if full is not None:
        return Message(no_room(full, 0))
    nobody = plans and not any(one.phones for one in plans[0].everybody)
    return all_there(plans[0].channel, 0) if nobody else None


# Wording

ADD_A_BOT = "Xin người quản trị thêm bot (lệnh bots add), rồi đồng chí nhắn lại lệnh này."


def no_bot(channel: ChannelName) -> Message:
    if channel is ChannelName.WEB:
        return Message(
            "Trang web chưa mở cho máy ở nơi khác. Xin người quản trị đặt địa chỉ công khai trước."
        )
    return Message(f"Chưa có bot {place_in(channel)} nào phục vụ chi bộ. {ADD_A_BOT}")


def all_there(channel: ChannelName, count: int) -> Message:
    if not count:
        return Message("Chưa có đồng chí nào để chuyển. Cho người vào Sổ tay trước: nhắn /capma và tên.")
    return Message(
        f"Cả {count} đồng chí có máy đã nhận tin ở {place_in(channel)} trước rồi, không phải chuyển ai nữa."
    )


def no_room(plan: Plan, room_for: int) -> str:
    there = place_in(plan.channel)
    stands = f"chỉ còn {room_for} chỗ" if room_for else "đã đủ người, không còn chỗ"
    return (
        f"Bot {there} {stands}: {plan.without_room} đồng chí chưa vào được, vẫn nhận tin như cũ. {ADD_A_BOT}"
    )
