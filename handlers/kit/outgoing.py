"""What a leader puts out to many: asked for, shown first as they will see it and whom it leaves out, then sent (people 26).

The form ends with `text` (what was written), `until` and `go`; at night it also asks when to send (people 15).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from handlers.kit import late, until
from handlers.kit.form import Answers, Form, Step, edited, leading
from handlers.kit.message import NAME, Message, Reply, as_list, choices
from handlers.kit.reading import short
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import too_long
from models import outbox
from models.folding import tidy
from models.outbox import People
from models.terms import Circumstance, Standing
from models.until import Until

LeftOut = Iterable[tuple[Circumstance | Standing, int]]
"""(reason, how many)."""


@dataclass(frozen=True)
class Outgoing:
    """A thing that is put out.

    asks: for a text that is missing. faulty: why a text will not do, None where it will. shown: as its readers will see it.
    whom: who gets it, and how many of the branch do not, by the reason. sent: puts it out, at `not_before` where that is set.
    """

    name: str
    asks: Callable[[], Message]
    faulty: Callable[[Turn, str], Message | None]
    shown: Callable[[Turn, str, Until], str]
    whom: Callable[[Turn], tuple[People, LeftOut]]
    sent: Callable[[Turn, str, Until, datetime | None], Reply]

    def handler(self) -> Callable[[Turn], Reply]:
        """What the command does: its text, if any, is what stands behind it."""
        form = router.form(
            Form(
                self.name,
                self._steps(),
                self._done,
                left=dropped,
                may=leading,
                steps_back=True,
                renew=until.renewed,
            )
        )

        def start(turn: Turn) -> Reply:
            answers = until.usual(turn)
            if not turn.rest:
                return form.start(turn, answers)
            wrong = self._wrong(turn, turn.rest)
            return wrong or form.start(turn, answers | {"text": tidy(turn.rest)})

        return start

    def _steps(self) -> tuple[Step, ...]:
        return (
            Step("text", lambda turn, answers: self.asks(), self._text_said),
            *until.STEPS,
            Step("go", self._preview, self._preview_said),
            Step("edit", _edit, _edit_said, lambda turn, answers: answers.get("go") == "edit"),
            late.STEP,
        )

    def _wrong(self, turn: Turn, text: str) -> Message | None:
        return too_long(text) or self.faulty(turn, tidy(text))

    def _text_said(self, turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
        return self._wrong(turn, text) or ({"text": tidy(text)} if tidy(text) else self.asks())

    def _preview(self, turn: Turn, answers: Answers) -> Message:
        shown = self.shown(turn, answers["text"], until.chosen(turn, answers)).replace(NAME, turn.me.given)
        return first_shown(turn, shown, *self.whom(turn))

    def _preview_said(self, turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
        return {"go": value} if value else self._preview(turn, answers)

    def _done(self, turn: Turn, answers: Answers) -> Reply:
        if answers["go"] == "stop":
            return dropped()
        morning = late.not_before(turn, answers)
        if overtaken := until.overtaken(turn, answers, morning):
            why, anew = overtaken
            asked_anew = router.forms[self.name].start(turn, {"text": answers["text"], **anew})
            return [Message(why), *as_list(asked_anew)]
        return self.sent(turn, answers["text"], until.chosen(turn, answers), morning)


def first_shown(turn: Turn, shown: str, people: People, left_out: LeftOut) -> Message:
    """What goes to many as they will see it, and whom it leaves out; sent, changed or left by a choice."""
    reached, without = outbox.reach(turn.session, people, Purpose.CONTENT)
    alone = times_alone(turn, people)
    return to_be_sent(f"{shown}\n\n{whom(reached, without - alone, left_out, times_alone=alone)}")


def to_be_sent(text: str) -> Message:
    """A preview with its three choices, which are those of these very words."""
    return Message(
        text, choices(("send", "Gửi"), ("edit", "Sửa"), ("stop", "Thôi"), about=f"{crc32(text.encode()):x}")
    )


def receipt(turn: Turn, what: str, people: People, not_before: datetime | None) -> Message:
    """What whoever has put something out hears: how many get it, who only later, and when where that is not now."""
    reached, without = outbox.reach(turn.session, people, Purpose.CONTENT)
    waits = _said(turn, not_before) if not_before else None
    alone = times_alone(turn, people)
    return sent(what, reached, without - alone, waits, alone)


def times_alone(turn: Turn, people: People) -> int:
    """How many of the people agreed to times of meetings alone, themselves or the relative whose phone it is: they have a phone."""
    by_purpose = [outbox.reach(turn.session, people, what)[0] for what in (Purpose.TIMES, Purpose.CONTENT)]
    return by_purpose[0] - by_purpose[1]


def _said(turn: Turn, moment: datetime) -> str:
    """When it goes: in the morning after a quiet night, or at an hour of its own."""
    if moment == turn.hours.opens(turn.now):
        return late.in_the_morning(moment, turn.now)
    return short(moment, turn.now)


def _edit(turn: Turn, answers: Answers) -> Message:
    return Message(WHAT_TO_EDIT, choices(("text", "Nội dung"), ("until", "Thời hạn")))


def _edit_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return edited(answers, value) if value else _edit(turn, answers)


# Wording

LEFT_OUT: dict[Circumstance | Standing, str] = {
    Circumstance.EXEMPT: "miễn sinh hoạt",
    Circumstance.ELSEWHERE: "sinh hoạt nơi khác",
    Circumstance.SUSPENDED: "đình chỉ sinh hoạt",
    Circumstance.HERE: "sinh hoạt tạm thời ở đây",
    Standing.PROBATIONARY: "dự bị",
}
WHAT_TO_EDIT = "Đồng chí muốn sửa gì?"


def whom(
    reached: int, without: int, left_out: LeftOut, asked_in: int = 0, beside: str = "", times_alone: int = 0
) -> str:
    """'Gửi 60 đồng chí; 4 chưa có máy; 2 chỉ nhận giờ họp; 10 miễn sinh hoạt không gửi, 1 miễn sinh hoạt xin được mời.'

    `beside`: who else gets it and is not counted, 'và ...'.
    """
    parts = [f"Gửi {reached} đồng chí{beside}", *out_of_reach(without, times_alone)]
    others = [f"{count} {LEFT_OUT[reason]}" for reason, count in left_out]
    told = [f"{', '.join(others)} không gửi"] if others else []
    told += [f"{asked_in} {LEFT_OUT[Circumstance.EXEMPT]} xin được mời"] if asked_in else []
    return "; ".join([*parts, *([", ".join(told)] if told else [])]) + "."


def out_of_reach(without: int, times_alone: int, unit: str = "") -> list[str]:
    """'4 chưa có máy', '2 chỉ nhận giờ họp': who does not get it, each with the reason."""
    counted = ((without, "chưa có máy"), (times_alone, "chỉ nhận giờ họp"))
    return [f"{count} {unit}{why}" for count, why in counted if count]


def sent(what: str, reached: int, without: int, waits: str | None, times_alone: int = 0) -> Message:
    """The receipt of whoever has put something out."""
    missed = ", ".join(out_of_reach(without, times_alone, "đồng chí "))
    rest = f"\n{missed}, xin báo tận nơi." if missed else ""
    if waits:
        return Message(f"Sẽ gửi {what} cho {reached} đồng chí lúc {waits}. Muốn dừng lại, nhắn THÔI.{rest}")
    return Message(f"Đã gửi {what} cho {reached} đồng chí. Nhắn KẾT QUẢ để xem.{rest}")


def dropped() -> Message:
    return Message("Đã thôi, chưa gửi cho ai.")
