"""Plain words as the answer to an open question: a label, a number with its label, or what the question's reader knows."""

import re

from handlers.kit import labels
from handlers.kit.reading import speaks_of_a_vote
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import outbox
from models.folding import fold
from models.member import Member
from models.outbox import Offer

Asked = tuple[str, str, int | None]
"""A question: its kind, what it is about, to whom it is put."""


Understood = tuple[Offer, str, str]
"""The choice that is meant, what was written beside the answer, and the reply itself where words alone were taken for it, else ""."""


def read(
    turn: Turn, text: str, offers: list[Offer], speaker: Member | None, by_name: bool = False
) -> list[Understood]:
    """The open choices that a reply can mean, at most one for each question. by_name: its words begin with the speaker's name, so that
    nothing put to the other one of the phone can be meant.

    Where two share the phone and nobody knows who speaks, only a number says whose answer it is.
    """
    if speaker is not None and by_name:
        offers = of(speaker, offers)
    numbered = _with_its_number(text, offers)
    if numbered or speaker is None:
        return [(offer, rest, "") for offer, rest in numbered]
    lately = outbox.answered_lately(turn.session, turn.address.id, turn.now)
    others = [offer for offer in offers if offer.member_id != speaker.id]
    besides = [*others, *(of(speaker, lately) if by_name else lately)]
    found = _words(text, of(speaker, offers), besides, outbox.newest(turn.session, turn.address.id))
    return [(offer, rest, text) for offer, rest in found]


def of(speaker: Member, offers: list[Offer]) -> list[Offer]:
    """Those that are put to one member."""
    return [offer for offer in offers if offer.member_id == speaker.id]


def contradicts(text: str, offers: list[Offer], whose: Member | None = None) -> bool:
    """Whether a number stands before words, or after a name (`whose`), that do not go with it: '1. xin vắng' where 1 is Tham dự."""
    said = _NUMBERED.match(text)
    if said is None or all(offer.number != int(said[1] or said[2]) for offer in offers):
        return False
    return not _with_its_number(text, of(whose, offers) if whose else offers)


def may_be_a_vote(text: str, offers: list[Offer]) -> bool:
    """Whether words speak of a vote while one waits here: then they answer nothing else, lest half of them goes astray, as of "xin vắng
    nhưng nhất trí" or "bận quá không tán thành được"."""
    return any(map(_careful, offers)) and speaks_of_a_vote(text)


def _forgotten(offer: Offer, newest: int) -> bool:
    """Whether an answer was to be changed (SỬA), and something else was said here since."""
    return offer.subject.endswith(outbox.ANEW) and offer.delivery_id != newest


def _words(text: str, offers: list[Offer], besides: list[Offer], newest: int) -> list[tuple[Offer, str]]:
    """A label itself means its choice. Other words do not answer a careful question while they may be meant for another one: one that
    is open here too, for whomever, or was answered here a moment ago, since what was said once is often said twice (`besides`: those
    that are not the speaker's own open ones). They change an answer (SỬA) only when that was the last thing said here (`newest`)."""
    several = {_asked(offer) for offer in (*offers, *besides)}
    labelled: dict[Asked, tuple[Offer, str]] = {}
    for offer in (offer for offer in reversed(offers) if labels.says(text, offer.label)):
        echoed = any(_asked(o) != _asked(offer) and fold(o.label) == fold(offer.label) for o in besides)
        if not (_careful(offer) and (echoed or (len(several) > 1 and _forgotten(offer, newest)))):
            labelled[_asked(offer)] = offer, ""
    if labelled:
        return list(labelled.values())
    of_a_vote = may_be_a_vote(text, offers)
    understood: dict[Asked, tuple[Offer, str]] = {}
    for offer in offers:
        question = router.questions[offer.kind]
        if (len(several) > 1 or _forgotten(offer, newest)) if _careful(offer) else of_a_vote:
            continue
        meant = question.read(text)
        if meant is not None and meant[0] == offer.means:
            understood.setdefault(_asked(offer), (offer, meant[1]))
    return list(understood.values())


def _with_its_number(text: str, offers: list[Offer]) -> list[tuple[Offer, str]]:
    """'1. Tham dự', 'số 2 xin vắng, đi viện': a number and the words of that very choice; when they disagree it is asked."""
    said = labels.NUMBER_AND_WORDS.match(text)
    offer = next((o for o in offers if said and o.number == int(said[1])), None)
    if said is None or offer is None:
        return []
    if labels.says(said[2], offer.label):
        return [(offer, "")]
    meant = router.questions[offer.kind].read(said[2])
    return [(offer, meant[1])] if meant is not None and meant[0] == offer.means else []


def _careful(offer: Offer) -> bool:
    return router.questions[offer.kind].careful


def _asked(offer: Offer) -> Asked:
    return offer.kind, offer.subject.removesuffix(outbox.ANEW), offer.member_id


# Wording

_NUMBERED = re.compile(r"^(?:s[ốo] ([1-9])\s|([1-9])\s?[.):])\s*\D", re.I)
