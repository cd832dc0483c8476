"""Which column holds what: the heading row or rows below the title, read by the list first and only then with slips."""

import re
from dataclasses import dataclass, field

from handlers.roster import wording
from handlers.roster.cells.value import text_of, words
from handlers.roster.sheet import Sheet
from handlers.roster.slips import slip_of
from handlers.roster.vocabulary import FIRST_TAKEN, IN_PAIRS, MANY, YEAR, Aside, Column, Meaning, Vocabulary
from models.folding import fold

_LOOKED_AT = 60
_SHOWN = 60
_REMARK = re.compile(
    r"\((?:\s*(?:\*|x|dd[/.\-]?mm[/.\-]?y+|ngay[/, ]*thang[/, ]*nam|ghi ro.*|neu co|bat buoc|danh dau.*|nam[/, ]*nu|\d{1,2})\s*)\)|\*"
)
_PARTS = re.compile(r"[\n,;/()]")
_TWO_DATES = re.compile(
    r"(?:vao dang|ket nap)[^a-z]*\s*(?:[/,;\-&+]|\bva\b)\s*(?:ngay\s*)?(?:chinh thuc|ct)\b|(?:vao dang|ket nap)\W+ngay (?:cong nhan )?chinh thuc$"
)
_WHOLE = frozenset({"ngay", "ngay thang", "ngay thang nam", "dd mm yyyy", "so", "ghi ro"})
"""Second headings that only repeat the first: 'Ngày sinh' over 'ngày, tháng, năm'."""


@dataclass
class Heading:
    """Rows `first` to `last` hold the headings. `labels`: every heading as it stands, by column."""

    first: int
    last: int
    labels: dict[int, str]
    columns: dict[Column, tuple[int, ...]] = field(default_factory=dict)
    number: int | None = None
    dropped: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)

    def label(self, column: Column) -> str:
        """The heading over a column as the file has it."""
        places = self.columns.get(column)
        return self.labels[places[0]] if places else column.value


def find(sheet: Sheet, vocabulary: Vocabulary, needed: tuple[Column, ...]) -> Heading | None:
    """The heading of a sheet, looked for in its first rows; None where no row names one of the needed columns."""
    numbers = list(sheet.rows)
    for sure in (True, False):
        for at in range(min(len(numbers), _LOOKED_AT)):
            found = heading_at(sheet, numbers, at, vocabulary, needed, sure)
            if found:
                return found
    return None


def heading_at(
    sheet: Sheet,
    numbers: list[int],
    at: int,
    vocabulary: Vocabulary,
    needed: tuple[Column, ...],
    sure: bool = True,
) -> Heading | None:
    """The heading whose row with the needed column is number `at`, with a row above or below where that tells more.

    `sure`: two known headings are asked for; else the needed one is enough beside any other, or in a sheet of one column.
    """
    own = sheet.labels(numbers[at])
    known = {meaning[0] for meaning in (meaning_of(label, vocabulary) for label in own) if meaning}
    if len(known) < 2 and (
        sure or not known & set(needed) or (len(set(filter(None, own))) < 2 and sheet.width > 1)
    ):
        return None
    best: tuple[int, Heading] | None = None
    for above, below in ((0, 0), (0, 1), (1, 0), (1, 1)):
        if at - above < 0 or at + below >= len(numbers):
            continue
        rows = numbers[at - above : at + below + 1]
        if below and not _continues(sheet, numbers[at], numbers[at + 1], vocabulary, needed):
            continue
        heading = _read(sheet, rows, vocabulary)
        if not set(needed) & set(heading.columns):
            continue
        worth = 10 * len(heading.columns) + _known(sheet, rows, vocabulary)
        if best is None or worth > best[0]:
            best = worth, heading
    if best is None:
        return None
    _name_in_two(sheet, best[1])
    _without_heading(sheet, best[1])
    return best[1]


def heading_key(label: str) -> str:
    """A heading as the lists have it: folded, without stars and remarks like '(nếu có)'."""
    if label.strip(" .:*").lower() == "năm":
        return YEAR
    return words(_REMARK.sub(" ", fold(label)))


