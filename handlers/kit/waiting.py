"""The questions that wait for an answer in a chat, and how they are shown once more."""

from collections.abc import Callable

from handlers.kit import wording
from handlers.kit.features import Features
from handlers.kit.message import Message
from handlers.kit.reading import begins_as_vote, vote
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from models import outbox
from models.outbox import Offer
from models.terms import Consent


def offers(turn: Turn) -> list[Offer]:
    """The choices still open here, the newest question's first, as far as whom they are put to agreed to such questions here."""
    agreed = {member.id: binding.consent is Consent.FULL for member, binding in turn.members}
    return [
        offer
        for offer in outbox.open_offers(turn.session, turn.address.id)
        if offer.member_id in agreed
        and offer.kind in router.questions
        and router.questions[offer.kind].waits
        and (agreed[offer.member_id] or router.questions[offer.kind].purpose is Purpose.TIMES)
    ]


unnumbered: Features[Callable[[Turn], list[tuple[str, str]]]] = Features()
"""What of a feature waits for the speaker's answer without numbers here: (its matter, how it is answered)."""


def all_open(turn: Turn) -> wording.Menu:
    """What waits here for an answer; a list of numbers leaves out nothing that came without any."""
    numbered = menu(turn, offers(turn))
    in_words = [(title, [(0, how)]) for lister in unnumbered for title, how in lister(turn)]
    return [*numbered, *in_words] if numbered else []


def matter(turn: Turn, offer: Offer) -> str:
    """What the question of a choice is about."""
    return router.questions[offer.kind].matter(turn, offer.subject.removesuffix(outbox.ANEW))


def menu(turn: Turn, waiting: list[Offer]) -> wording.Menu:
    """Open questions by matter, each with its numbered choices; where two share the phone, whose they are stands with each."""
    given: dict[int | None, str] = {member.id: member.given for member, _ in turn.members}
    matters: dict[str, dict[int, str]] = {}
    for offer in sorted(waiting, key=lambda offer: offer.number):
        label = wording.named(given[offer.member_id], offer.label) if len(given) > 1 else offer.label
        matters.setdefault(matter(turn, offer), {})[offer.number] = label
    return [(title, sorted(lines.items())) for title, lines in matters.items()]


def unclear(turn: Turn) -> Message:
    """The answer to what nobody understood: the open questions once more, if there are any."""
    waiting = all_open(turn)
    if not waiting:
        return wording.not_understood()
    outbox.listed(turn.session, turn.address.id)
    return wording.unclear(waiting)


def begun(turn: Turn, text: str) -> Message | None:
    """The answer to words that begin like a vote and go on, while a question that takes votes waits: its choices alone.

    A whole phrase may be said to anything that is open here: all of it is then shown.
    """
    if not begins_as_vote(text) or vote(text) is not None:
        return None
    votes = [offer for offer in offers(turn) if router.questions[offer.kind].careful]
    mine = [offer for offer in votes if turn.member is not None and offer.member_id == turn.member.id]
    return wording.begun(menu(turn, mine)) if mine else None


def reminded(turn: Turn) -> Message:
    """A receipt is no answer: it is kept as one, of the newest question that was put to the speaker, and what is open is put once more."""
    waiting = offers(turn)
    mine = [offer for offer in waiting if turn.member is not None and offer.member_id == turn.member.id]
    if mine:
        outbox.acknowledge(turn.session, mine[0].delivery_id, turn.now)
    open_ones = all_open(turn)
    if not open_ones:
        return wording.received()
    outbox.listed(turn.session, turn.address.id)
    return wording.received_but(open_ones)
