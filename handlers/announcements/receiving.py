"""Whoever has read an announcement says so by a tap, a number or a word; a thing of courtesy counts as that (people 19)."""

from handlers.announcements import wording
from handlers.announcements.sending import KIND
from handlers.kit import doing, plain, waiting
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices, settled
from handlers.kit.reading import polite, yes_no
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.kit.wording import dropped, too_long
from models import outbox
from models.announcement import Announcement
from models.folding import tidy
from models.member import Member


def _read(text: str) -> tuple[str, str] | None:
    return (wording.SEEN[0], "") if polite(text) else None


def _about(turn: Turn, subject: str) -> Announcement:
    return turn.session.get_one(Announcement, int(subject))


def _matter(turn: Turn, subject: str) -> str:
    return wording.called(_about(turn, subject))


def _newest(turn: Turn, text: str) -> Reply:
    """What is said of several announcements is said of the last one."""
    mine = [offer for offer in plain.of(turn.me, waiting.offers(turn)) if offer.kind == KIND]
    return doing.answer(turn, mine[0])


@router.question(KIND, _read, _matter, which=_newest, in_words=wording.IN_WORDS)
def seen(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Keeps that it has arrived."""
    about = _about(turn, subject)
    outbox.acknowledge_notice(turn.session, about.key, turn.me.id, turn.now)
    outbox.close_question(turn.session, KIND, str(about.id), turn.now, turn.me.id)
    return settled(recorded(turn.me.given, wording.name(about.number, about.is_correction)))


@router.leftover(60)
def answered_in_words(turn: Turn) -> Reply:
    """Words under an announcement are for whoever sent it: asked, never assumed."""
    asked = [offer for offer in waiting.offers(turn) if offer.kind == KIND and offer.member_id == turn.me.id]
    if not asked or len(turn.rest.split()) < 2 or not any(c.isalpha() for c in turn.rest):
        return None
    newest = max(asked, key=lambda offer: offer.delivery_id)
    return too_long(turn.rest) or _HANDING_ON.start(
        turn, {"about": int(newest.subject), "said": tidy(turn.rest)}
    )


def _hand_on(turn: Turn, answers: Answers) -> Message:
    about = turn.session.get_one(Announcement, answers["about"])
    name = wording.name(about.number, about.is_correction)
    return Message(hand_on(answers["said"], name), choices(("yes", "Chuyển"), ("no", "Không")))


def _hand_on_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = {"yes": True, "no": False}.get(value or "", yes_no(text))
    return {"go": said} if said is not None else _hand_on(turn, answers)


def _handed_on(turn: Turn, answers: Answers) -> Reply:
    if not answers["go"]:
        return dropped()
    about = turn.session.get_one(Announcement, answers["about"])
    name = wording.name(about.number, about.is_correction)
    key = f"announcement:{about.id}:said:{turn.me.id}:{turn.now.isoformat()}"
    turn.tell_leaders(from_member(turn.me, answers["said"], name), key=key, kind="comment")
    outbox.acknowledge_notice(turn.session, about.key, turn.me.id, turn.now)
    return Message(handed_on(turn.me.given))


_HANDING_ON = router.form(Form("loitraloi", (Step("go", _hand_on, _hand_on_said),), _handed_on))

# Wording


def recorded(given: str, name: str) -> str:
    return f"Đã ghi: đồng chí {given} đã nhận {name}."


def hand_on(said: str, name: str) -> str:
    return f"Chuyển lời này tới bí thư, phó bí thư (trả lời {name})?\n“{said}”"


def from_member(who: Member, said: str, name: str) -> Message:
    phone = f", {who.phone}" if who.phone else ""
    return Message(f"Đ/c {who.known_as}{phone} trả lời {name}:\n{said}")


def handed_on(given: str) -> str:
    return f"Đã chuyển lời của đồng chí {given} tới bí thư, phó bí thư."
