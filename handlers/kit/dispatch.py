"""What is meant, and whose it is: from one thing said to the feature that answers it (contract, "What people type").

In this order: a mark of secrecy, whoever wrote it, a group, a stranger, a tap, codes that always pass, the consent that is still to be
given, a file, which of two people speaks, a command, the open form, a number, a plain reply to an open question, politeness, what is left.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.kit import gate, wording
from handlers.kit.form import Answers, Form, Step
from handlers.kit.incoming import Kind
from handlers.kit.message import Message, Reply, as_list, choices, settled
from handlers.kit.reading import number, polite, yes_no
from handlers.kit.router import Command, Who, roles, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.words import Suggestion, slashed, understand
from models import form as forms
from models import outbox
from models.folding import fold, tidy
from models.form import OpenForm
from models.outbox import Offer
from models.terms import Consent

PASS_UNASKED = ("goi", "trogiup", "huy")
WORDLESS = (Kind.VOICE, Kind.STICKER, Kind.PHOTO, Kind.FILE, Kind.CONTACT, Kind.OTHER)


def respond(turn: Turn) -> list[Message]:
    """The answer to one thing said, as messages to that chat; what is owed to others stands in the outbox already."""
    return as_list(_respond(turn))


def _respond(turn: Turn) -> Reply:
    rule = gate.mark_in(turn.said)
    if rule is not None:
        return gate.refuse(turn, rule)
    if turn.said.group:
        understood = _first(router.groups, turn)
        return understood if understood or turn.said.kind is Kind.OTHER else wording.privately()
    if not turn.members:
        return _first(router.strangers, turn)
    if turn.said.kind is Kind.TAP:
        return _tapped(turn)
    if len(turn.members) == 1:
        turn.becomes(turn.members[0][0])
    text = tidy(turn.said.text)
    code = _first(router.codes, turn)
    if code is not None:
        return code
    open_form = forms.open_at(turn.session, turn.address)
    if open_form is not None and open_form.member_id is not None:
        filling = [member for member, _ in turn.members if member.id == open_form.member_id]
        if filling:
            turn.becomes(filling[0])
        else:
            forms.close(turn.session, turn.address)
            open_form = None
    pending = [member for member, binding in turn.members if binding.consent is Consent.PENDING]
    if pending:
        turn.becomes(pending[0])
        if open_form is None or open_form.member_id != pending[0].id:
            return _first(router.arrivals, turn)
        return _not_yet_agreed(turn, open_form, text)
    if turn.said.kind in (Kind.FILE, Kind.PHOTO):
        taken = router.taken(turn)
        if taken is not None:
            return taken
    if turn.said.kind in WORDLESS or _is_no_word(turn.said.kind, text):
        return _wordless(turn, text)
    return _typed(turn, text)


def _not_yet_agreed(turn: Turn, open_form: OpenForm, text: str) -> Reply:
    """Somebody whose consent is asked: the ways out pass; a number that by now may mean another's question is not taken for it."""
    ways_out = [command.word for name, command in router.commands.items() if name in PASS_UNASKED]
    meant = understand(text, ways_out, asked=True)
    if meant is not None and not isinstance(meant, Suggestion):
        return run(turn, router.commands[meant.name], meant.rest)
    if number(text) and outbox.asked_since(turn.session, turn.address.id, open_form.touched):
        return _half_done(turn, open_form)
    return router.forms[open_form.name].take(turn, open_form, text, None)


