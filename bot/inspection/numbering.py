"""Word's automatic numbers: what stands before a paragraph on the page and in no paragraph of the file.

A paragraph names a list (numId) and a level (ilvl), itself or through its style; word/numbering.xml says how the level looks and where
it starts; the numbers themselves are counted here, in the order of the paragraphs. What can't be followed is left out, never an error.
"""

from dataclasses import dataclass, field
from xml.etree import ElementTree
from zipfile import ZipFile

Element = ElementTree.Element
NUMBERING, STYLES = "word/numbering.xml", "word/styles.xml"
LEVELS = 9
"""Word has so many."""
DASH = "-"
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    start: int
    format: str
    text: str


@dataclass
class Numbering:
    """Lists of one file, and where each stands by now."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    """By abstract list and level."""
    lists: dict[str, str] = field(default_factory=dict)
    """The abstract list of each numId; those that share one go on counting together."""
    restarts: set[str] = field(default_factory=set)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    """(numId, level) of the paragraphs of a style."""
    _counted: dict[str, dict[int, int]] = field(default_factory=dict)

    def before(self, paragraph: Element) -> str:
        """What stands before a paragraph: "1.", "a)", "II.", "-"; "" where it has no number. Asked once of each, in order."""
        number, level = self._place(paragraph)
        abstract = self.lists.get(number, "")
        looks = self.levels.get(abstract, {})
        if level not in looks:
            return ""
        counted = self._counted.setdefault(abstract, {})
        if number in self.restarts:
            self.restarts.discard(number)
            counted.clear()
        counted[level] = counted.get(level, looks[level].start - 1) + 1
        for deeper in range(level + 1, LEVELS):
            counted.pop(deeper, None)
        if looks[level].format == "bullet":
            return DASH
        said = looks[level].text
        for outer in range(level + 1):
            if outer in looks:
                value = counted.get(outer, looks[outer].start)
                said = said.replace(f"%{outer + 1}", _written(value, looks[outer].format))
        return said.strip()

    def _place(self, paragraph: Element) -> tuple[str, int]:
        style = _value(paragraph.find("{*}pPr/{*}pStyle"))
        number, level = self.styles.get(style, ("", 0))
        own = paragraph.find("{*}pPr/{*}numPr")
        if own is None:
            return number, level
        said = _value(own.find("{*}ilvl"))
        return _value(own.find("{*}numId")) or number, int(said) if said.isdecimal() else level


def read(parts: ZipFile) -> Numbering:
    """The lists of a Word file; none where it has none, or they are broken."""
    found, names = Numbering(), parts.namelist()
    try:
        if NUMBERING in names:
            _lists(ElementTree.fromstring(parts.read(NUMBERING)), found)
        if found.lists and STYLES in names:
            _styles(ElementTree.fromstring(parts.read(STYLES)), found)
    except (ElementTree.ParseError, ValueError):
        return Numbering()
    return found


def _lists(root: Element, found: Numbering) -> None:
    for abstract in root.findall("{*}abstractNum"):
        found.levels[_named(abstract, "abstractNumId")] = {
            int(_named(level, "ilvl")): _Level(
                int(_value(level.find("{*}start")) or 1),
                _value(level.find("{*}numFmt")) or "decimal",
                _value(level.find("{*}lvlText")),
            )
            for level in abstract.findall("{*}lvl")
        }
    for number in root.findall("{*}num"):
        name = _named(number, "numId")
        found.lists[name] = _value(number.find("{*}abstractNumId"))
        if number.find("{*}lvlOverride/{*}startOverride") is not None:
            found.restarts.add(name)


def _styles(root: Element, found: Numbering) -> None:
    based = {_named(style, "styleId"): style for style in root.findall("{*}style")}
    for name, style in based.items():
        at: Element | None = style
        for _ in range(LEVELS):
            numbered = at.find("{*}pPr/{*}numPr") if at is not None else None
            if numbered is not None:
                level = _value(numbered.find("{*}ilvl"))
                found.styles[name] = _value(numbered.find("{*}numId")), int(level or 0)
                break
            at = based.get(_value(at.find("{*}basedOn"))) if at is not None else None


def _named(element: Element, attribute: str) -> str:
    """An attribute, whatever its namespace; "" where it is missing."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == attribute), "")


def _value(element: Element | None) -> str:
    return "" if element is None else _named(element, "val")


def _written(value: int, how: str) -> str:
    if how in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if how == "upperLetter" else letter
    if how in ("upperRoman", "lowerRoman"):
        said, left = "", value
        for worth, letters in _ROMANS:
            said += letters * (left // worth)
            left %= worth
        return said.upper() if how == "upperRoman" else said
    return "" if how == "none" else str(value)
