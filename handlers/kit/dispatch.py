"""What is meant, and whose it is: from one thing said to the feature that answers it (contract, "What people type").

In this order: a mark of secrecy, whoever wrote it, a group, a stranger, a tap, codes that always pass, the consent that is still to be
given, a file, which of two people speaks, ways out, the open form, a command, a number, a plain reply to an open question, politeness,
what is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.kit import by_name, doing, gate, plain, voice, waiting, wording
from handlers.kit.by_name import Called
from handlers.kit.doubts import MEANT, TWICE, forgotten
from handlers.kit.form import Answers, Form, Step
from handlers.kit.incoming import Kind
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.reading import number, polite
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.words import Suggestion, slashed, understand
from models import form as forms
from models import outbox
from models.folding import tidy
from models.form import OpenForm
from models.member import Member
from models.outbox import Offer

CHATTER = timedelta(hours=1)
"""So often people who talk among themselves in a group hear that the handbook does not listen there."""
LEAVING = "huy"
CHANGING = "sua"
CALLING = "goi"
PASS_UNASKED = (CALLING, LEAVING, "trogiup")
WORDLESS = (Kind.VOICE, Kind.STICKER, Kind.PHOTO, Kind.FILE, Kind.CONTACT, Kind.OTHER)


def respond(turn: Turn) -> list[Message]:
    """The answer to one thing said, as messages to that chat; what is owed to others stands in the outbox already."""
    before = _open(turn)
    broken = before.name if before is not None else None
    said = as_list(_respond(turn))
    now_open = _open(turn)
    if broken and not turn.heeded and (now_open is None or now_open.name != broken):
        said = _telling_of(broken, said)
    if now_open is not None and now_open.touched == turn.now:
        said = _addressed(turn, now_open, said)
    return said


def _telling_of(broken: str, said: list[Message]) -> list[Message]:
    """The same messages with a word on the form that they threw away: its numbers mean nothing any more."""
    form = router.forms.get(broken)
    if form and form.idle:
        return said
    left = form.left() if form and form.left else wording.set_aside()
    at = next((at for at, message in enumerate(said) if not message.settles), None)
    if at is None:
        return [*said, left]
    first = replace(said[at], text=f"{left.text}\n\n{said[at].text}")
    return [*said[:at], first, *said[at + 1 :]]


def _addressed(turn: Turn, now_open: OpenForm, said: list[Message]) -> list[Message]:
    """The same messages; on a shared phone the step that is asked now says whom it asks."""
    whose = next((member for member, _ in turn.members if member.id == now_open.member_id), None)
    if whose is None or len(turn.members) < 2 or not said:
        return said
    return [*said[:-1], replace(said[-1], text=f"{wording.to(whose.given)}\n{said[-1].text}")]


def _respond(turn: Turn) -> Reply:
    rule = gate.mark_in(turn.said)
    if rule is not None:
        return gate.refuse(turn, rule)
    if turn.said.group:
        understood = _first(router.groups, turn)
        return understood if understood or not _asks_for_a_word(turn) else wording.privately()
    if not turn.members:
        return _first(router.strangers, turn)
    if turn.said.kind is Kind.TAP:
        return doing.tapped(turn)
    alone = turn.speakers if len(turn.members) > 1 else [turn.members[0][0]]
    if len(alone) == 1:
        turn.becomes(alone[0])
    text = tidy(turn.said.text)
    code = _first(router.codes, turn)
    if code is not None:
        return code
    open_form = _mine(turn)
    if not turn.speakers:
        if open_form is not None and turn.member is not None:
            return _not_yet_agreed(turn, open_form, text)
        turn.becomes(turn.members[0][0])
        return _first(router.arrivals, turn)
    if turn.said.kind in (Kind.FILE, Kind.PHOTO):
        taken = router.taken(turn)
        if taken is not None:
            return taken
    if turn.said.kind in WORDLESS or _is_no_word(turn.said.kind, text):
        return _wordless(turn, text, open_form)
    return _typed(turn, text)


def _asks_for_a_word(turn: Turn) -> bool:
    """Whether something said in a group is told to come in private: what looks like an answer always is, chatter once an hour."""
    if turn.said.kind is Kind.OTHER:
        return False
    if slashed(turn.said.text) or number(turn.said.text):
        return True
    return not outbox.answered_since(turn.session, turn.address.id, turn.now - CHATTER)


def _open(turn: Turn) -> OpenForm | None:
    return forms.open_at(turn.session, turn.address)


def _mine(turn: Turn) -> OpenForm | None:
    """The open form, and whoever fills it in speaks. One that no longer exists, or of somebody who is gone from here, is closed."""
    open_form = _open(turn)
    if open_form is None or (open_form.member_id is None and open_form.name in router.forms):
        return open_form
    whose = next((member for member, _ in turn.members if member.id == open_form.member_id), None)
    if whose is None or open_form.name not in router.forms:
        turn.heeded = whose is None
        forms.close(turn.session, turn.address)
        return None
    turn.becomes(whose)
    return open_form


def _not_yet_agreed(turn: Turn, open_form: OpenForm, text: str) -> Reply:
    """Somebody whose consent is asked: the ways out pass; a number that by now may mean another's question is not taken for it."""
    ways_out = [command.word for name, command in router.commands.items() if name in PASS_UNASKED]
    meant = understand(text, ways_out, asked=True)
    if meant is not None and not isinstance(meant, Suggestion):
        return doing.run(turn, router.commands[meant.name], meant.rest)
    if number(text) and doing.is_overtaken(turn, open_form):
        return doing.half_done(turn, open_form)
    return doing.fill(turn, open_form, text, None)


