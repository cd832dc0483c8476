"""The gate on cases written by somebody who had not seen it: no stamp is missed, and docs/secrecy.md tells how it judges."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from models.secrecy import scan

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/handlers/kit/phrases_secrecy.tsv"
PAPER = ROOT / "docs/secrecy.md"
PLACES = {"name": "tên tệp", "caption": "lời kèm tệp", "text": "chữ trong tệp, tin nhắn"}


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row | {"text": row["text"].replace("\\n", "\n")} for row in rows]


def judged() -> dict[tuple[str, str], list[dict[str, str]]]:
    """The cases by (expected, got)."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in cases():
        got = "refuse" if scan(row["text"], where=row["where"]) else "pass"  # type: ignore[arg-type]
        found.setdefault((row["expected"], got), []).append(row)
    return found


def test_there_are_cases_of_every_kind() -> None:
    kinds = Counter((row["where"], row["expected"]) for row in cases())
    assert set(kinds) == {(place, said) for place in PLACES for said in ("refuse", "pass")}
    assert min(kinds.values()) >= 15
    assert sum(kinds.values()) > 200


def test_no_stamp_is_missed() -> None:
    assert judged().get(("refuse", "pass"), []) == []


def test_everyday_words_pass() -> None:
    stopped = judged().get(("pass", "refuse"), [])
    assert len(stopped) <= 2, stopped


def test_the_paper_has_the_matrix() -> None:
    """The matrix in the paper is this one; the message gives the lines to paste."""
    assert matrix() in PAPER.read_text(encoding="utf-8"), f"\n{matrix()}"


def matrix() -> str:
    found = judged()
    lines = [
        "| chỗ | có dấu, từ chối | có dấu, bỏ sót | không dấu, cho qua | không dấu, từ chối nhầm |",
        "|---|---|---|---|---|",
    ]
    ways = (("refuse", "refuse"), ("refuse", "pass"), ("pass", "pass"), ("pass", "refuse"))
    for place, label in PLACES.items():
        counts = [sum(row["where"] == place for row in found.get(way, [])) for way in ways]
        lines.append(f"| {label} | " + " | ".join(map(str, counts)) + " |")
    lines.append("| **cộng** | " + " | ".join(f"**{len(found.get(way, []))}**" for way in ways) + " |")
    return "\n".join(lines)


TITLE_TORN = "LUẬT BẢO VỆ\nBÍ MẬT NHÀ NƯỚC"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("BÍ MẬT NHÀ NƯỚC", True),
        ("Báo cáo\nBÍ MẬT NHÀ NƯỚC\nsố 5", True),
        ("B Í  M Ậ T  N H À  N Ư Ớ C", True),
        (TITLE_TORN, False),
        ("Quy chế bảo vệ bí mật nhà nước", False),
        ("Bí mật nhà nước là gì?", False),
    ],
)
def test_state_secrets_alone_on_a_line_are_a_stamp(text: str, refused: bool) -> None:
    assert (scan(text, where="text") is not None) is refused


if __name__ == "__main__":
    print(matrix())  # noqa: T201
