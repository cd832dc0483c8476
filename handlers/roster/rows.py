"""A roster's bytes made into people: which rows are people, what stands above and below them, and what they say."""

import re
from datetime import date, datetime

from handlers.roster import wording
from handlers.roster.cells.dates import day_past_twelve
from handlers.roster.cells.names import name_of
from handlers.roster.cells.value import Value, good, is_blank, is_tick, text_of
from handlers.roster.groups import Group, group_of, is_signature, is_total, numbers_columns, opened
from handlers.roster.headings import Heading, find, heading_at, meaning_of
from handlers.roster.person import Person
from handlers.roster.result import Fault, Reading, Unreadable
from handlers.roster.sheet import Sheet
from handlers.roster.sheets import in_old_font, open_sheets
from handlers.roster.twins import settle
from handlers.roster.vocabulary import PEOPLE, Column
from models.roster import PersonRow

NAMES = (Column.NAME, Column.TWO_NAMES, Column.NAME_AND_USUAL, Column.FAMILY, Column.GIVEN)

_DITTO = re.compile(r"^[\s\-]*(?:nt|n\.t|như trên|\"|''|″|〃)[\s\-.]*$", re.IGNORECASE)
_ALONE = frozenset({*NAMES, Column.CARD, Column.PHONE})
"""Columns in which a ditto mark means nothing."""

_PERSONAL = (
    Column.BIRTH,
    Column.MAN,
    Column.WOMAN,
    Column.CARD,
    Column.JOINED,
    Column.OFFICIAL,
    Column.PHONE,
)
_ENOUGH = 3
_SWAPPED = 3


def read(name: str, data: bytes, *, today: date | None = None) -> Reading[PersonRow]:
    """The people of an .xlsx or .csv roster and everything in it that is wrong.

    `today`: with it dates still to come are faults, and a two-digit year of joining is the latest that has come. Raises Unreadable when the file as a whole cannot be read.
    """
    sheets = open_sheets(name, data)
    reading: Reading[PersonRow] = Reading()
    headings: dict[tuple[str, int], Heading] = {}
    others: dict[str, None] = {}
    for sheet in sheets:
        heading = find(sheet, PEOPLE, NAMES)
        if heading is None:
            reading.notes.append(wording.sheet_without_heading(sheet.title))
        elif sheet.hidden and len(sheets) > 1:
            reading.notes.append(wording.sheet_hidden(sheet.title))
        else:
            reading.sheets.append(sheet.title)
            _Table(sheet, heading, reading, today, headings, others).read()
    if not reading.sheets:
        raise Unreadable(wording.OLD_FONT if in_old_font(sheets) else wording.NO_HEADING)
    if not reading.rows and not reading.faults:
        raise Unreadable(wording.NO_ROWS)
    settle(
        reading,
        lambda row: headings[row.sheet, row.row].label(Column.NAME),
        lambda row: headings[row.sheet, row.row].label(Column.CARD),
    )
    order = {title: at for at, title in enumerate(reading.sheets)}
    reading.faults.sort(key=lambda fault: (order[fault.sheet], fault.row))
    reading.dropped = list(dict.fromkeys(reading.dropped))
    if others:
        reading.notes.append(wording.posts_left_out(list(others)[:20]))
    reading.notes = list(dict.fromkeys(reading.notes))
    return reading


