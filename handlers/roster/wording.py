"""What is said about a roster that cannot be read, wholly or in places."""

# Wording

SAVE_AS = "Xin mở bằng Excel, chọn Lưu thành (Save As), kiểu Excel Workbook (.xlsx), rồi gửi lại."

EMPTY = "Tệp rỗng, không có chữ nào. Xin kiểm tra rồi gửi lại."
NO_TABLE = "Tệp không có bảng nào. Xin gửi danh sách ở dạng Excel (.xlsx) hoặc CSV."
NO_ROWS = "Bảng chỉ có tiêu đề, chưa có dòng nào bên dưới. Xin điền danh sách rồi gửi lại."
OLD_EXCEL = f"Tệp kiểu Excel cũ (.xls), Sổ tay không đọc được. {SAVE_AS}"
BINARY_EXCEL = f"Tệp kiểu Excel nhị phân (.xlsb), Sổ tay không đọc được. {SAVE_AS}"
LOCKED = "Tệp có mật khẩu. Xin mở bằng Excel, bỏ mật khẩu, lưu rồi gửi lại."
OLD_OFFICE = f"Tệp kiểu Office cũ (.xls, .doc), Sổ tay không đọc được. {SAVE_AS}"
WEB_PAGE = f"Tệp là trang web đặt tên như tệp Excel. {SAVE_AS}"
XML_TABLE = f"Tệp là bảng kiểu XML cũ. {SAVE_AS}"
OPEN_DOCUMENT = f"Tệp kiểu OpenDocument (.ods), Sổ tay không đọc được. {SAVE_AS}"
PICTURE = "Tệp là ảnh, Sổ tay không đọc được danh sách trong ảnh. Xin gửi tệp Excel (.xlsx) hoặc CSV."
PDF = "Tệp là PDF, Sổ tay không đọc được danh sách trong đó. Xin gửi tệp Excel (.xlsx) hoặc CSV."
WORD = "Tệp là văn bản Word. Xin chép bảng sang Excel, lưu kiểu .xlsx rồi gửi lại."
ARCHIVE = "Tệp là tệp nén. Xin giải nén rồi gửi tệp Excel (.xlsx) hoặc CSV ở bên trong."
UNKNOWN = "Sổ tay không nhận ra kiểu tệp này. Xin gửi danh sách ở dạng Excel (.xlsx) hoặc CSV."
DAMAGED = f"Tệp Excel bị hỏng hoặc không đúng kiểu, không mở được. {SAVE_AS}"
BROKEN_TABLE = "Tệp CSV có chỗ hỏng, không đọc được. Xin mở bằng Excel, lưu kiểu .xlsx rồi gửi lại."
OLD_FONT = (
    "Tệp dùng phông chữ cũ (.VnTime hoặc VNI), Sổ tay chỉ đọc được chữ Unicode. "
    "Xin chuyển sang Unicode (UniKey: Ctrl+Shift+F6), lưu rồi gửi lại."
)
NO_HEADING = (
    "Không tìm thấy hàng tiêu đề có cột Họ và tên. Xin ghi tên các cột ở một hàng phía trên danh sách, "
    "ví dụ: Họ và tên, Ngày sinh, Số thẻ đảng, Điện thoại."
)
NO_ORGANISATION_HEADING = (
    "Không tìm thấy hàng tiêu đề có cột Tổ chức. Xin ghi tên các cột ở hàng đầu: Tổ chức, Cấp trên, Loại."
)
TOO_MERGED = f"Tệp có ô gộp quá rộng. Xin bỏ gộp ô, hoặc chép riêng danh sách sang một tệp mới. {SAVE_AS}"
TOO_UNPACKED = (
    "Tệp quá lớn khi mở ra (hơn 50 MB). Xin chép riêng danh sách sang một tệp Excel mới rồi gửi lại."
)

