"""What we say, in no messenger's own terms: text, a question with choices, a file or a picture by recipe."""

from dataclasses import dataclass, replace
from typing import Any, Self

NAME = "\ue000"
"""Stands for the reader's given name in a message that goes to many; a private character, which `tidy` removes from what people type."""
UNDER_A_PICTURE = 1000
"""Characters of a text that has its picture with it: Telegram takes 1,024."""


@dataclass(frozen=True)
class Question:
    """Choices under a message. `kind` finds who reads the answer, `subject` says about what; choices are (value, label)."""

    kind: str
    subject: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Message:
    """One message.

    document, picture: recipes such as `file:12` or `chart:motion:12`, made when it is sent (decision 15).
    settles: answers what was tapped, so that a messenger that can edits the question into it.
    protected: not to be forwarded, where the messenger can forbid it.
    refuses: what was said must not be kept: whoever shows it to its sender drops it.
    until: the words in the text that say until when it is open, where that follows a meeting.
    delay: seconds until it goes, for an answer that must not come fast.
    """

    text: str
    question: Question | None = None
    document: str | None = None
    picture: str | None = None
    settles: bool = False
    protected: bool = False
    refuses: bool = False
    until: str = ""
    delay: int = 0

    def after(self, seconds: int) -> Self:
        """The same message, so much later."""
        return replace(self, delay=seconds)

    def asking(self, kind: str, subject: str, *choices: tuple[str, str]) -> Self:
        """The same message with a question under it."""
        return replace(self, question=Question(kind, subject, choices))

    def content(self) -> dict[str, Any]:
        """As neutral JSON, for the outbox; absent parts are left out."""
        parts: dict[str, Any] = {"text": self.text}
        if self.question:
            parts["question"] = {
                "kind": self.question.kind,
                "subject": self.question.subject,
                "choices": [list(choice) for choice in self.question.choices],
            }
        for part in ("document", "picture", "settles", "protected", "refuses", "until", "delay"):
            if getattr(self, part):
                parts[part] = getattr(self, part)
        return parts


def choices(*pairs: tuple[str, str], about: str = "") -> Question:
    """A form step's choices; the form fills in its step.

    about: what this step asks, where it asks one thing after the other, so that a button of an earlier one is known as such.
    """
    return Question("form", about, pairs)


def settled(text: str) -> Message:
    """A receipt: what was recorded, put in the place of the question where the messenger can."""
    return Message(text, settles=True)


Reply = Message | list[Message] | None
"""What a handler gives back; None where all is said by `turn.tell`."""


def as_list(reply: Reply) -> list[Message]:
    """A reply as messages."""
    if reply is None:
        return []
    return reply if isinstance(reply, list) else [reply]