def _typed(turn: Turn, text: str) -> Reply:
    open_form = forms.open_at(turn.session, turn.address)
    open_offers = outbox.open_offers(turn.session, turn.address.id)
    overtaken = open_form and outbox.asked_since(turn.session, turn.address.id, open_form.touched)
    if open_form is not None and (value := router.forms[open_form.name].chosen(turn, open_form, text)):
        if overtaken:
            return _half_done(turn, open_form)
        return router.forms[open_form.name].take(turn, open_form, text, value)
    words = [command.word for command in router.commands.values()]
    meant = understand(text, words, asked=bool(open_form or open_offers))
    if meant is not None and turn.member is None:
        return _WHOSE.start(turn, {"text": text})
    if isinstance(meant, Suggestion):
        return _MEANT.start(turn, {"command": meant.name, "rest": meant.rest})
    if meant is not None:
        return run(turn, router.commands[meant.name], meant.rest)
    if slashed(text):
        return wording.no_such_word()
    if open_form is not None:
        if overtaken:
            return _half_done(turn, open_form)
        return router.forms[open_form.name].take(turn, open_form, text, None)
    said = number(text)
    if said:
        offer = outbox.number(turn.session, turn.address.id, said)
        if offer is not None:
            return _answer(turn, offer)
        return wording.no_such_number(said) if not open_offers else _unclear(turn, open_offers)
    if open_offers:
        numbered = _with_its_number(text, open_offers)
        understood = numbered or _read(text, open_offers)
        if len(understood) == 1:
            offer, rest = understood[0]
            turn.worded = "" if numbered else text
            return _answer(turn, offer, rest)
        if len(understood) > 1:
            return _unclear(turn, open_offers)
    if turn.member is None:
        return _unclear(turn, open_offers) if open_offers else _WHOSE.start(turn, {"text": text})
    if polite(text):
        return _reminded(turn, open_offers)
    turn.rest = text
    for _, handler in router.leftovers:
        reply = handler(turn)
        if reply is not None:
            return reply
    return not_clear(turn)


def not_clear(turn: Turn) -> Reply:
    """The answer to what nobody understood: the open questions once more, if there are any."""
    open_offers = outbox.open_offers(turn.session, turn.address.id)
    return _unclear(turn, open_offers) if open_offers else wording.not_understood()


def run(turn: Turn, command: Command, rest: str) -> Reply:
    """Runs a command for the one who speaks; who may not hears who may."""
    if command.purpose is Purpose.CONTENT and turn.binding and turn.binding.consent is not Consent.FULL:
        return wording.not_agreed()
    if command.who in (Who.LEADER, Who.NAMER) and command.who not in roles(turn):
        return wording.leaders_only()
    open_form = forms.open_at(turn.session, turn.address)
    turn.left = open_form.name if open_form else None
    forms.close(turn.session, turn.address)
    turn.rest = rest
    return command.handler(turn)


def _tapped(turn: Turn) -> Reply:
    offer = turn.session.get(Offer, turn.said.tap) if turn.said.tap is not None else None
    if offer is None or offer.address_id != turn.address.id:
        return wording.old_button()
    if offer.kind != outbox.DIALOGUE:
        return _answer(turn, offer)
    open_form = forms.open_at(turn.session, turn.address)
    if open_form is None:
        return wording.step_done()
    who = open_form.member_id or turn.members[0][0].id
    owner = next((m for m, _ in turn.members if m.id == who), None)
    if owner is None:
        forms.close(turn.session, turn.address)
        return wording.old_button()
    turn.becomes(owner)
    asked = router.forms[open_form.name].repeat(turn, open_form).question
    if asked is None or offer.subject != asked.subject:
        return wording.step_done()
    chosen = settled(f"→ {offer.label}")
    return [chosen, *as_list(router.forms[open_form.name].take(turn, open_form, "", offer.value))]


def _answer(turn: Turn, offer: Offer, rest: str = "") -> Reply:
    """Hands an answer to its question's feature. A closed question is handed on too: its feature says that it is closed."""
    speaker = next((m for m, _ in turn.members if m.id == offer.member_id), None)
    if speaker is None:
        return wording.old_button()
    turn.becomes(speaker)
    turn.answered_late = offer.closed_at is not None
    question = router.questions[offer.kind]
    if question.purpose is Purpose.CONTENT and turn.binding and turn.binding.consent is not Consent.FULL:
        return wording.not_agreed()
    return question.answer(turn, offer.subject, offer.value, rest)


def _read(text: str, offers: list[Offer]) -> list[tuple[Offer, str]]:
    """The open choices that a plain reply can mean, at most one for each question.

    A label itself means its choice. Other words do not answer a careful question while they may be the answer to another one.
    """
    labelled = {_asked(o): (o, "") for o in reversed(offers) if fold(o.label) == fold(text.strip(" .,!"))}
    if labelled:
        return list(labelled.values())
    several = len({_asked(offer) for offer in offers}) > 1
    understood: dict[tuple[str, str, int | None], tuple[Offer, str]] = {}
    for offer in offers:
        question = router.questions.get(offer.kind)
        meant = question.read(text) if question and not (question.careful and several) else None
        if meant is not None and meant[0] == offer.value:
            understood.setdefault(_asked(offer), (offer, meant[1]))
    return list(understood.values())


