"""Whatever comes, it is read or refused with a sentence; nothing else is raised."""

from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.roster import Unreadable, marked, read, read_organisations
from handlers.roster.vocabulary import ORGANISATIONS, PEOPLE

CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "Trần Thị Lan",
            "Tổ đảng 1",
            "Tổng cộng: 5",
            "x",
            "-nt-",
            "31/2/1990",
            "MSH",
            "Bí thơ",
            "(1)",
            "BÍ THƯ",
            "1962",
            "0912.345.678",
        ]
    ),
    st.sampled_from(sorted(PEOPLE)),
    st.sampled_from(sorted(ORGANISATIONS)),
    st.integers(-10, 10**13),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12),
)


@settings(max_examples=150)
@given(
    grid=st.lists(st.lists(CELLS, min_size=1, max_size=7), min_size=1, max_size=12),
    merge=st.sampled_from([[], ["A1:C1"], ["A2:A4", "B2:C2"], ["A1:J30"], ["B2:B9", "C3:D5"]]),
)
def test_any_grid(book, grid, merge):
    head = ["STT", "Họ và tên", "Ngày sinh", "Số thẻ đảng", "Ngày vào Đảng", "Tình trạng", "Điện thoại"]
    for rows in (grid, [head, *grid]):
        data = book(rows, merge=merge)
        for reader in (read, read_organisations):
            with suppress(Unreadable):
                reading = reader("a.xlsx", data)
                assert all(fault.why and 1 <= fault.row <= len(rows) for fault in reading.faults)
                assert not {(row.sheet, row.row) for row in reading.rows} & {
                    (f.sheet, f.row) for f in reading.faults
                }
                marked("a.xlsx", data, reading.faults)


@settings(max_examples=300)
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.builds(lambda tail: b"PK\x03\x04" + tail, st.binary(max_size=200)),
        st.text(alphabet='Họvàtên,;\t\n"1="', max_size=200).map(str.encode),
        st.text(max_size=200).map(lambda text: ("Họ và tên,Ngày sinh\n" + text).encode("utf-8", "ignore")),
    )
)
def test_any_bytes(data):
    for reader in (read, read_organisations):
        with suppress(Unreadable):
            reader("a.csv", data)


def test_cells_merged_without_end_are_refused_before_they_are_made(book):
    data = book([["Họ và tên"], ["Trần Thị Lan"]], merge=["A10:C12"])
    wide = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(wide, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"A10:C12", b"A10:XFD1048576"))
    assert len(read("a.xlsx", data).rows) == 1
    with pytest.raises(Unreadable, match="ô gộp quá rộng"):
        read("a.xlsx", wide.getvalue())
