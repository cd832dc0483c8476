"""Forms: several questions one after the other, in one chat, with a way out at every step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from handlers.kit import labels
from handlers.kit.message import Message, Reply, as_list
from handlers.kit.phrases import begins
from handlers.kit.reading import number
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import leaders_only, not_recorded
from models import form as forms
from models.form import OpenForm

Answers = dict[str, Any]
"""Answers so far, as JSON: a step's name to what it took. A step without an answer (or with None) is asked."""


@dataclass(frozen=True)
class Step:
    """One question. `ask` words it; `take(turn, answers, text, value)` gives the answers it adds, or a message that asks again.

    `value` is the choice that was tapped or whose number was typed. A step that is not `needed` is passed over.
    """

    name: str
    ask: Callable[[Turn, Answers], Message]
    take: Callable[[Turn, Answers, str, str | None], Answers | Message | list[Message]]
    needed: Callable[[Turn, Answers], bool] = lambda turn, answers: True


May = Callable[[Turn, Answers], bool]
"""Whether the speaker may fill in a form with these answers."""


WAS = "was"
"""In answers: what was put aside to be written anew, and stands again where the words say that it stays ("thôi, để nguyên")."""


def edited(answers: Answers, *names: str) -> Answers:
    """These answers are asked anew, behind a preview whose choice is `go`."""
    return {**dict.fromkeys((*names, "go")), WAS: {name: answers.get(name) for name in names}}


def _stays(answers: Answers, text: str) -> bool:
    words = text.split()
    return bool(answers.get(WAS)) and len(words) <= STAYS_AT_MOST and begins(words, STAYS) > 0


def anybody(turn: Turn, answers: Answers) -> bool:
    """For forms that every member may fill in."""
    return True


def nobody(turn: Turn, answers: Answers) -> bool:
    """For what no form does unless it says so."""
    return False


def leading(turn: Turn, answers: Answers) -> bool:
    """For forms of whoever leads the branch today."""
    return turn.leads()


def as_they_are(turn: Turn, answers: Answers) -> Answers:
    """For forms of whose answers none can grow old."""
    return answers


@dataclass(frozen=True)
class Form:
    """Steps in order, and what is done when none is left. `left` is said when it is left half done; None: that nothing changed.

    may: who may fill it in. It is asked at every answer, not only when the form opens: the lead may be lost in between.
    purpose: what the address must have agreed to for every answer; a relative's phone fills in what concerns times alone.
    quiet: whether what is answered to it leaves no trace beside what the form itself keeps: neither which number was said nor which
    button was pressed, and nothing in the log of the database.
    idle: it offers something below what was looked at, and nothing hangs on it: only its choices are its own, what else is said is
    heard as if it were not there, and it ends without a word.
    steps_back: whether SỬA, said in its midst, asks the step before once more; else it leaves the form, as any word does.
    renew: brings answers up to date before the step that is asked is shown again because it reads otherwise by now.
    """

    name: str
    steps: tuple[Step, ...]
    done: Callable[[Turn, Answers], Reply]
    left: Callable[[], Message] | None = None
    may: May = anybody
    purpose: Purpose = Purpose.CONTENT
    quiet: May = nobody
    idle: bool = False
    steps_back: bool = False
    renew: Callable[[Turn, Answers], Answers] = as_they_are

    def start(self, turn: Turn, answers: Answers | None = None) -> Reply:
        """Opens the form with what is known already; steps that have an answer are not asked."""
        forms.close(turn.session, turn.address)
        return self._go_on(turn, answers or {})

    def take(self, turn: Turn, open_form: OpenForm, text: str, value: str | None) -> Reply:
        """Takes an answer to the step that is open."""
        answers = dict(open_form.answers)
        if not self.may(turn, answers):
            forms.close(turn.session, turn.address)
            return leaders_only()
        step = next(step for step in self.steps if step.name == open_form.step)
        if value is None:
            value = self.chosen(turn, open_form, text)
        taken = answers[WAS] if _stays(answers, text) else step.take(turn, answers, text, value)
        if not isinstance(taken, dict):
            forms.put(
                turn.session, turn.address, open_form.member_id, self.name, step.name, answers, turn.now
            )
            again = step.ask(turn, answers)
            said = [
                not_recorded(message) if text and message == again else message for message in as_list(taken)
            ]
            return [self.about(open_form, message) for message in said]
        return self._go_on(turn, answers | {WAS: None} | taken)

    def chosen(self, turn: Turn, open_form: OpenForm, text: str) -> str | None:
        """The choice of the open step that a number or the label itself means; SỬA under a preview is that preview's own."""
        step = next(step for step in self.steps if step.name == open_form.step)
        asked = step.ask(turn, dict(open_form.answers)).question
        offered = asked.choices if asked else ()
        said = number(text)
        if said and said <= len(offered):
            return offered[said - 1][0]
        return labels.chosen(text, offered)

    def about(self, form: OpenForm, message: Message) -> Message:
        """A message of this form's open step, so that its answer finds this very filling-in of it."""
        if message.question is None:
            return message
        about = f":{message.question.subject}" if message.question.subject else ""
        subject = f"{self.name}:{form.step}:{form.serial}{about}"
        return replace(message, question=replace(message.question, kind="form", subject=subject))

    def back(self, turn: Turn, open_form: OpenForm) -> Reply:
        """Asks the step before the open one once more; None where nothing was answered before it."""
        answers = dict(open_form.answers)
        if was := answers.get(WAS):
            return self._go_on(turn, answers | was | {WAS: None})
        before = self.steps[: [step.name for step in self.steps].index(open_form.step)]
        done = [step for step in before if answers.get(step.name) is not None and step.needed(turn, answers)]
        return self._go_on(turn, answers | {done[-1].name: None}) if done else None

    def repeat(self, turn: Turn, open_form: OpenForm) -> Message:
        """The open step's question once more."""
        step = next(step for step in self.steps if step.name == open_form.step)
        return self.about(open_form, step.ask(turn, dict(open_form.answers)))

    def _go_on(self, turn: Turn, answers: Answers) -> Reply:
        for step in self.steps:
            if answers.get(step.name) is None and step.needed(turn, answers):
                who = turn.member.id if turn.member else None
                form = forms.put(turn.session, turn.address, who, self.name, step.name, answers, turn.now)
                return self.about(form, step.ask(turn, answers))
        forms.close(turn.session, turn.address)
        return self.done(turn, answers)


# Wording

STAYS = ("thôi", "để nguyên", "giữ nguyên", "cứ để", "để như cũ", "giữ như cũ")
STAYS_AT_MOST = 8
"""Words; what is longer is a new text."""
