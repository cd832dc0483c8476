"""A month costs its secretary five messages at most (people 45)."""

from pathlib import Path

from tests.player import LINE

STORY = Path(__file__).parents[2] / "stories" / "mot_thang_cua_bi_thu.txt"


def test_a_month_costs_five_messages() -> None:
    acts = [found for line in STORY.read_text(encoding="utf-8").splitlines() if (found := LINE.match(line))]
    sent = [found for found in acts if found["who"].strip() == "tú" and found["act"] in ">!~"]
    assert 3 <= len(sent) <= 5
    read = [found["text"] for found in acts if found["who"].strip() == "tú" and found["act"] == "<"]
    assert any("Người điểm danh" in text for text in read), "the month ends with its one-page record"