def meaning_of(label: str, vocabulary: Vocabulary) -> tuple[Meaning, int] | None:
    """What one heading means, with its rank: as the list has it, or several in one cell ('Ngày từ trần, lý do')."""
    whole = vocabulary.get(heading_key(label))
    if whole:
        return whole
    parts = [vocabulary.get(heading_key(part)) for part in _PARTS.split(label) if words(part)]
    kinds = [part[0] for part in parts if part]
    if len(kinds) != len(parts) or len(kinds) < 2:
        return None
    pair = IN_PAIRS.get(tuple(kinds))
    if pair:
        return pair, 0
    first, *others = kinds
    return parts[0] if first in FIRST_TAKEN and all(isinstance(kind, Aside) for kind in others) else None


def _continues(
    sheet: Sheet, number: int, below: int, vocabulary: Vocabulary, needed: tuple[Column, ...]
) -> bool:
    """Whether the row below a heading row belongs to it: words only, and under the name nothing or half a name."""
    labels = sheet.labels(below)
    if below != number + 1 or any(re.search(r"\d", label) for label in labels) or not sheet.own(below):
        return False
    for column, label in enumerate(sheet.labels(number)):
        meaning = meaning_of(label, vocabulary)
        if meaning and meaning[0] in needed and labels[column] and (below, column) not in sheet.tops:
            under = meaning_of(labels[column], vocabulary)
            if under is None or not isinstance(under[0], Column):
                return False
    return True


def _known(sheet: Sheet, rows: list[int], vocabulary: Vocabulary) -> int:
    """How many of a row's own cells are known headings, over all the rows."""
    labels = [text_of(value) for number in rows for value in sheet.own(number).values()]
    return sum(1 for label in labels if heading_key(label) in _WHOLE or meaning_of(label, vocabulary))


def _read(sheet: Sheet, rows: list[int], vocabulary: Vocabulary) -> Heading:
    stacks = _stacks(sheet, rows)
    heading = Heading(rows[0], rows[-1], {at: _shown(stack) for at, stack in enumerate(stacks) if stack})
    keys = [[heading_key(label) for label in stack] for stack in stacks]
    in_parts = {stack[0] for stack in keys if len(stack) > 1 and stack[-1] == "thang"}
    taken: dict[Column, list[tuple[int, int]]] = {}
    unknown: list[int] = []
    for at, stack in enumerate(keys):
        if not stack:
            continue
        meaning = _meaning(stack, stacks[at], vocabulary, in_parts)
        if meaning is None:
            unknown.append(at)
        else:
            _take(heading, taken, at, *meaning)
    for at in unknown:
        slip = slip_of(keys[at], vocabulary)
        if slip is None or (isinstance(slip[0], Column) and slip[0] in taken):
            heading.dropped.append(heading.labels[at])
            continue
        if isinstance(slip[0], Column):
            heading.slips.append(wording.slip_read(heading.labels[at], slip[0].value))
        _take(heading, taken, at, *slip)
    for column, places in taken.items():
        places.sort()
        kept = places if column in MANY else places[:1]
        heading.columns[column] = tuple(at for _, at in kept)
        heading.dropped += [
            heading.labels[at] for _, at in places[len(kept) :] if _has_cells(sheet, heading, at)
        ]
    if Column.GIVEN in heading.columns and not heading.columns.keys() & {Column.FAMILY, Column.NAME}:
        heading.columns[Column.NAME] = heading.columns.pop(Column.GIVEN)
    return heading


def _stacks(sheet: Sheet, rows: list[int]) -> list[list[str]]:
    """Each column's headings from top to bottom, what merged cells repeat left out, a first heading carried sideways."""
    above = [sheet.labels(number) for number in rows]
    for level in range(len(rows) - 1):
        for at in range(1, sheet.width):
            if not above[level][at] and above[level + 1][at] and _is_part(above[level + 1][at]):
                above[level][at] = above[level][at - 1]
    stacks: list[list[str]] = []
    for at in range(sheet.width):
        stack: list[str] = []
        for labels in above:
            if labels[at] and (not stack or stack[-1] != labels[at]):
                stack.append(labels[at])
        stacks.append(stack)
    return stacks


