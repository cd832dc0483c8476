"""What a reply to an open step may mean."""

from datetime import UTC, datetime

import pytest

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, choices
from handlers.kit.turn import Turn
from models.form import OpenForm


def ask(turn: Turn, answers: Answers) -> Message:
    return Message("Chọn gì?", choices(("1", "Mắt"), ("2", "Mặt"), ("3", "Gửi")))


FORM = Form(
    "thu", (Step("one", ask, lambda turn, answers, text, value: {"one": value}),), lambda turn, answers: None
)
OPEN = OpenForm(address_id=1, name="thu", step="one", answers={}, touched=datetime(2026, 12, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", "1"), ("số 3", "3"), ("gui", "3"), ("GỬI", "3"), ("mặt", "2"), ("Mắt", "1"), ("mat", None), ("4", None), ("mất", None)],
)  # fmt: skip
def test_labels_that_differ_by_marks_alone_must_be_written_so(text: str, value: str | None) -> None:
    assert FORM.chosen(None, OPEN, text) == value  # type: ignore[arg-type]
