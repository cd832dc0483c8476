"""What is done once it is clear what is meant: a command runs, a question is answered, the open form goes on."""

from dataclasses import replace

from handlers.kit import wording
from handlers.kit.message import Message, Reply, as_list, settled
from handlers.kit.reading import number
from handlers.kit.router import Command, Who, router
from handlers.kit.turn import Turn
from models import form as forms
from models import outbox
from models.database import leave_no_trace
from models.form import OpenForm
from models.outbox import Offer
from models.terms import Consent

FOR_ALL = (Who.ANYONE, Who.MEMBER, Who.EXEMPT, Who.ABOVE)
"""What anybody may say: to whom it means nothing it says so. Nobody's posts are looked up for it."""


def run(turn: Turn, command: Command, rest: str) -> Reply:
    """Runs a command for the one who speaks; who may not hears who may."""
    if not turn.may(command.purpose):
        return _not_agreed(turn)
    if command.who not in FOR_ALL and not router.may(turn, command):
        return wording.leaders_only()
    turn.rest = rest
    open_form = forms.open_at(turn.session, turn.address)
    if open_form is not None and command.aside:
        return [*as_list(command.handler(turn)), _once_more(turn, open_form)]
    if open_form is not None:
        turn.left, turn.left_with = open_form.name, dict(open_form.answers)
    forms.close(turn.session, turn.address)
    return command.handler(turn)


def fill(turn: Turn, open_form: OpenForm, text: str, value: str | None) -> Reply:
    """Hands an answer to the open form, where what it is about was agreed to."""
    form = router.forms[open_form.name]
    turn.heeded = True
    if not turn.may(form.purpose):
        forms.close(turn.session, turn.address)
        return _not_agreed(turn)
    if value is not None and text and _stale(turn, open_form):
        return _otherwise(turn, open_form)
    quiet = form.quiet(turn, dict(open_form.answers))
    if quiet:
        leave_no_trace(turn.session)
    if quiet or not text or number(text):  # words are no number that could be said twice
        outbox.took(turn.session, turn.address.id, turn.now)
    return form.take(turn, open_form, text, value)


def answer(turn: Turn, offer: Offer, rest: str = "", worded: str = "") -> Reply:
    """Hands an answer to its question's feature; `worded`: the reply, where words alone were taken for it.

    A closed question is handed on too: its feature says that it is closed.
    """
    speaker = next((m for m, _ in turn.members if m.id == offer.member_id), None)
    if speaker is None:
        return wording.old_button()
    turn.becomes(speaker)
    turn.answered_late = offer.closed_at is not None
    turn.worded = worded
    turn.anew = offer.subject.endswith(outbox.ANEW)
    question = router.questions[offer.kind]
    if not turn.may(question.purpose):
        return _not_agreed(turn)
    return question.answer(turn, offer.subject.removesuffix(outbox.ANEW), offer.value, rest)


def tapped(turn: Turn) -> Reply:
    """A button: of a question, which it always reaches, or of the form's step that is asked now."""
    offer = turn.session.get(Offer, turn.said.tap) if turn.said.tap is not None else None
    if offer is None or offer.address_id != turn.address.id:
        return wording.old_button()
    if offer.kind != outbox.DIALOGUE:
        return answer(turn, offer)
    open_form = forms.open_at(turn.session, turn.address)
    if open_form is None:
        return wording.step_done()
    who = open_form.member_id or turn.members[0][0].id
    owner = next((m for m, _ in turn.members if m.id == who), None)
    if owner is None:
        forms.close(turn.session, turn.address)
        return wording.old_button()
    turn.becomes(owner)
    form = router.forms[open_form.name]
    asked = form.repeat(turn, open_form).question
    if asked is None or offer.subject != asked.subject:
        stale = _stale(turn, open_form)
        last = stale is not None and stale.delivery_id == offer.delivery_id
        return _otherwise(turn, open_form) if last else wording.step_done()
    quiet = form.quiet(turn, dict(open_form.answers))
    chosen = settled(wording.pressed(None if quiet else offer.label))
    return [chosen, *as_list(fill(turn, open_form, "", offer.value))]


def _not_agreed(turn: Turn) -> Message:
    refused = turn.binding is not None and turn.binding.consent is Consent.REFUSED
    return wording.not_used() if refused else wording.not_agreed()


def is_overtaken(turn: Turn, open_form: OpenForm) -> bool:
    """Whether a question came in since the form was answered last."""
    return outbox.asked_since(turn.session, turn.address.id, open_form.touched)


def _stale(turn: Turn, open_form: OpenForm) -> Offer | None:
    """The step's question as it was shown last in this chat, where it reads otherwise by now: somebody else did something meanwhile,
    and a number would choose what nobody has seen."""
    shown = outbox.dialogue_shown(turn.session, turn.address.id)
    asked = router.forms[open_form.name].repeat(turn, open_form).question
    if shown is None or asked is None or shown.subject == asked.subject:
        return None
    step = f"{open_form.name}:{open_form.step}:{open_form.serial}"
    return shown if shown.subject.startswith(step) else None


def _otherwise(turn: Turn, open_form: OpenForm) -> Message:
    """The question as it is now, since nothing was done about it as it was."""
    turn.heeded = True
    open_form.answers = router.forms[open_form.name].renew(turn, dict(open_form.answers))
    asked = _once_more(turn, open_form)
    return replace(asked, text=wording.otherwise(asked.text))


def _once_more(turn: Turn, open_form: OpenForm) -> Message:
    """The open form's question, asked again now."""
    answers = dict(open_form.answers)
    name, step, whose = open_form.name, open_form.step, open_form.member_id
    forms.put(turn.session, turn.address, whose, name, step, answers, turn.now)
    return router.forms[name].repeat(turn, open_form)


def half_done(turn: Turn, open_form: OpenForm) -> Message:
    """A question came in while a form was left lying: which of the two is answered cannot be known, so the form asks once more."""
    turn.heeded = True
    asked = _once_more(turn, open_form)
    return replace(asked, text=wording.half_done(asked.text))


def step_back(turn: Turn, open_form: OpenForm) -> Reply:
    """SỬA in the midst of what is being made: the step before once more; at the first one how to leave it."""
    form = router.forms[open_form.name]
    turn.heeded = True
    if not form.may(turn, dict(open_form.answers)) or not turn.may(form.purpose):
        return fill(turn, open_form, "", None)
    return form.back(turn, open_form) or once_more(turn, open_form, wording.FIRST_STEP)


def once_more(turn: Turn, open_form: OpenForm, first: str) -> Message:
    """The open form's question once more, below what is said first: the next number is the form's, whatever else is open."""
    asked = _once_more(turn, open_form)
    return replace(asked, text=f"{first}\n{asked.text}")


def not_his(turn: Turn, open_form: OpenForm) -> Message:
    """The other one of a shared phone spoke while a form asks this one: nothing of it is taken, and the form asks once more."""
    whose = next((member for member, _ in turn.members if member.id == open_form.member_id), None)
    if whose is None:
        return half_done(turn, open_form)
    turn.heeded = True
    asked = _once_more(turn, open_form)
    return replace(asked, text=wording.waits_for(whose.given, asked.text))