class _Table:
    """The rows of one sheet from its heading down, which may change on the way."""

    def __init__(
        self,
        sheet: Sheet,
        heading: Heading,
        reading: Reading[PersonRow],
        today: date | None,
        headings: dict[tuple[str, int], Heading],
        others: dict[str, None],
    ) -> None:
        self.sheet, self.reading, self.today, self.headings, self.others = (
            sheet,
            reading,
            today,
            headings,
            others,
        )
        self.numbers = list(sheet.rows)
        self.groups: list[Group] = []
        self.closing = False
        self.before: list[Value] = []
        self._under(heading)

    def read(self) -> None:
        """Goes through the rows and leaves people, faults and remarks in the reading."""
        skipped = self.heading.last
        for at, number in enumerate(self.numbers):
            if number <= skipped:
                continue
            if self._repeats_heading(number):
                again = heading_at(self.sheet, self.numbers, at, PEOPLE, NAMES)
                if again:
                    self._under(again)
                    skipped = again.last
                    continue
            self._row(number)

    def _under(self, heading: Heading) -> None:
        self.heading = heading
        self.closing = False
        self.reading.dropped += heading.dropped
        self.reading.notes += heading.slips
        if heading.never:
            self.reading.notes.append(wording.never_stored(heading.never))
        self.places = {at for places in heading.columns.values() for at in places}
        self.name_places = [at for column in NAMES for at in heading.columns.get(column, ())]
        self.personal_places = [at for column in _PERSONAL for at in heading.columns.get(column, ())]
        self.merged_names = {
            span.top: span.bottom
            for span in self.sheet.spans
            if span.bottom > span.top and span.left in self.name_places
        }
        below = [self.sheet.rows[number] for number in self.numbers if number > heading.last]
        women = heading.columns.get(Column.WOMAN, ())
        self.women_ticked = Column.MAN not in heading.columns and any(
            is_tick(cells[at]) for cells in below for at in women
        )
        for column in (Column.BIRTH, Column.JOINED, Column.OFFICIAL):
            self._days_and_months(
                column, [cells[at] for cells in below for at in heading.columns.get(column, ())]
            )

    def _days_and_months(self, column: Column, values: list[Value]) -> None:
        """A column where only typed text has days past twelve: Excel has read the others month first."""
        stored = [value.day > 12 for value in values if isinstance(value, datetime)]
        typed = [day_past_twelve(value) for value in values if isinstance(value, str)]
        if len(stored) >= _SWAPPED and not any(stored) and typed.count(True) >= _SWAPPED:
            self.reading.notes.append(wording.days_and_months(self.heading.label(column)))

    def _repeats_heading(self, number: int) -> bool:
        cells = self.sheet.rows[number]
        return any(
            isinstance(cells[at], str) and (meaning_of(text_of(cells[at]), PEOPLE) or (None,))[0] in NAMES
            for at in self.name_places
        )

    def _row(self, number: int) -> None:
        own = self.sheet.own(number)
        lead = None if self.heading.number is None else own.pop(self.heading.number, None)
        said = {at: value for at, value in own.items() if not is_blank(value)}
        if _is_words(lead):
            said = {-1: lead, **said}
        if not said or numbers_columns([lead, *own.values()]):
            return
        texts = list(dict.fromkeys(text_of(value) for value in said.values()))
        names = [text_of(said[at]) for at in self.name_places if at in said]
        numbered = bool(re.fullmatch(r"\d+[.)]?", text_of(lead)))
        personal = any(self._is_personal(said[at]) for at in self.personal_places if at in said)
        if not personal and (not names or texts[0] in names) and self._is_group(texts):
            return
        if not numbered and is_total(texts[0]):
            return
        held = self.heading.columns.get(Column.POSTS, ()) if names else ()
        if (
            not personal
            and not numbered
            and any(is_signature(text_of(value)) for at, value in said.items() if at not in held)
        ):
            self.closing = True
            return
        mapped = sum(1 for at in said if at in self.places)
        if self.closing and mapped < _ENOUGH:
            return
        alone = mapped == 1 and not numbered
        if (not names and mapped < 2) or (alone and not self._is_name(names[0])):
            self.reading.notes.append(wording.row_left_out(self.sheet.title, number, texts[0][:60]))
            return
        self.closing = False
        if self._covers(number):
            return
        self._person(number)

    def _is_personal(self, value: Value) -> bool:
        text = text_of(value)
        return any(letter.isdigit() for letter in text) and not is_signature(text)

    def _is_group(self, texts: list[str]) -> bool:
        group = group_of(texts[0]) if len(texts) <= 2 else None
        if group:
            self.groups = opened(self.groups, group)
        return group is not None

    def _is_name(self, text: str) -> bool:
        return " " in text and not text.endswith(":") and good(name_of(text))

    def _covers(self, number: int) -> bool:
        """Whether the row belongs to the person above: its name is a cell merged with that one's."""
        return any((number, at) in self.sheet.tops for at in self.name_places)

    def _person(self, number: int) -> None:
        cells = self._with_covered(number)
        for column, places in self.heading.columns.items():
            for at in places:
                if column not in _ALONE and isinstance(cells[at], str) and _DITTO.match(str(cells[at])):
                    cells[at] = self.before[at] if self.before else None
        self.before = cells
        person = Person(
            self.sheet.title, number, cells, self.heading, self.groups, self.today, self.women_ticked
        )
        row = person.row()
        for at in self.name_places:
            if (number, at) in self.sheet.struck:
                label = self.heading.label(Column.NAME)
                person.faults.append(
                    Fault(self.sheet.title, number, label, text_of(cells[at]), wording.STRUCK)
                )
                row = None
        self.headings[self.sheet.title, number] = self.heading
        self.reading.faults += person.faults
        self.others |= dict.fromkeys(person.others)
        if row is not None:
            self.reading.rows.append(row)

    def _with_covered(self, number: int) -> list[Value]:
        """The row's cells; where its merged name covers more rows, their cells below its own."""
        cells = list(self.sheet.rows[number])
        for below in range(number + 1, self.merged_names.get(number, number) + 1):
            if below not in self.sheet.rows:
                continue
            for at, value in self.sheet.own(below).items():
                told = text_of(value)
                if cells[at] is None:
                    cells[at] = value
                elif told != text_of(cells[at]):
                    cells[at] = f"{text_of(cells[at])}\n{told}"
        return cells


def _is_words(value: Value) -> bool:
    """Whether a cell in the column of numbers holds words, as group rows have them."""
    text = text_of(value)
    return bool(text) and not re.fullmatch(r"[\d.)(\s]+|[IVXivx]+[.)]?|[A-Ha-h][.)]?|\*+|[-–+]", text)
