"""The questions that wait for an answer in a chat, and how they are shown once more."""

from collections.abc import Sequence

from handlers.kit import wording
from handlers.kit.message import Message
from handlers.kit.reading import begins_as_vote, vote
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from models import form as forms
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


def in_words(kind: str, subject: str, labels: Sequence[str], given: str, shared: bool = False) -> str:
    """How a question is answered whose choices found no free numbers; shared: the phone is two people's, and words must say whose they
    are."""
    asked = router.questions.get(kind)
    if asked is None or asked.in_words is None or subject.endswith(outbox.ANEW):
        return wording.any_of(labels)
    words = asked.in_words.format(given)
    return wording.by_name(given, words) if shared else words


def matter(turn: Turn, offer: Offer) -> str:
    """What the question of a choice is about."""
    return router.questions[offer.kind].matter(turn, offer.subject.removesuffix(outbox.ANEW))


def menu(turn: Turn, waiting: list[Offer]) -> wording.Menu:
    """Open questions by matter, each with its numbered choices, or how it is answered where it has none; where two share the phone,
    whose they are stands with each. A question that was sent twice stands there once."""
    given: dict[int | None, str] = {member.id: member.given for member, _ in turn.members}
    numbered: dict[str, dict[int, str]] = {}
    spoken: dict[tuple[str, int | None], list[tuple[Offer, str]]] = {}
    for offer in sorted(waiting, key=lambda offer: (offer.number, offer.id)):
        title = matter(turn, offer)
        label = wording.named(given[offer.member_id], offer.label) if len(given) > 1 else offer.label
        if offer.number == outbox.NONE_FREE:
            spoken.setdefault((title, offer.member_id), []).append((offer, label))
        else:
            numbered.setdefault(title, {})[offer.number] = label
    found = [(title, sorted(lines.items())) for title, lines in numbered.items()]
    for (title, whose), shown in spoken.items():
        offer, labels = shown[0][0], list(dict.fromkeys(label for _, label in shown))
        how = in_words(offer.kind, offer.subject, labels, given[whose], len(given) > 1)
        line = how if len(given) < 2 or given[whose] in how else wording.named(given[whose], how)
        found.append((title, [(outbox.NONE_FREE, line)]))
    return found


def unclear(turn: Turn) -> Message:
    """The answer to what nobody understood: the open questions once more, if there are any."""
    waiting = menu(turn, offers(turn))
    if not waiting:
        return wording.not_understood()
    _listed(turn)
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
    open_ones = menu(turn, waiting)
    if not open_ones:
        return wording.received()
    _listed(turn)
    return wording.received_but(open_ones)


def _listed(turn: Turn) -> None:
    """The next number is one of those that are listed now: a list that was only looked at has none any more."""
    open_form = forms.open_at(turn.session, turn.address)
    if open_form is not None and open_form.name in router.forms and router.forms[open_form.name].idle:
        forms.close(turn.session, turn.address)
    outbox.listed(turn.session, turn.address.id)
