"""One row of a roster made into a person: every cell by its reader, then what the cells say together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from handlers.roster import wording
from handlers.roster.cells.codes import Sex, card_of, cell_of, plain, sex_of
from handlers.roster.cells.dates import SINCE, date_of, dates_of, earlier
from handlers.roster.cells.names import LONGEST, name_of, usual_of
from handlers.roster.cells.phones import phone_of
from handlers.roster.cells.posts import post_named, posts_of
from handlers.roster.cells.standings import Marks, marks_of, only_standing
from handlers.roster.cells.value import Broken, Value, Wrong, is_blank, is_tick, text_of, words
from handlers.roster.groups import Group
from handlers.roster.headings import Heading
from handlers.roster.result import Fault
from handlers.roster.vocabulary import Column
from models.roster import PersonRow
from models.terms import Circumstance, Post, Standing

_SHORT = 60
_YOUNGEST = 14
"""Years between birth and joining: eighteen by the charter, fewer in the resistance wars; below it one of the two is a slip."""

_TWO_NAMES = (Column.TWO_NAMES, Column.NAME_AND_USUAL)
_POST_TICKS = {
    Column.IS_SECRETARY: Post.SECRETARY,
    Column.IS_DEPUTY: Post.DEPUTY,
    Column.IS_COMMITTEE: Post.COMMITTEE,
}
_ENDED = {
    Column.DIED: Circumstance.DECEASED,
    Column.MOVED: Circumstance.MOVED,
    Column.LEFT: Circumstance.LEFT,
}

Read = TypeVar("Read")


@dataclass
class Person:
    """A row while it is read. `cells` are those of the row and of the rows its merged name covers."""

    sheet: str
    number: int
    cells: list[Value]
    heading: Heading
    groups: list[Group]
    today: date | None
    women_ticked: bool = False
    faults: list[Fault] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)

    def row(self) -> PersonRow | None:
        """The clean row, or None with the reasons in `faults`."""
        name, usual, posts = self._name()
        birth, sex = self._birth_and_sex()
        joined, official = self._dates(birth)
        posts = tuple(dict.fromkeys((*posts, *self._posts())))
        self._standing(official)
        phone, relative = self._phone()
        card = self._read(Column.CARD, card_of)
        if self.faults or name is None:
            return None
        return PersonRow(
            sheet=self.sheet,
            row=self.number,
            branch=plain(self._value(Column.BRANCH)) or self._group(lambda group: group.branch),
            name=name,
            usual_name=usual,
            birth=birth,
            sex=sex,
            card=card,
            joined=joined,
            official=official,
            posts=posts,
            standing=self.marks.standing,
            circumstances=tuple(self.marks.circumstances),
            cell=cell_of(self._value(Column.CELL)) or self._group(lambda group: group.cell),
            phone=phone,
            phone_of_relative=relative,
            address=plain(self._value(Column.ADDRESS)),
            back=self._is_back(),
            ended=tuple(self.marks.ended),
        )

    def _value(self, column: Column) -> Value:
        """The first cell of the column that is not empty."""
        places = self.heading.columns.get(column, ())
        return next((self.cells[at] for at in places if not is_blank(self.cells[at])), None)

    def _texts(self, column: Column) -> list[str]:
        return [text_of(self.cells[at]) for at in self.heading.columns.get(column, ())]

    def _group(self, told: Callable[[Group], str | None]) -> str | None:
        return next(filter(None, map(told, reversed(self.groups))), None)

    def _fault(self, column: Column, said: str, why: str) -> None:
        said = " ".join(said.split())
        said = said if len(said) <= _SHORT else said[: _SHORT - 1] + "…"
        self.faults.append(Fault(self.sheet, self.number, self.heading.label(column), said, why))

    def _read(self, column: Column, reader: Callable[[Value], Read | Wrong | None]) -> Read | None:
        """What a reader makes of a column; None with a fault where it makes nothing of it."""
        value = self._value(column)
        if isinstance(value, Broken):
            self._fault(column, value.shown, value.why)
            return None
        found = reader(value)
        if isinstance(found, Wrong):
            self._fault(column, text_of(value), found.why)
            return None
        return found

    def _name(self) -> tuple[str | None, str | None, tuple[Post, ...]]:
        known = (*_TWO_NAMES, Column.NAME, Column.FAMILY)
        column = next((one for one in known if one in self.heading.columns), Column.NAME)
        said = self._typed_name(column)
        usual = self._read(Column.USUAL, plain)
        if not said:
            self._fault(column, "", wording.NAME_MISSING)
            return None, None, ()
        if isinstance(self._value(column), Broken):
            self._read(column, plain)
            return None, None, ()
        name = name_of(said, two=column in _TWO_NAMES)
        if isinstance(name, Wrong):
            self._fault(column, said, name.why)
            return None, None, ()
        posts: list[Post] = []
        left: list[str] = []
        for aside in name.asides:
            post = post_named(words(aside))
            marks = marks_of(aside, asked=False)
            if post:
                posts.append(post)
            elif isinstance(marks, Wrong):
                self._fault(column, said, marks.why)
            elif marks:
                self._add(column, said, marks)
            else:
                left.append(aside)
        full, other = name.name, next((one for one in left if f"\n{one}" in said), "")
        if column is Column.TWO_NAMES and " " in other:
            at_birth = name_of(other)
            if isinstance(at_birth, Wrong):
                self._fault(column, said, at_birth.why)
                return None, None, ()
            full, other = at_birth.name, full
        called = usual_of(usual, full) if usual else name.usual
        beside = [other] if column in _TWO_NAMES and other else []
        for aside in (*beside, *(one for one in left if f"({one}" in said)):
            if called is None and _could_be_called(aside):
                called = usual_of(aside, full)
        return full, called, tuple(posts)

    def _typed_name(self, column: Column) -> str:
        """The name's text; with the given name of a column of its own unless the first column has it already."""
        said = text_of(self._value(column))
        given = text_of(self._value(Column.GIVEN))
        if not given or (column is not Column.FAMILY and words(said).endswith(words(given))):
            return said
        return f"{said} {given}".strip()

    def _birth_and_sex(self) -> tuple[str | None, Sex | None]:
        birth = self._read(Column.BIRTH, date_of)
        if Column.BIRTH_YEAR in self.heading.columns:
            birth = self._birth_in_parts()
        sex: Sex | None = self._read(Column.SEX, sex_of)
        told: list[Sex] = []
        for column, meant in ((Column.MAN, "nam"), (Column.WOMAN, "nữ")):
            value = self._value(column)
            if is_blank(value):
                continue
            told.append("nam" if meant == "nam" else "nữ")
            if not is_tick(value) and words(text_of(value)) not in ("nam", "nu"):
                birth = self._read(column, date_of) or birth
        if len(told) > 1:
            self._fault(Column.WOMAN, text_of(self._value(Column.WOMAN)), wording.SEX_BOTH)
        elif told:
            sex = sex or told[0]
        elif self.women_ticked and sex is None:
            sex = "nam"
        if birth and self.today and birth[:4] > str(self.today.year - _YOUNGEST):
            self._fault(Column.BIRTH, text_of(self._value(Column.BIRTH)) or birth, wording.DATE_YEAR_ODD)
            birth = None
        return birth, sex

    def _birth_in_parts(self) -> str | None:
        parts = [
            text_of(self._value(column))
            for column in (Column.BIRTH_DAY, Column.BIRTH_MONTH, Column.BIRTH_YEAR)
        ]
        said = "/".join(filter(None, parts))
        found = date_of(said)
        if isinstance(found, Wrong):
            self._fault(Column.BIRTH_YEAR, said, found.why)
            return None
        return found

    def _dates(self, birth: str | None) -> tuple[str | None, str | None]:
        """Joined and official; two dates in one cell are both, and a mark instead of a date tells the standing."""
        since = self.today.year - 99 if self.today else SINCE
        joined = official = None
        for column in (Column.BOTH_DATES, Column.JOINED, Column.OFFICIAL):
            value = self._value(column)
            if is_tick(value) and column is not Column.BOTH_DATES:
                standing = Standing.OFFICIAL if column is Column.OFFICIAL else Standing.PROBATIONARY
                self._add(column, text_of(value), Marks(standing))
                continue
            found = self._read(column, lambda value: dates_of(value, since)) or []
            if len(found) > (1 if column is Column.OFFICIAL else 2):
                self._fault(column, text_of(value), wording.DATES_MANY)
            elif len(found) == 2:
                joined, official = found
            elif found and column is Column.OFFICIAL:
                official = found[0]
            elif found:
                joined = found[0]
        if joined and birth and earlier(joined, birth):
            self._fault(Column.BIRTH, text_of(self._value(Column.BIRTH)) or birth, wording.AFTER_JOINED)
        elif joined and birth and int(joined[:4]) - int(birth[:4]) < _YOUNGEST:
            self._fault(Column.JOINED, text_of(self._value(Column.JOINED)) or joined, wording.BEFORE_BIRTH)
        if joined and official and earlier(official, joined):
            self._fault(
                Column.OFFICIAL, text_of(self._value(Column.OFFICIAL)) or official, wording.BEFORE_JOINED
            )
        for column, day in ((Column.JOINED, joined), (Column.OFFICIAL, official)):
            if self.today and day and earlier(self.today.isoformat(), day):
                self._fault(column, text_of(self._value(column)) or day, wording.DATE_TO_COME)
        return joined, official

    def _posts(self) -> tuple[Post, ...]:
        held = [post for column, post in _POST_TICKS.items() if is_tick(self._value(column))]
        found = self._read(Column.POSTS, lambda value: posts_of(text_of(value)))
        if found is None:
            return tuple(held)
        for other in found.others:
            marks = marks_of(other, asked=False)
            if isinstance(marks, Wrong) or not marks:
                self.others.append(other)
            else:
                self._add(Column.POSTS, other, marks)
        return (*found.posts, *held)

    def _standing(self, official: str | None) -> None:
        """Standing and circumstances from every cell that tells them (decisions, 2): nothing is assumed."""
        for column in (Column.STANDING, Column.NOTES):
            for said in filter(None, self._texts(column)):
                self._take(column, said, marks_of(said, asked=column is Column.STANDING))
        exempt = self._value(Column.IS_EXEMPT)
        if is_tick(exempt):
            self._add(Column.IS_EXEMPT, text_of(exempt), Marks(None, [Circumstance.EXEMPT]))
        elif not is_blank(exempt):
            self._take(Column.IS_EXEMPT, text_of(exempt), marks_of(text_of(exempt)))
        for column, end in _ENDED.items():
            if not is_blank(self._value(column)):
                self._add(column, text_of(self._value(column)), Marks(None, [end]))
        if not self.marks:
            for group in self.groups:
                if group.marks:
                    self.marks.add(group.marks)
        if official and self.marks.standing is Standing.PROBATIONARY:
            self._fault(Column.OFFICIAL, text_of(self._value(Column.OFFICIAL)), wording.STANDING_BOTH)
        elif official:
            self.marks.standing = Standing.OFFICIAL
        elif {Circumstance.EXEMPT, Circumstance.ELSEWHERE} & set(self.marks.circumstances):
            self.marks.standing = self.marks.standing or Standing.OFFICIAL

    def _is_back(self) -> bool:
        """Whether Tình trạng names the standing alone, and nothing else of the row or its group speaks against it."""
        told = list(filter(None, self._texts(Column.STANDING)))
        held = any(group.marks and group.marks.circumstances for group in self.groups)
        return bool(told) and all(map(only_standing, told)) and not (self.marks.circumstances or held)

    def _take(self, column: Column, said: str, marks: Marks | Wrong) -> None:
        if isinstance(marks, Wrong):
            self._fault(column, said, marks.why)
        else:
            self._add(column, said, marks)

    def _add(self, column: Column, said: str, marks: Marks) -> None:
        if not self.marks.add(marks):
            ended = set(self.marks.ended) & set(self.marks.circumstances)
            self._fault(column, said, wording.STANDING_HEDGED if ended else wording.STANDING_BOTH)

    def _phone(self) -> tuple[str | None, bool]:
        places = [
            self.cells[at]
            for at in self.heading.columns.get(Column.PHONE, ())
            if not is_blank(self.cells[at])
        ]
        value: Value = places[0] if len(places) == 1 else "\n".join(map(text_of, places)) or None
        found = phone_of(value)
        if isinstance(found, Wrong):
            self._fault(Column.PHONE, text_of(value), found.why)
            return None, False
        if found:
            return found.number, found.relative
        relative = self._read(Column.PHONE_RELATIVE, phone_of)
        return (relative.number, True) if relative else (None, False)


def _could_be_called(aside: str) -> bool:
    return (
        len(aside) <= LONGEST
        and all(letter.isalpha() or letter in " '’-." for letter in aside)
        and words(aside).split(" ")[0]
        not in {"to", "thon", "xom", "cb", "chi", "khu", "ap", "ban", "nu", "nam"}
    )
