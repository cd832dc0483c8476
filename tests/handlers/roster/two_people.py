"""A sheet of two people, whose cells the tests change one by one."""

HEAD = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Số thẻ đảng",
    "Ngày vào Đảng",
    "Ngày chính thức",
    "Chức vụ",
    "Ghi chú",
    "Điện thoại",
]
LAN = [1, "Trần Thị Lan", "12/5/1962", "05.012345", "3/2/1990", "3/2/1991", None, None, "0912345678"]
BE = [2, "Đỗ Văn Bé", "1970", None, "4/3/1999", "4/3/2000", None, None, None]


def changed(row, **cells):
    """A row with other cells, by the letter of their column."""
    return [cells.get(letter, value) for letter, value in zip("ABCDEFGHI", row, strict=True)]


def names(reading):
    return [row.name for row in reading.rows]