def _typed(turn: Turn, text: str) -> Reply:
    """Whose words these are, as far as names tell on a shared phone; then what they mean."""
    open_form = _open(turn)
    called = by_name.named(turn, text)
    if called is not None and (open_form is None or open_form.member_id != called.whose.id):
        return _called(turn, text, called, open_form)
    asked = open_form if open_form is not None and open_form.member_id is not None else None
    if asked is not None and called is None and by_name.begins_with_another(turn, text):
        return doing.not_his(turn, asked)
    if not slashed(text) and by_name.answers_for_another(turn, text, waiting.offers(turn)):
        return doing.not_his(turn, open_form) if open_form is not None else waiting.unclear(turn)
    return _said(turn, called.words if called is not None and called.parted else text)


def _called(turn: Turn, text: str, called: Called, open_form: OpenForm | None) -> Reply:
    """Words after the name of one who is not asked by the open form: they answer his own questions, and never fill in the other's form.

    Where both are named, the words may be the answers of both: they are asked, and nothing of it becomes a reason.
    """
    whose, words = called.whose, called.words
    if open_form is not None and router.forms[open_form.name].idle:
        open_form = None
    offers = waiting.offers(turn)
    if called.parted and (said := number(words)):
        return _numbered(turn, said, plain.of(whose, offers), whose)
    if called.parted or open_form is None:
        if plain.contradicts(words, offers, whose):
            return waiting.unclear(turn)
        found = plain.read(turn, words, offers, whose, by_name=True)
        is_answer = bool(found) or any(question.read(words) for question in router.questions.values())
        if is_answer and by_name.mentions(turn, words, whose):
            return waiting.unclear(turn)
        if len(found) == 1:
            return doing.answer(turn, *found[0])
        if open_form is None and (called.parted or is_answer) and whose in turn.speakers:
            turn.becomes(whose)
            return _said(turn, words)
    asked = open_form if open_form is not None and open_form.member_id is not None else None
    told = called.parted or by_name.says_a_word(words) or by_name.answers_for_another(turn, text, offers)
    return doing.not_his(turn, asked) if asked is not None and told else _said(turn, text)


def _said(turn: Turn, text: str) -> Reply:
    open_form = _open(turn)
    offers = waiting.offers(turn)
    said = number(text)
    if open_form is not None and said == 0 and _asks_how_many(turn, open_form):
        return doing.fill(turn, open_form, text, None)
    words = [command.word for command in router.commands.values()]
    busy = open_form is not None and not router.forms[open_form.name].idle
    meant = understand(text, words, asked=bool(busy or offers))
    if open_form is not None and not slashed(text) and (meant is None or meant.name != CALLING):
        value = router.forms[open_form.name].chosen(turn, open_form, text)
        if value is not None:
            overtaken = doing.is_overtaken(turn, open_form)
            return doing.half_done(turn, open_form) if overtaken else doing.fill(turn, open_form, text, value)
    goes_back = open_form is not None and router.forms[open_form.name].steps_back
    if open_form is not None and goes_back and meant is not None and meant.name == CHANGING:
        return doing.step_back(turn, open_form)
    if meant is not None and meant.name != LEAVING and turn.member is None:
        return who_speaks(turn)
    if isinstance(meant, Suggestion):
        return MEANT.start(turn, {"command": meant.name, "rest": meant.rest})
    if meant is not None:
        return doing.run(turn, router.commands[meant.name], meant.rest)
    if slashed(text):
        return wording.no_such_word()
    if open_form is not None and busy:
        overtaken = doing.is_overtaken(turn, open_form)
        return doing.half_done(turn, open_form) if overtaken else doing.fill(turn, open_form, text, None)
    if said:
        return _numbered(turn, said, offers)
    if plain.contradicts(text, offers):
        return waiting.unclear(turn)
    understood = plain.read(turn, text, offers, turn.member)
    if len(understood) == 1:
        return doing.answer(turn, *understood[0])
    if understood:
        return _several(turn, understood) or waiting.unclear(turn)
    if polite(text):
        return waiting.reminded(turn)
    if turn.member is None:
        return waiting.unclear(turn) if offers else who_speaks(turn)
    if begun := waiting.begun(turn, text):
        return begun
    # then a whole word that passes only where nothing is asked, and that nothing that is asked has understood
    meant = forgotten(turn, text) or understand(text, words, asked=False)
    if meant is not None and not isinstance(meant, Suggestion):
        word = router.commands[meant.name].word
        if word.always and not word.careful:  # "ket qua", which only a form might take for a reply
            return doing.run(turn, router.commands[meant.name], meant.rest)
    if meant is not None:
        return MEANT.start(turn, {"command": meant.name, "rest": meant.rest})
    turn.rest = text
    return router.leftover_of(turn) or waiting.unclear(turn)