def _is_part(label: str) -> bool:
    """Whether a second heading cannot stand alone, so that the one over its neighbour holds for it too."""
    return heading_key(label) in {
        "nam",
        "nu",
        YEAR,
        "thang",
        "ngay",
        "chinh thuc",
        "ct",
        "du bi",
        "ten",
        "khai sinh",
    }


def _meaning(
    keys: list[str], labels: list[str], vocabulary: Vocabulary, in_parts: set[str]
) -> tuple[Meaning, int] | None:
    if _TWO_DATES.search(fold(" ".join(labels))) and len(keys) == 1 and Column.JOINED in _columns(vocabulary):
        return Column.BOTH_DATES, 0
    if keys[0] in in_parts and vocabulary.get(keys[0], (None, 0))[0] is Column.BIRTH:
        parts = {
            "ngay": Column.BIRTH_DAY,
            "thang": Column.BIRTH_MONTH,
            YEAR: Column.BIRTH_YEAR,
            "nam": Column.BIRTH_YEAR,
        }
        return (parts[keys[-1]], 0) if keys[-1] in parts else None
    if len(keys) == 1:
        return meaning_of(labels[0], vocabulary)
    whole = vocabulary.get(" ".join(keys))
    if whole:
        return whole
    first, last = vocabulary.get(keys[0]), vocabulary.get(keys[-1])
    if first and isinstance(first[0], Aside):
        return first
    if last:
        return last
    return first if keys[-1] in _WHOLE else None


def _columns(vocabulary: Vocabulary) -> set[Meaning]:
    return {meaning for meaning, _ in vocabulary.values()}


def _take(
    heading: Heading, taken: dict[Column, list[tuple[int, int]]], at: int, meaning: Meaning, rank: int
) -> None:
    if isinstance(meaning, Column):
        taken.setdefault(meaning, []).append((rank, at))
    elif meaning is Aside.NUMBER:
        heading.number = at if heading.number is None else heading.number
    elif meaning is not Aside.OURS:
        heading.dropped.append(heading.labels[at])
        if meaning is Aside.NEVER:
            heading.never.append(heading.labels[at])


def _name_in_two(sheet: Sheet, heading: Heading) -> None:
    """One heading over two columns of a name: family and given name stand apart below it."""
    if Column.NAME not in heading.columns or Column.GIVEN in heading.columns:
        return
    at = heading.columns[Column.NAME][0]
    beside = at + 1
    if beside >= sheet.width or heading.labels.get(beside, heading.labels[at]) != heading.labels[at]:
        return
    below = [cells for number, cells in sheet.rows.items() if number > heading.last][:200]
    named = [cells for cells in below if cells[at] is not None and cells[beside] is not None]
    given = [cells for cells in named if re.fullmatch(r"[^\W\d]+", text_of(cells[beside]))]
    if len(given) * 2 > len(below):
        del heading.columns[Column.NAME]
        heading.columns |= {Column.FAMILY: (at,), Column.GIVEN: (beside,)}
        heading.labels[beside] = heading.labels[at]
        heading.dropped = [label for label in heading.dropped if label != heading.labels[at]]


def _has_cells(sheet: Sheet, heading: Heading, at: int) -> bool:
    return any(cells[at] is not None for number, cells in sheet.rows.items() if number > heading.last)


def _without_heading(sheet: Sheet, heading: Heading) -> None:
    """Names columns that have cells but no heading, so that nothing is dropped unseen."""
    used = {at for places in heading.columns.values() for at in places}
    full = [0] * sheet.width
    for number, cells in sheet.rows.items():
        if number > heading.last:
            for at, value in enumerate(cells):
                full[at] += value is not None
    for at, count in enumerate(full):
        if count > 1 and at not in heading.labels and at not in used:
            heading.dropped.append(wording.column_without_heading(_letter(at)))


def _letter(at: int) -> str:
    return chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)


def _shown(stack: list[str]) -> str:
    label = " ".join(" ".join(stack).split())
    return label if len(label) <= _SHOWN else label[: _SHOWN - 1] + "…"
