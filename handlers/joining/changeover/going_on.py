"""A change that is on: how far it is, who is reminded, and the way back."""

from datetime import datetime

from handlers.joining.changeover.changing import CHANGING
from handlers.joining.changeover.planning import Plan, impossible, plan_of
from handlers.joining.changeover.telling import CALL, make_known, nothing_more_of
from handlers.joining.changeover.wording import not_in, still_voting
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.reach import how_far, place_in
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from models import changeover, outbox
from models.audit import note
from models.changeover import LEFT, Changeover, Place, Standing
from models.member import Member
from models.terms import ChannelName


def _act(turn: Turn, answers: Answers) -> Message:
    under_way = changeover.under_way(turn.session, turn.here)
    if under_way is None:
        return Message(NOTHING_TO_TAKE_BACK)
    begun_by = turn.session.get_one(Member, under_way.began_by_id).given
    plan = plan_of(turn, under_way.channel)
    left = [one for one in plan.everybody if one.place in LEFT]
    returning = len(changeover.returning(turn.session, under_way))
    in_vain = outbox.in_vain(turn.session, CALL, f"changeover:{under_way.id}")
    unheard = [one for one in plan.everybody if one.member.id in in_vain and one.place is not Place.THERE]
    text = so_far(plan, under_way.began_at.astimezone(turn.zone), begun_by, left, unheard)
    text += comes_back(under_way.channel, returning).replace(NAME, turn.me.given)
    offered = [("again", send_again(len(left)))] if left else []
    return Message(text, choices(*offered, ("back", BACK), ("keep", KEEP)))


def _act_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"act": value} if value else _act(turn, answers)


def _acted(turn: Turn, answers: Answers) -> Reply:
    under_way = changeover.under_way(turn.session, turn.here)
    if under_way is None:
        return Message(NOTHING_TO_TAKE_BACK)
    if answers["act"] == "keep":
        return Message(KEPT)
    if answers["act"] == "again":
        channel = under_way.channel
        return impossible(turn, channel) or CHANGING.start(turn, {"to": channel.value})
    return _take_back(turn, under_way)


def _take_back(turn: Turn, under_way: Changeover) -> Message:
    """What has not gone of it never goes; who was put on the new messenger hears that he is back."""
    thing, to = f"changeover:{under_way.id}", under_way.channel
    nothing_more_of(turn.session, under_way, turn.now)
    returning = changeover.returning(turn.session, under_way)
    changeover.take_back(turn.session, under_way, turn.now)
    note(turn.session, turn.now, turn.me.id, "changeover.back", thing)
    said, opens = taken_back_by(turn.me.given, to), turn.hours.opens(turn.now)
    make_known(turn, f"{thing}:back", back_again(to), returning, said, Purpose.HERE, opens)
    return taken_back(to)


GOES_ON = router.form(Form("dangchuyenkenh", (Step("act", _act, _act_said),), _acted, may=leading))


# Wording

BACK, KEEP = "Thôi chuyển, về như trước", "Cứ để thế"
KEPT = "Đã giữ như cũ, chưa có gì thay đổi."
NOTHING_TO_TAKE_BACK = (
    "Chi bộ hiện không chuyển kênh. Muốn chuyển: nhắn /chuyenkenh Zalo, hoặc /chuyenkenh Telegram"
)


def so_far(plan: Plan, since: datetime, by: str, left: list[Standing], unheard: list[Standing]) -> str:
    far = how_far(changeover.progress(plan.everybody))
    lines = [
        f"Chi bộ đang chuyển sang {place_in(plan.channel)}, từ {since:%d/%m}, do đồng chí {by} làm. {far}"
    ]
    lines += not_in(left)
    if unheard:
        lines.append(f"Không nhắn được: {', '.join(one.member.known_as for one in unheard)}.")
    return "\n".join([*lines, *still_voting(plan.voting)])


def send_again(count: int) -> str:
    return f"Nhắc lại {count} đồng chí chưa vào"


def comes_back(channel: ChannelName, count: int) -> str:
    """What becomes of a way back, said before it."""
    return f"\nThôi chuyển thì {count} đồng chí nhận: “{back_again(channel).text}”" if count else ""


def back_again(channel: ChannelName) -> Message:
    return Message(
        f"Chi bộ thôi chuyển sang {place_in(channel)}: tin của đồng chí {NAME} lại đến máy này trước, như trước đây."
    )


def taken_back(channel: ChannelName) -> Message:
    return Message(
        f"Đã thôi chuyển sang {place_in(channel)}: tin lại đến máy trước đây của mỗi đồng chí. "
        "Mã đã gửi vẫn dùng được, ai vào thì có thêm một máy."
    )


def taken_back_by(by: str, channel: ChannelName) -> Message:
    return Message(
        f"Đồng chí {by} đã thôi chuyển chi bộ sang {place_in(channel)}: tin lại đến máy trước đây."
    )