def _with_its_number(text: str, offers: list[Offer]) -> list[tuple[Offer, str]]:
    """'1. Tham dự', 'số 2 xin vắng, đi viện': a number and the words of that very choice; when they disagree it is asked."""
    said = _NUMBER_AND_WORDS.match(text)
    offer = next((o for o in offers if said and o.number == int(said[1])), None)
    if said is None or offer is None:
        return []
    return [
        (o, rest)
        for o, rest in _read(said[2], [o for o in offers if _asked(o) == _asked(offer)])
        if o is offer
    ]


def _asked(offer: Offer) -> tuple[str, str, int | None]:
    return offer.kind, offer.subject, offer.member_id


def _half_done(turn: Turn, open_form: OpenForm) -> Message:
    """A question came in while a form was left lying: which of the two is answered cannot be known, so the form asks once more."""
    forms.put(
        turn.session,
        turn.address,
        open_form.member_id,
        open_form.name,
        open_form.step,
        dict(open_form.answers),
        turn.now,
    )
    asked = router.forms[open_form.name].repeat(turn, open_form)
    return replace(asked, text=wording.half_done(asked.text))


def _is_no_word(kind: Kind, text: str) -> bool:
    return kind is Kind.TEXT and text != "?" and not any(c.isalnum() for c in text)


def _wordless(turn: Turn, text: str) -> Reply:
    offers = outbox.open_offers(turn.session, turn.address.id)
    if text and polite(text):
        return _reminded(turn, offers)
    return wording.wordless(turn.said.kind, _numbers(offers))


def _reminded(turn: Turn, offers: list[Offer]) -> Reply:
    """A receipt is no answer: it is taken as one, and the open question is put once more."""
    if not offers:
        return wording.received()
    return wording.received_but(_menu(turn, offers))


def _unclear(turn: Turn, offers: list[Offer]) -> Reply:
    return wording.unclear(_menu(turn, offers))


def _numbers(offers: list[Offer]) -> list[int]:
    return sorted({offer.number for offer in offers})


def _menu(turn: Turn, offers: list[Offer]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The open questions by matter, each with its numbered choices."""
    matters: dict[str, dict[int, str]] = {}
    for offer in sorted(offers, key=lambda o: o.number):
        matter = router.questions[offer.kind].matter(turn, offer.subject)
        whose = next((m.given for m, _ in turn.members if m.id == offer.member_id), "")
        shown = f"{whose}: {offer.label}" if len(turn.members) > 1 and whose else offer.label
        matters.setdefault(matter, {})[offer.number] = shown
    return [(matter, sorted(lines.items())) for matter, lines in matters.items()]


def _first(walked: Sequence[Callable[[Turn], Reply]], turn: Turn) -> Reply:
    for handler in walked:
        reply = handler(turn)
        if reply is not None:
            return reply
    return None


def _which_person(turn: Turn, answers: Answers) -> Message:
    pairs = [(str(member.id), member.given) for member, _ in turn.members]
    return Message(wording.WHO_SPEAKS, choices(*pairs))


def _person_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"who": value} if value else _which_person(turn, answers)


def _go_on_as(turn: Turn, answers: Answers) -> Reply:
    turn.becomes(next(m for m, _ in turn.members if str(m.id) == answers["who"]))
    return _typed(turn, answers["text"])


_WHOSE = router.form(Form("ai", (Step("who", _which_person, _person_said),), _go_on_as))
"""A couple shares the phone: which of the two speaks, before anything is done in a name."""


def _really(turn: Turn, answers: Answers) -> Message:
    return Message(
        wording.really(router.commands[answers["command"]].help), choices(("yes", "Phải"), ("no", "Không"))
    )


def _really_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = {"yes": True, "no": False}.get(value or "", yes_no(text))
    return {"really": said} if said is not None else _really(turn, answers)


def _run_meant(turn: Turn, answers: Answers) -> Reply:
    if not answers["really"]:
        return wording.dropped()
    return run(turn, router.commands[answers["command"]], answers["rest"])


_MEANT = router.form(Form("ydinh", (Step("really", _really, _really_said),), _run_meant))
"""A slip of the thumb in a command word: asked, where running it could do harm."""

# Wording

_NUMBER_AND_WORDS = re.compile(r"^(?:s[ốo] )?([1-9])[.):,\s-]+(\D.*)$", re.I | re.S)