FAULTS = "Lỗi"
NAME_MISSING = "để trống. Xin ghi họ và tên, hoặc xóa cả dòng."
NOT_CALCULATED = "là công thức chưa có kết quả. Xin mở tệp bằng Excel, lưu lại rồi gửi."
ERROR_VALUE = "là ô báo lỗi của Excel. Xin sửa lại ô này."
STRUCK = (
    "bị gạch ngang. Nếu đồng chí đã chuyển đi hay từ trần, xin ghi ở cột Tình trạng; nếu không, xin bỏ gạch."
)

NAME_ODD = "không giống họ tên. Xin chỉ ghi họ và tên."
NAME_LONG = "dài quá. Xin chỉ ghi họ và tên."

DATE_IMPOSSIBLE = "không có trong lịch."
DATE_UNCLEAR = "không rõ là ngày nào. Xin ghi ngày/tháng/năm, ví dụ 5/3/1962, hoặc chỉ ghi năm."
DATE_YEAR_MISSING = "thiếu năm. Xin ghi đủ ngày/tháng/năm, hoặc chỉ ghi năm."
DATE_YEAR_ODD = "có năm không đúng. Xin sửa lại năm."
DATES_MANY = "có nhiều ngày trong một ô. Xin chỉ để lại một ngày."
DATE_TO_COME = "là ngày chưa tới. Xin sửa lại ngày."
BEFORE_BIRTH = "sớm quá so với ngày sinh. Xin sửa lại một trong hai."
AFTER_JOINED = "sau ngày vào Đảng. Xin sửa lại một trong hai."
BEFORE_JOINED = "trước ngày vào Đảng. Xin sửa lại một trong hai."

SEX_UNCLEAR = "không rõ. Xin ghi Nam hoặc Nữ."
SEX_BOTH = "ghi ở cả cột Nam và cột Nữ. Xin chỉ để lại một."

CARD_IDENTITY = "là số căn cước, không phải số thẻ đảng. Sổ tay không giữ số căn cước. Xin xóa hoặc sửa lại."
CARD_UNCLEAR = "không giống số thẻ đảng (8 chữ số). Xin sửa lại hoặc để trống."

PHONE_UNCLEAR = "không giống số điện thoại (10 chữ số, bắt đầu bằng 0). Xin sửa lại hoặc để trống."
PHONE_ROUNDED = "đã bị Excel làm tròn, mất số. Xin ghi lại số điện thoại ở dạng chữ."

POST_UNCLEAR = "không rõ là chức vụ nào. Xin ghi Bí thư, Phó bí thư hoặc Chi ủy viên; không có thì để trống."

STANDING_UNKNOWN = (
    "không rõ. Xin ghi: chính thức, dự bị, miễn sinh hoạt, sinh hoạt tạm thời nơi khác, sinh hoạt tạm thời nơi đến, "
    "đi vắng, đình chỉ, từ trần, đã chuyển đi, ra khỏi Đảng."
)
STANDING_HEDGED = "chưa rõ có hay không. Xin ghi dứt khoát ở cột Tình trạng."
END_UNCLEAR = (
    "chưa rõ có phải đồng chí ấy đã từ trần, chuyển đi hay ra khỏi Đảng. Nếu phải, xin ghi điều ấy ở cột Tình trạng; "
    "nếu không, xin bỏ câu này."
)
STANDING_BOTH = "vừa chính thức vừa dự bị. Xin chỉ để lại một."
STANDING_OFFICIAL_DATE = "nhưng đã có Ngày chính thức. Xin sửa lại một trong hai."
TEMPORARY_WHERE = (
    "chưa rõ tạm thời ở đâu. Xin ghi: sinh hoạt tạm thời nơi khác, hoặc sinh hoạt tạm thời nơi đến."
)
RESIDENCE_ONLY = (
    "là đảng viên giữ liên hệ nơi cư trú, không thuộc chi bộ. Xin bỏ dòng này khỏi danh sách của chi bộ."
)

KIND_MISSING = "để trống. Xin ghi loại, ví dụ: chi bộ, đảng bộ cơ sở."
KIND_CELL = "không phải một tổ chức trong cây. Tổ đảng xin ghi ở cột Tổ đảng của danh sách đảng viên."
OWN_PARENT = "là cấp trên của chính mình. Xin sửa lại cột Cấp trên."
ORGANISATION_MISSING = "để trống. Xin ghi tên tổ chức, hoặc xóa cả dòng."


