"""Rosters as secretaries keep them, made by somebody who had not seen the reader: what it must find, and what it must name."""

import re
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from handlers.roster import Unreadable, marked, read
from models.roster import PersonRow
from tests.rosters.build import build
from tests.rosters.expected import EXPECTED

TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("rosters")
    build(made)
    return made


@pytest.mark.parametrize("name", EXPECTED)
def test_roster(name: str, folder: Path) -> None:
    expected, data = EXPECTED[name], (folder / name).read_bytes()
    try:
        found = read(name, data, today=TODAY)
    except Unreadable as wrong:
        assert not expected.people, wrong
        assert [(row, column) for row, column, _ in expected.faults] == [(None, None)]
        assert expected.faults[0][2].lower() in str(wrong).lower()
        return
    people = {row.name: row for row in found.rows}
    assert sorted(people) == sorted({person["name"] for person in expected.people}), [
        f.sentence() for f in found.faults
    ]
    for person in expected.people:
        twins = [row for row in found.rows if row.name == person["name"]]
        assert any(_differences(row, person) == {} for row in twins), [
            _differences(row, person) for row in twins
        ]
    told = [(fault.row, fault.column, fault.told) for fault in found.faults]
    for row, column, fragment in expected.faults:
        assert any(r == row and fragment.lower() in f"{c} {t}".lower() for r, c, t in told), (
            row,
            column,
            fragment,
            told,
        )
    assert len(told) == len(expected.faults), told
    everything = " | ".join(str(value) for row in found.rows for value in asdict(row).values())
    for secret in expected.secret:
        assert not re.search(rf"\b{re.escape(secret)}\b", everything)
    if found.faults:
        assert marked(name, data, found.faults)[:2] == b"PK"


def _differences(row: PersonRow, person: dict) -> dict:
    """What was read otherwise than expected, by field."""
    shown = {}
    for name, wanted in person.items():
        got = getattr(row, name)
        if name in ("posts", "circumstances"):
            got, wanted = {str(g) for g in got}, set(wanted)
        elif got is not None and not isinstance(got, bool):
            got = str(got)
        if (got or None) != (wanted or None):
            shown[name] = (got, wanted)
    return shown
