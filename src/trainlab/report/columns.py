"""How wide the columns of a table may be, so that no name is broken; none where they do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

# Chinese can be broken between any two characters; a column of fewer reads like a list of them.
LEAST_OF_CHINESE = 16
GAP = 2
LEAST_SENTENCE = 24
INDENT = (0, 0, 0, 4)


def column_widths(
    columns: Sequence[Sequence[str]], texts: Iterable[int], width: int, least_text: int
) -> list[int] | None:
    """A width for each column of cells, in terminal cells; None where `width` is too little for all.

    The columns numbered in `texts` are wrapped between words if need be, and get `least_text` where
    they have as much to say; the others stand as they are.
    """
    wrapped = set(texts)
    natural = [max(map(cell_len, cells), default=0) for cells in columns]
    least = [
        min(natural[number], max(least_text, *map(_longest_word, cells)))
        if number in wrapped
        else natural[number]
        for number, cells in enumerate(columns)
    ]
    spare = width - GAP * (len(columns) - 1) - sum(least)
    if spare < 0:
        return None
    wanted = [wide - narrow for wide, narrow in zip(natural, least, strict=True)]
    if sum(wanted) <= spare:
        return natural
    return [
        narrow + spare * more // sum(wanted) for narrow, more in zip(least, wanted, strict=True)
    ]


def table_of_widths(headings: Sequence[str], widths: Sequence[int]) -> Table:
    """An empty table with a rule under its headings."""
    # The box puts a blank between the columns; the padding does the rest of the gap.
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, GAP - 1, 0, 0))
    for heading, width in zip(headings, widths, strict=True):
        table.add_column(heading, width=width, overflow="fold")
    return table


def print_listing(headings: Sequence[str], rows: Sequence[Sequence[str]], console: Console) -> None:
    """A table whose last column is a sentence; where that has no room beside the others, it stands
    under them, and where not even they have, all that a row says stands under its name."""
    columns = list(zip(headings, *rows, strict=True))
    widths = column_widths(columns, [len(columns) - 1], console.width, LEAST_SENTENCE)
    if widths is not None:
        table = table_of_widths(headings, widths)
        for row in rows:
            table.add_row(*map(Text, row))
        console.print(table)
        return
    short = column_widths(columns[:-1], (), console.width, 0)
    for row in [headings, *rows]:
        *cells, sentence = row
        if short is not None:
            line = "".join(
                cell + " " * (width + GAP - cell_len(cell))
                for cell, width in zip(cells, short, strict=True)
            )
            console.print(Text(line.rstrip(), "bold" if row is headings else ""))
        elif row is not headings:
            name, *others = zip(headings[:-1], cells, strict=True)
            console.print(Text(name[1], "bold"))
            said = "  ".join(f"{heading} {cell}" for heading, cell in others if cell)
            console.print(Padding(Text(said), INDENT, expand=False))
        if row is not headings:
            console.print(Padding(Text(sentence), INDENT, expand=False))


def _longest_word(cell: str) -> int:
    """What must stand unbroken."""
    lengths = [
        LEAST_OF_CHINESE if cell_len(word) > len(word) else len(word) for word in cell.split()
    ]
    return max(lengths, default=0)
