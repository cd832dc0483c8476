"""/chuyenkenh: begins a change, or shows the one that is on."""

from handlers.joining.changeover.changing import CHANGING, WORDS, named
from handlers.joining.changeover.going_on import GOES_ON, NOTHING_TO_TAKE_BACK
from handlers.joining.changeover.planning import ADD_A_BOT, impossible, nothing_possible, possible, served
from handlers.kit.message import Message, Reply
from handlers.kit.reach import place_in
from handlers.kit.router import Who, router
from handlers.kit.turn import Turn
from models import changeover


@router.command(
    "chuyenkenh",
    "chuyển kênh",
    who=Who.LEADER,
    careful=True,
    help="Chuyển cả chi bộ sang Zalo",
)
def change(turn: Turn) -> Reply:
    """Begins a change, shows the one that is on, or takes it back."""
    said = named(turn.rest)
    under_way = changeover.under_way(turn.session, turn.here)
    if said in TAKE_BACK or (not said and under_way):
        return GOES_ON.start(turn) if under_way else Message(NOTHING_TO_TAKE_BACK)
    if said and said in WORDS:
        wrong = impossible(turn, WORDS[said])
        if wrong and under_way and under_way.channel is not WORDS[said]:
            return GOES_ON.start(turn)  # he wants back: what is on leads there
        return wrong or CHANGING.start(turn, {"to": WORDS[said].value})
    if not possible(turn):
        return nothing_possible(turn) or nowhere_else([place_in(channel) for channel in served(turn)])
    return CHANGING.start(turn, {"unclear": bool(said)})


# Wording

TAKE_BACK = ("thoi", "thoi chuyen", "thoi khong chuyen", "khong chuyen", "khong chuyen nua", "ve nhu cu")


def nowhere_else(served: list[str]) -> Message:
    there = f"chỉ có {', '.join(served)}, và mọi đồng chí đã nhận tin ở đó" if served else "chưa có bot nào"
    return Message(f"Chi bộ {there}, nên chưa có nơi để chuyển sang. {ADD_A_BOT}")
