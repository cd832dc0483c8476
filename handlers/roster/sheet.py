"""A sheet as a grid, with what only its layout tells: which cells were merged, which text is struck through."""

from dataclasses import dataclass, field

from handlers.roster.cells.value import Value, text_of


@dataclass(frozen=True)
class Span:
    """Merged cells; rows from 1, columns from 0, both ends included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass
class Sheet:
    """Rows with something in them by their number (from 1), each as wide as the sheet; columns count from 0."""

    title: str
    rows: dict[int, list[Value]]
    width: int
    hidden: bool = False
    spans: list[Span] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    tops: dict[tuple[int, int], int] = field(default_factory=dict)
    """For a cell that was filled down: the row whose value it shows."""

    def fill_down(self) -> None:
        """Gives merged cells their value in every row they cover; sideways it stays in the first column."""
        for span in self.spans:
            above = self.rows.get(span.top)
            if above is None or above[span.left] is None:
                continue
            for number in range(span.top + 1, span.bottom + 1):
                if number in self.rows:
                    self.rows[number][span.left] = above[span.left]
                    self.tops[number, span.left] = span.top

    def labels(self, number: int) -> list[str]:
        """A row as headings: each text, lines and all, in all columns its merged cells cover."""
        texts = [text_of(value) for value in self.rows[number]]
        for span in self.spans:
            if span.top <= number <= span.bottom and span.right > span.left:
                for column in range(span.left + 1, span.right + 1):
                    texts[column] = texts[span.left]
        return texts

    def own(self, number: int) -> dict[int, Value]:
        """What was written in this row itself, by column."""
        return {
            column: value
            for column, value in enumerate(self.rows[number])
            if value is not None and (number, column) not in self.tops
        }
