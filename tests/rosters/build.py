"""Rosters as secretaries really keep them, written anew for each test run; what stands in them is in expected.py.

Every person, card and telephone in them is invented.
"""

from pathlib import Path

from tests.rosters import broken, layouts, tables, values

WRITERS = {
    "title_and_signature.xlsx": layouts.title_and_signature,
    "two_heading_rows.xlsx": layouts.two_heading_rows,
    "merged.xlsx": layouts.merged,
    "group_rows.xlsx": layouts.group_rows,
    "standing_groups.xlsx": layouts.standing_groups,
    "name_apart.xlsx": layouts.name_apart,
    "name_over_two_columns.xlsx": layouts.name_over_two_columns,
    "form7.xlsx": layouts.form7,
    "several_sheets.xlsx": layouts.several_sheets,
    "dates.xlsx": values.dates,
    "phones.xlsx": values.phones,
    "notes.xlsx": values.notes,
    "nfd.xlsx": values.nfd,
    "slips.xlsx": values.slips,
    "never_stored.xlsx": values.never_stored,
    "posts_utf8_bom.csv": tables.posts_utf8_bom,
    "excel_cp1258.csv": tables.excel_cp1258,
    "excel_utf16.csv": tables.excel_utf16,
    "bad_rows.xlsx": broken.bad_rows,
    "one_card_twice.xlsx": broken.one_card_twice,
    "bad_after_two_lines.csv": tables.bad_after_two_lines,
    "formula.xlsx": broken.formula,
    "fees.xlsx": broken.fees,
    "picture.xlsx": broken.picture,
    "empty.xlsx": broken.empty,
    "empty.csv": broken.empty,
    "saved_page.xls": broken.saved_page,
    "old.xls": broken.old_excel,
    "locked.xlsx": broken.old_excel,
}


def build(folder: Path) -> None:
    """Writes every roster into the folder, which exists; twice gives the same bytes."""
    for name, write in WRITERS.items():
        write(folder / name)