def _several(turn: Turn, understood: list[plain.Understood]) -> Reply:
    """Words that answer several questions of one kind: which is meant, as far as that kind can ask it."""
    kinds = {offer.kind for offer, _, _ in understood}
    which = router.questions[understood[0][0].kind].which
    return which(turn, understood[0][2]) if len(kinds) == 1 and which and understood[0][2] else None


def _numbered(turn: Turn, said: int, offers: list[Offer], whose: Member | None = None) -> Reply:
    """A bare number that no form takes; `whose`: after a name, with which it must agree. One that a form had
    just now may still be meant for it, or be sent twice: it is asked about."""
    offer = outbox.number(turn.session, turn.address.id, said)
    if whose is not None and offer is not None and offer.member_id != whose.id:
        return waiting.unclear(turn)
    if offer is None:
        return waiting.unclear(turn) if offers else wording.no_such_number(said)
    if offer in offers and outbox.took_just_now(turn.session, offer, turn.now):
        return TWICE.start(turn, {"offer": offer.id})
    return doing.answer(turn, offer)


def _asks_how_many(turn: Turn, open_form: OpenForm) -> bool:
    """Whether the open step wants a number in words of its own: there 0 is an answer, and no call for help."""
    asked = router.forms[open_form.name].repeat(turn, open_form)
    return asked.question is None and wording.asks_how_many(asked.text)


def _is_no_word(kind: Kind, text: str) -> bool:
    return kind is Kind.TEXT and text != "?" and not any(c.isalnum() for c in text)


def _wordless(turn: Turn, text: str, open_form: OpenForm | None) -> Reply:
    """What nobody can read; under an open form, whose numbers alone count there, the form asks once more."""
    polite_sign = bool(text) and polite(text)
    told = f" {voice.TOLD}" if turn.said.kind is Kind.VOICE and voice.pass_on(turn) else ""
    if open_form is not None and not router.forms[open_form.name].idle:
        what = wording.received().text if polite_sign else wording.without_words(turn.said.kind)
        return doing.once_more(turn, open_form, f"{what}{told}")
    if polite_sign:
        return waiting.reminded(turn)
    said = wording.wordless(
        turn.said.kind, sorted({offer.number for offer in waiting.offers(turn)} - {outbox.NONE_FREE})
    )
    return replace(said, text=f"{said.text}{told}")


def _first(walked: Sequence[Callable[[Turn], Reply]], turn: Turn) -> Reply:
    for handler in walked:
        reply = handler(turn)
        if reply is not None:
            return reply
    return None


def who_speaks(turn: Turn) -> Reply:
    """A couple shares the phone: which of the two speaks, before anything is done in a name."""
    return _WHOSE.start(turn, {"texts": [tidy(turn.said.text)]})


def _which_person(turn: Turn, answers: Answers) -> Message:
    kept = wording.kept(answers["texts"][1:])
    return Message(
        f"{kept}{wording.WHO_SPEAKS}", choices(*((str(who.id), who.given) for who in turn.speakers))
    )


def _person_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    """What is said while it is asked who speaks waits with the rest, so that nothing is lost."""
    if value:
        return {"who": value}
    if number(text) is not None or polite(text):
        return _which_person(turn, answers)
    return wording.too_long(text) or {"texts": [*answers["texts"], text]}


def _go_on_as(turn: Turn, answers: Answers) -> Reply:
    """What was said is heard one after the other, as if its speaker had been known."""
    turn.becomes(next(m for m, _ in turn.members if str(m.id) == answers["who"]))
    heard: list[Message] = []
    for text in answers["texts"]:
        turn.said = replace(turn.said, kind=Kind.TEXT, text=text)
        code = _first(router.codes, turn)
        heard += as_list(code if code is not None else _said(turn, text))
    return heard


_WHOSE = router.form(
    Form("?ai", (Step("who", _which_person, _person_said),), _go_on_as, purpose=Purpose.TIMES)
)