def megabytes(size: int) -> str:
    """'25 MB', '5,2 MB': whole above ten."""
    shown = size / 1_000_000
    return f"{shown:.0f} MB" if shown >= 10 else f"{shown:.1f} MB".replace(".", ",")


def too_big(size: int, limit: int) -> str:
    return (
        f"Tệp {megabytes(size)}, Sổ tay nhận danh sách đến {limit // 1_000_000} MB. "
        "Xin bỏ ảnh và trang thừa, hoặc chia đôi danh sách."
    )


def too_many_rows(limit: int) -> str:
    return f"Danh sách dài hơn {limit:,} dòng. Xin chia thành nhiều tệp.".replace(",", ".", 1)


def too_many_columns(sheet: str, limit: int) -> str:
    return f"Trang {sheet} rộng hơn {limit} cột. Xin chỉ giữ các cột của danh sách."


def fault_told(column: str, said: str, why: str) -> str:
    return f'Cột {column}: "{said}" {why}' if said else f"Cột {column}: {why}"


def fault_sentence(sheet: str | None, row: int, told: str) -> str:
    where = f"Trang {sheet}, dòng {row}" if sheet else f"Dòng {row}"
    return f"{where}, {told[0].lower()}{told[1:]}"


def column_without_heading(letter: str) -> str:
    return f"cột {letter} (không có tiêu đề)"


def slip_read(said: str, column: str) -> str:
    return f'Tiêu đề "{said}" được đọc là {column}.'


def never_stored(headings: list[str]) -> str:
    return f"Sổ tay không bao giờ giữ: {', '.join(headings)}."


def sheet_without_heading(sheet: str) -> str:
    return f"Trang {sheet}: không có hàng tiêu đề, không đọc."


def sheet_hidden(sheet: str) -> str:
    return f"Trang {sheet} đang ẩn, không đọc."


def row_left_out(sheet: str, row: int, said: str) -> str:
    return f'Trang {sheet}, dòng {row}: "{said}" không phải đảng viên, bỏ qua.'


def posts_left_out(said: list[str]) -> str:
    shown = ", ".join(f'"{one}"' for one in said)
    return f"Không phải chức vụ trong chi bộ, không ghi: {shown}."


def twice(sheet: str, row: int, other: str, name: str) -> str:
    return f"Trang {sheet}, dòng {row}: {name} đã có ở {other}, giống hệt, chỉ lấy một."


def place(sheet: str, row: int, same_sheet: bool) -> str:
    return f"dòng {row}" if same_sheet else f"trang {sheet} dòng {row}"


def same_person(other: str) -> str:
    return f"có ở đây và ở {other}, cùng ngày sinh mà khác số liệu. Xin giữ một dòng; nếu là hai người, xin ghi rõ ngày sinh và số thẻ đảng."


def same_name(other: str) -> str:
    return f"có ở đây và ở {other}, cả hai thiếu ngày sinh. Xin ghi ngày sinh hoặc số thẻ đảng để phân biệt; nếu là một người, xin giữ một dòng."


def same_card(other: str) -> str:
    return f"trùng số thẻ với {other}. Mỗi số thẻ là của một người, xin sửa lại."


def days_and_months(column: str) -> str:
    return f"Cột {column}: ngày và tháng có thể đã bị Excel đổi chỗ cho nhau (không ngày nào quá 12). Xin xem lại vài dòng."


def kinds_left_open(said: list[str]) -> str:
    return f"Loại chưa có tên riêng, ghi là khác: {', '.join(said)}."


def organisation_twice(other: str) -> str:
    return f"có ở đây và ở {other}, khác loại. Xin giữ một dòng."


def circle(names: list[str]) -> str:
    return f"làm cấp trên đi vòng tròn: {' → '.join(names)}. Xin sửa lại cột Cấp trên."
