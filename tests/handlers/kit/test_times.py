"""Times as people type them; every phrase here is an own example. Now is Wednesday 25/11/2026, 9:00."""

import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.reading import (
    Contradiction,
    hour,
    lines,
    lunar,
    read_times,
    short,
    spoken,
    when,
)
from handlers.kit.reading.times.lunar import coming, solar
from models.folding import fold

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=ZONE)


def moments(text: str) -> list[datetime]:
    """ "28/11 19:30, 29/11": day, month, perhaps year and hour; no hour is midnight."""
    found = []
    for part in filter(None, text.split(", ")):
        day, _, clock = part.partition(" ")
        day, month, year = (*map(int, day.split("/")), 2026)[:3]
        hours, minutes = map(int, clock.split(":")) if clock else (0, 0)
        found.append(datetime(year, month, day, hours, minutes, tzinfo=ZONE))
    return found


def table(text: str) -> list[tuple[str, str]]:
    pairs = (line.split(" = ") for line in text.strip().splitlines() if line.strip())
    return [(phrase.strip(), expected.strip()) for phrase, expected in pairs]


HOURS = table("""
    19h30 ngày 6/12 = 6/12 19:30
    19h30 6/12 = 6/12 19:30
    6/12, 19h30 = 6/12 19:30
    19 giờ 30 phút ngày 06 tháng 12 năm 2026 = 6/12 19:30
    19:30 ngày 6/12 = 6/12 19:30
    19g30 ngày 6/12 = 6/12 19:30
    19.30 ngày 6/12 = 6/12 19:30
    19h30' ngày 6/12 = 6/12 19:30
    19h30p ngày 6/12 = 6/12 19:30
    19 h 30 ngày 6/12 = 6/12 19:30
    19h30ngay6/12 = 6/12 19:30
    lúc 19h ngày 6-12 = 6/12 19:00
    7h tối 6-12-2026 = 6/12 19:00
    7h30 tối 6.12.2026 = 6/12 19:30
    vào hồi 8 giờ sáng ngày 06/12/26 = 6/12 8:00
    bảy giờ rưỡi tối ngày mồng sáu tháng mười hai = 6/12 19:30
    mười chín giờ ba mươi ngày hai mươi tháng mười hai = 20/12 19:30
    hai mốt tháng mười hai lúc tám giờ sáng = 21/12 8:00
    7 rưỡi tối thứ bảy = 28/11 19:30
    7 giờ rưỡi tối thứ bảy = 28/11 19:30
    7h rưỡi tối thứ 7 = 28/11 19:30
    7 tối thứ bảy = 28/11 19:00
    tối thứ bảy 7 rưỡi = 28/11 19:30
    tối thứ bảy lúc 7h30 = 28/11 19:30
    8h sáng mai = 26/11 8:00
    8hsáng mai = 26/11 8:00
    sáng mai 8h = 26/11 8:00
    sáng mai lúc 8 giờ = 26/11 8:00
    8 giờ kém 15 sáng mai = 26/11 7:45
    8h thiếu 10 sáng mai = 26/11 7:50
    kém 5 8 giờ sáng mai = 26/11 7:55
    1 giờ kém 15 chiều mai = 26/11 12:45
    mai 07:00 = 26/11 7:00
    07h30 mai = 26/11 7:30
    mai 14h = 26/11 14:00
    2h chiều mai = 26/11 14:00
    3 giờ rưỡi chiều mai = 26/11 15:30
    11h trưa mai = 26/11 11:00
    1h trưa mai = 26/11 13:00
    12h trưa mai = 26/11 12:00
    12h mai = 26/11 12:00
    6h chiều mai = 26/11 18:00
    10h đêm mai = 26/11 22:00
    10 giờ khuya mai = 26/11 22:00
    12h đêm thứ bảy = 29/11 0:00
    nửa đêm thứ bảy = 29/11 0:00
    2h đêm nay = 26/11 2:00
    5 giờ sáng sớm mai = 26/11 5:00
    0h ngày 6/12 = 6/12 0:00
    24h ngày 6/12 = 7/12 0:00
    7:30 pm 6/12 = 6/12 19:30
    2026-12-06 19:30 = 6/12 19:30
    2026-12-06T19:30 = 6/12 19:30
    19h30 = 25/11 19:30
    8h sáng = 26/11 8:00
    từ 7h30 đến 9h tối mai = 26/11 19:30
    7h-9h tối mai = 26/11 19:00
    7-9h tối mai = 26/11 19:00
    từ 8h sáng đến 5h chiều thứ bảy = 28/11 8:00
    7h30 tới 9h tối mai = 26/11 19:30
    từ 10h đến 1h chiều mai = 26/11 10:00
    19h30 - 21h ngày 6/12 = 6/12 19:30
    sau 30 phút nữa = 25/11 9:30
    2 tiếng nữa = 25/11 11:00
    nửa tiếng nữa = 25/11 9:30
    1 tiếng rưỡi nữa = 25/11 10:30
    2 giờ nữa = 25/11 11:00
    1 giờ 30 phút nữa = 25/11 10:30
    19h00-20h30 thứ tư = 25/11 19:00
""")

DAYS = table("""
    hôm nay = 25/11
    bữa nay = 25/11
    mai = 26/11
    ngày mai = 26/11
    bữa mai = 26/11
    mốt = 27/11
    ngày mốt = 27/11
    ngày kia = 27/11
    ngày kìa = 28/11
    thứ bảy = 28/11
    thứ 7 = 28/11
    thứ bẩy = 28/11
    t7 = 28/11
    T2 = 30/11
    thứ hai = 30/11
    thứ 4 = 25/11
    chủ nhật = 29/11
    chúa nhật = 29/11
    CN = 29/11
    thứ bảy này = 28/11
    thứ bảy tới = 28/11
    thứ tư tới = 2/12
    thứ bảy tuần này = 28/11
    thứ bảy tuần sau = 5/12
    thứ bảy tuần tới = 5/12
    tuần sau thứ bảy = 5/12
    tuần sau họp vào thứ bảy = 5/12
    chủ nhật tuần sau = 6/12
    thứ hai tuần sau nữa = 7/12
    thứ 6 của tuần này = 27/11
    đầu tuần sau = 30/11
    tuần tới = 30/11
    ngày 6 = 6/12
    mùng 6 = 6/12
    mồng 6 = 6/12
    ngày 25 = 25/11
    ngày 24 = 24/12
    ngày 6 tháng sau = 6/12
    mùng 6 tháng này = 6/11
    6 tháng 12 = 6/12
    ngày 6 tháng Mười Hai = 6/12
    mồng 3 tháng ba = 3/3/2027
    mùng tám tháng ba = 8/3/2027
    mồng mười tháng giêng = 15/2/2027
    ngày 24/11 = 24/11/2027
    3/2/2027 = 3/2/2027
    3/2/27 = 3/2/2027
    ngày 3 tháng 2 năm sau = 3/2/2027
    từ 1-5/12 = 1/12
    từ ngày 20 đến ngày 25 tháng 12 = 20/12
    ngày 29/2 = 29/2/2028
    thứ năm tuần sau ngày 3/12 = 3/12
    cuối tháng = 30/11
    đầu tháng sau = 1/12
    giữa tháng 12 = 15/12
    cuối năm = 31/12
    trong 2 ngày nữa = 27/11
    2 hôm nữa = 27/11
    1 tuần nữa = 2/12
    tuần nữa = 2/12
    hai tuần nữa vào thứ bảy = 12/12
    28 tháng này = 28/11
    một tháng nữa = 25/12
    chủ nhật đầu tháng sau = 6/12
    thứ bảy tuần đầu tháng 12 = 5/12
    chủ nhật cuối tháng = 29/11
""")

PARTS = table("""
    tối mai = 26/11 19:00
    tối nay = 25/11 19:00
    tối ni = 25/11 19:00
    tối hôm nay = 25/11 19:00
    chiều nay = 25/11 14:00
    đầu giờ chiều mai = 26/11 14:00
    cuối giờ chiều mai = 26/11 16:30
    sáng mốt = 27/11 8:00
    sáng thứ hai tuần sau = 30/11 8:00
    trưa chủ nhật = 29/11 12:00
    sớm mai = 26/11 6:00
""")

LUNAR = table("""
    rằm tháng giêng = 20/2/2027
    ngày rằm tháng bảy = 16/8/2027
    rằm = 23/12
    mùng 1 Tết = 6/2/2027
    mồng hai tết = 7/2/2027
    30 Tết = 5/2/2027
    29 tháng chạp = 5/2/2027
    23 tháng Chạp = 30/1/2027
    23 Tết = 30/1/2027
    tối mười bốn tháng mười một âm lịch = 22/12 19:00
    ngày 23 tháng 12 âm lịch = 30/1/2027
    giao thừa = 5/2/2027
    15/7 âm lịch = 16/8/2027
    ngày 10/3 âm = 16/4/2027
    giỗ tổ = 16/4/2027
    Trung thu = 15/9/2027
    19h30 mùng 10 tháng giêng = 15/2/2027 19:30
""")

ASKED = table("""
    7 giờ mai = 26/11 7:00, 26/11 19:00
    7h ngày 6/12 = 6/12 7:00, 6/12 19:00
    7h30 thứ bảy = 28/11 7:30, 28/11 19:30
    10h45 = 25/11 10:45, 25/11 22:45
    11 giờ kém 15 = 25/11 10:45, 25/11 22:45
    từ 7h30 đến 9h thứ bảy = 28/11 7:30, 28/11 19:30
    2h đêm thứ bảy = 28/11 2:00, 29/11 2:00
    mai mốt = 26/11, 27/11
    cuối tuần = 28/11, 29/11
    thứ bảy hoặc chủ nhật lúc 19h30 = 28/11 19:30, 29/11 19:30
    7h hoặc 8h tối thứ bảy = 28/11 19:00, 28/11 20:00
    19h30 thứ bảy ngày 6/12 = 5/12 19:30, 6/12 19:30
    mai thứ bảy = 26/11, 28/11
    19h sáng mai = 26/11 7:00, 26/11 19:00
    chuyển từ 19h30 thứ bảy sang 20h chủ nhật = 28/11 19:30, 29/11 20:00
""")

BARE = table("""
    7 ruoi toi thu bay = 28/11 19:30
    8h sang mai = 26/11 8:00
    mung 6 thang 12 = 6/12
    chu nhat tuan sau = 6/12
    toi thu bay tuan sau 7h = 5/12 19:00
    7h thu bay toi = 28/11 7:00, 28/11 19:00
    thu sau = 27/11
    thu tu = 25/11
    thu nam tuan sau = 3/12
    ngay mot = 27/11
    ngay 6 thang sau = 6/12
    toi ni = 25/11 19:00
    nua dem thu bay = 29/11 0:00
    chuyen sang thu bay = 28/11
    ram thang gieng = 20/2/2027
""")

SLIPS = table("""
    7h toois thuws bayr = 28/11 19:00
    8h sangs mai = 26/11 8:00
    chur nhaatj tuaanf sau = 6/12
    ngayf 6 thangs 12 = 6/12
    sangmai 8h = 26/11 8:00
    7hsang mai = 26/11 7:00
    7htoithu7 = 28/11 19:00
    toimai = 26/11 19:00
    chunhat tuansau = 6/12
    mung6thang12 = 6/12
    19h30 ngày 6 thnag 12 = 6/12 19:30
    7 giờ rưởi tối mai = 26/11 19:30
    thứ bãy = 28/11
    thứ báy = 28/11
    7h tooi nay = 25/11 19:00
    8h sang mai nhé các bác = 26/11 8:00
    chủ nhât = 29/11
    chủ nhất tuần sau = 6/12
    19H30 NGÀY 6/12 = 6/12 19:30
    TỐI THỨ BẢY 7H30 = 28/11 19:30
    19 giờ 30 phut ngay 6/12 = 6/12 19:30
""")

NOT_TIMES = """
    phòng 12
    nhà số 9
    tổ 3
    tổ dân phố số 9
    gửi 60 đồng chí
    0912345678
    0912.345.678
    số 091 234 5678
    1/2 số đảng viên
    3/4 số phiếu
    hơn 2/3 đồng chí tán thành
    50/60 đồng chí
    12/12 phiếu
    Nghị quyết số 12-NQ/TW
    Công văn 05/12/KH-CB
    QĐ 12/10-TU
    sáng kiến kinh nghiệm
    5 sáng kiến
    tối đa 3 người
    tối thiểu 5 đồng chí
    tài liệu tối mật
    chiều dài 7 mét
    tôi đi viện
    tôi 7 mươi tuổi
    toi di vien
    toi da nhan 2 to giay
    lần thứ 2
    đại hội lần thứ 14
    thứ nhất là tài chính, thứ hai là nhân sự
    vấn đề thứ ba
    thu 5 triệu
    thu 2 khoản
    chị Mai vắng
    đồng chí Mai xin vắng
    hoa mai
    họp trong 2 giờ
    họp 2 giờ đồng hồ
    tối đa 2 giờ
    6 tháng đầu năm
    6 tháng cuối năm
    kế hoạch tháng 12
    sinh hoạt thường kỳ tháng 12
    năm 2026
    1.500.000 đồng
    19.5 triệu
    tỷ lệ 3:1
    192.168.1.20
    35 tuổi đảng
    hằng tháng
    công việc hằng ngày
    sau tết
    có
    1
    2.
    xin vắng, ốm
    đồng ý
    không tán thành điều 3
    điều 7 khoản 2
    trang 12
    5kg
    đi viện 108
    12/5 đường Trần Phú
    nhà 12/5 ngõ 3
    tỉ lệ 2/3
    tối
    chúc mừng năm mới
    hằng ngày tôi uống thuốc
    tôi ở tổ 7
    ông Bảy, bà Tư
    anh Ba, chị Sáu
    thu chi quý 3
    đảng phí tháng 12
    tháng nào cũng đóng đảng phí
    nhiệm kỳ 2025-2030
    2 triệu rưỡi
    CCCD 001099012345
    số thẻ 12.345678
    mục 2.10
    phiên bản 1.10
    đã 5 năm
    kéo dài 2 tiếng
    a7
"""
NOT_TIMES_LIST = [line.strip() for line in NOT_TIMES.strip().splitlines()]

ALL = [*HOURS, *DAYS, *PARTS, *LUNAR, *ASKED]


@pytest.mark.parametrize(("phrase", "expected"), [*ALL, *BARE, *SLIPS])
def test_a_phrase_is_read(phrase: str, expected: str) -> None:
    assert when(phrase, NOW) == moments(expected)


@pytest.mark.parametrize("phrase", NOT_TIMES_LIST)
def test_what_is_no_time_is_not_read(phrase: str) -> None:
    assert when(phrase, NOW) == []
    assert when(fold(phrase), NOW) == []


@pytest.mark.parametrize(
    "phrase",
    ["Chi bộ đã thu 3 loại quỹ", "thay cụ Mai ghi sổ", "tôi ốm hai tuần này", "chuyển sang nhà bác Hùng"],
)
def test_marks_tell_words_apart(phrase: str) -> None:
    assert when(phrase, NOW) == []


def test_a_weak_reading_does_not_hide_a_sure_one() -> None:
    assert when("đề nghị họp ngay 6/12 ở nhà văn hóa", NOW) == moments("6/12")
    assert when("chuyển họp sang thứ bảy", NOW) == moments("28/11")


FOLDS_ONTO_ANOTHER = {"ngày kìa", "mốt"}
"""Without marks they are ngày kia and một."""


@pytest.mark.parametrize(("phrase", "expected"), ALL)
def test_a_phrase_without_marks_means_the_same(phrase: str, expected: str) -> None:
    if phrase not in FOLDS_ONTO_ANOTHER:
        assert when(fold(phrase), NOW) == moments(expected)


@pytest.mark.parametrize(("phrase", "expected"), [*ALL, *BARE, *SLIPS])
def test_form_and_case_make_no_difference(phrase: str, expected: str) -> None:
    assert when(unicodedata.normalize("NFD", phrase), NOW) == moments(expected)
    assert when(phrase.upper(), NOW) == moments(expected)
    assert when(f"  {phrase} ạ.", NOW) == moments(expected)


REPEATS = table("""
    mùng 6 hằng tháng = 6/12 FREQ=MONTHLY;BYMONTHDAY=6
    19h30 mùng 6 hàng tháng = 6/12 19:30 FREQ=MONTHLY;BYMONTHDAY=6
    7 rưỡi tối ngày 6 mỗi tháng = 6/12 19:30 FREQ=MONTHLY;BYMONTHDAY=6
    mỗi tháng vào ngày 25, lúc 8h sáng = 25/12 8:00 FREQ=MONTHLY;BYMONTHDAY=25
    mỗi tháng vào ngày 25, lúc 10h sáng = 25/11 10:00 FREQ=MONTHLY;BYMONTHDAY=25
    ngày 29 hằng tháng = 29/11 FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1
    ngày 31 hằng tháng = 30/11 FREQ=MONTHLY;BYMONTHDAY=-1
    ngày cuối tháng hằng tháng = 30/11 FREQ=MONTHLY;BYMONTHDAY=-1
    thứ bảy hằng tuần = 28/11 FREQ=WEEKLY;BYDAY=SA
    tối thứ bảy hàng tuần 7h30 = 28/11 19:30 FREQ=WEEKLY;BYDAY=SA
    mỗi thứ hai 8h sáng = 30/11 8:00 FREQ=WEEKLY;BYDAY=MO
    thứ tư hằng tuần 8h sáng = 2/12 8:00 FREQ=WEEKLY;BYDAY=WE
    2 tuần một lần vào tối thứ 7 lúc 7h = 28/11 19:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=SA
    chủ nhật đầu tiên hằng tháng = 6/12 FREQ=MONTHLY;BYDAY=1SU
    thứ bảy tuần thứ hai hằng tháng, 19h30 = 12/12 19:30 FREQ=MONTHLY;BYDAY=2SA
    thứ sáu cuối tháng hằng tháng = 27/11 FREQ=MONTHLY;BYDAY=-1FR
    7h tối hằng ngày = 25/11 19:00 FREQ=DAILY
    mỗi tối lúc 7h = 25/11 19:00 FREQ=DAILY
    3/2 hằng năm = 3/2/2027 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=3
    mùng 5 hằng quý = 5/12 FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5
""")


@pytest.mark.parametrize(("phrase", "expected"), REPEATS)
def test_a_repeat_has_its_first_time_and_a_rule(phrase: str, expected: str) -> None:
    first, rule = expected.rsplit(" ", 1)
    for typed in (phrase, fold(phrase), phrase.upper()):
        times = read_times(typed, NOW)
        assert list(times.moments) == moments(first)
        assert times.rule == rule


def test_a_lunar_repeat_has_no_rule() -> None:
    times = read_times("mùng 1 âm lịch hằng tháng", NOW)
    assert list(times.moments) == moments("9/12")
    assert times.rule is None


def test_the_thirtieth_is_the_last_day_of_a_shorter_month() -> None:
    rule = read_times("ngày 30 hằng tháng", NOW).rule
    days = rrulestr(rule, dtstart=datetime(2027, 1, 1))[:4]
    assert [day.day for day in days] == [30, 28, 30, 30]


@pytest.mark.parametrize(
    ("now", "phrase", "expected"),
    [
        ("25/11 20:00", "7 giờ", "26/11 7:00, 26/11 19:00"),
        ("25/11 15:00", "7 giờ", "25/11 19:00"),
        ("25/11 6:00", "7 giờ", "25/11 7:00, 25/11 19:00"),
        ("25/11 15:00", "7h hôm nay", "25/11 19:00"),
        ("25/11 20:00", "19h30", "26/11 19:30"),
        ("28/11 15:00", "19h30 thứ bảy", "28/11 19:30"),
        ("28/11 20:00", "19h30 thứ bảy", "5/12 19:30"),
        ("28/11 15:00", "7h thứ bảy", "28/11 19:00"),
        ("28/11 20:00", "7h thứ bảy", "5/12 7:00, 5/12 19:00"),
        ("28/11 20:00", "thứ bảy", "28/11"),
        ("28/11 20:00", "thứ bảy tới", "5/12"),
        ("29/11 20:00", "thứ bảy tuần sau", "5/12"),
        ("29/11 8:00", "thứ hai tuần sau", "30/11"),
        ("6/12 20:00", "19h30 ngày 6", "6/1/2027 19:30"),
        ("6/12 8:00", "19h30 ngày 6", "6/12 19:30"),
        ("6/12 20:00", "19h30 mùng 6 hằng tháng", "6/1/2027 19:30"),
        ("6/12 20:00", "mùng 6 hằng tháng", "6/12"),
        ("31/1/2027 8:00", "ngày 31 tháng này", "31/1/2027"),
        ("1/1/2027 0:00", "ngày 29/2", "29/2/2028"),
        ("5/2/2027 8:00", "mùng 1 tết", "6/2/2027"),
        ("7/2/2027 8:00", "30 tết", "25/1/2028"),
        ("25/11 23:30", "nửa đêm", "26/11 0:00"),
        ("1/5/2027 8:00", "ngay 6 thang sau", "6/6/2027"),
        ("20/4/2027 8:00", "ngay 6 thang sau", "6/5/2027, 6/6/2027"),
    ],
)
def test_now_decides(now: str, phrase: str, expected: str) -> None:
    assert when(phrase, moments(now)[0]) == moments(expected)


@pytest.mark.parametrize(
    ("phrase", "rest"),
    [
        ("19h30 ngày 6/12 tại nhà văn hóa", "tại nhà văn hóa"),
        ("tại nhà văn hóa lúc 19h30 ngày 6/12", "tại nhà văn hóa"),
        ("Họp chi bộ, 19h30, thứ Bảy 28/11, nhà bác Hùng", "Họp chi bộ, nhà bác Hùng"),
        ("chi ủy vào lúc 7 rưỡi tối mai ở phòng 12", "chi ủy ở phòng 12"),
        ("họp chi bộ thường kỳ tháng 12, 19h30 thứ Bảy 5/12", "họp chi bộ thường kỳ tháng 12"),
        ("Lan vắng, đi viện", "Lan vắng, đi viện"),
        ("19h30 ngày 6/12", ""),
        ("từ 7h30 đến 9h tối mai, tổ 3", "tổ 3"),
    ],
)
def test_the_rest_is_what_is_no_time(phrase: str, rest: str) -> None:
    assert read_times(phrase, NOW).rest == rest


@pytest.mark.parametrize(
    ("phrase", "has_day", "has_hour", "past"),
    [
        ("19h30 ngày 6/12", True, True, False),
        ("19h30", False, True, False),
        ("ngày 6/12", True, False, False),
        ("tối mai", True, False, False),
        ("tuần tới", False, False, False),
        ("19h30 tuần sau", False, True, False),
        ("cuối tháng", False, False, False),
        ("19h30 hôm qua", True, True, True),
        ("19h30 ngày 6/12/2025", True, True, True),
        ("7h sáng nay", True, True, True),
        ("8h sáng hôm nay", True, True, True),
        ("sáng nay", True, False, False),
        ("hôm nay", True, False, False),
        ("hôm kia", True, False, True),
        ("thứ hai tuần này", True, False, True),
        ("thứ ba vừa rồi", True, False, True),
        ("3 ngày trước", True, False, True),
    ],
)
def test_what_was_said(phrase: str, has_day: bool, has_hour: bool, past: bool) -> None:
    times = read_times(phrase, NOW)
    assert (times.has_day, times.has_hour, times.past) == (has_day, has_hour, past)


@pytest.mark.parametrize(
    ("phrase", "contradiction"),
    [
        ("19h30 thứ bảy ngày 6/12", Contradiction.DAYS),
        ("19h30 chủ nhật ngày 6/12", None),
        ("mai thứ bảy", Contradiction.DAYS),
        ("mai thứ năm", None),
        ("mai 6/12", Contradiction.DAYS),
        ("19h sáng mai", Contradiction.HOUR),
        ("19h tối mai", None),
        ("31/2", Contradiction.NO_SUCH_DAY),
        ("ngày 31/11/2026", Contradiction.NO_SUCH_DAY),
        ("ngày 32 tháng 12", Contradiction.NO_SUCH_DAY),
        ("19h75 mai", Contradiction.HOUR),
        ("25h mai", Contradiction.HOUR),
    ],
)
def test_contradictions(phrase: str, contradiction: Contradiction | None) -> None:
    assert read_times(phrase, NOW).contradiction == contradiction


def test_lunar_and_mung_are_told() -> None:
    assert read_times("rằm tháng giêng", NOW).lunar
    assert not read_times("mùng 6/2/2027", NOW).lunar
    assert read_times("mùng 6/2/2027", NOW).mung
    assert not read_times("ngày 6/2/2027", NOW).mung
    assert lunar(when("mùng 6/2/2027", NOW)[0]) == (1, 1)


def test_the_length_of_a_range() -> None:
    assert read_times("từ 7h30 đến 9h thứ bảy", NOW).length == timedelta(hours=1, minutes=30)
    assert read_times("từ 8h sáng đến 5h chiều mai", NOW).length == timedelta(hours=9)
    assert read_times("19h30 mai", NOW).length is None


def test_lines() -> None:
    assert lines("19h30 ngày 6/12", NOW) == ["2026-12-06T19:30:00+07:00"]
    assert lines("mùng 6 hằng tháng", NOW) == ["2026-12-06T00:00:00+07:00 FREQ=MONTHLY;BYMONTHDAY=6"]
    assert lines("7 giờ mai", NOW) == ["?", "2026-11-26T07:00:00+07:00", "2026-11-26T19:00:00+07:00"]
    assert lines("phòng 12", NOW) == ["-"]


def test_spoken() -> None:
    moment = datetime(2026, 12, 6, 19, 30, tzinfo=ZONE)
    assert spoken(moment, NOW) == "19h30, tức 7 giờ rưỡi tối, Chủ nhật 06/12/2026"
    assert spoken(moment.astimezone(ZoneInfo("UTC")), NOW) == spoken(moment, NOW)
    assert short(moment, NOW) == "19h30 tối Chủ nhật 06/12"
    assert short(moment.replace(year=2027), NOW) == "19h30 tối thứ Hai 06/12/2027"
    assert [hour(moment.replace(hour=h, minute=0)) for h in (7, 19)] == ["7 giờ sáng", "7 giờ tối"]
    assert hour(moment.replace(hour=12, minute=5)) == "12 giờ 05 trưa"


@pytest.mark.parametrize(
    ("year", "tet"),
    [  # official calendars; 1985, 2007 and 2030 differ from the Chinese one
        (1985, date(1985, 1, 21)),
        (2007, date(2007, 2, 17)),
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
        (2028, date(2028, 1, 26)),
        (2029, date(2029, 2, 13)),
        (2030, date(2030, 2, 2)),
    ],
)
def test_tet(year: int, tet: date) -> None:
    assert solar(1, 1, year) == tet
    assert lunar(tet) == (1, 1)


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        when("mai", datetime(2026, 11, 25))


future = st.datetimes(
    min_value=datetime(2026, 11, 25, 9, 1), max_value=datetime(2199, 12, 31), timezones=st.just(ZONE)
).map(lambda moment: moment.replace(second=0, microsecond=0))


@given(future)
def test_what_is_spoken_is_read_back(moment: datetime) -> None:
    said = spoken(moment, NOW)
    assert when(said, NOW) == [moment]
    assert when(fold(said), NOW) == [moment]


@given(future.filter(lambda moment: moment < NOW + timedelta(days=360)))
def test_the_short_form_is_read_back(moment: datetime) -> None:
    assert when(short(moment, NOW), NOW) == [moment]
    assert when(fold(short(moment, NOW)), NOW) == [moment]


@given(st.dates(min_value=date(2026, 11, 25), max_value=date(2150, 1, 1)))
def test_a_lunar_day_comes_round(day: date) -> None:
    lunar_day, lunar_month = lunar(day)
    found = [coming(lunar_day, lunar_month, day, leap) for leap in (False, True)]
    assert day in found


hour_forms = st.sampled_from(
    [
        ("19h30", 1170),
        ("19:30", 1170),
        ("19g30", 1170),
        ("19 giờ 30", 1170),
        ("7h30 tối", 1170),
        ("7 rưỡi tối", 1170),
        ("7 giờ rưỡi tối", 1170),
        ("bảy giờ rưỡi tối", 1170),
        ("8 giờ kém 15 tối", 1185),
        ("8h sáng", 480),
        ("08h00", 480),
        ("tám giờ sáng", 480),
        ("2h chiều", 840),
        ("14h", 840),
        ("11h trưa", 660),
        ("10 giờ đêm", 1320),
    ]
)
day_forms = st.sampled_from(
    [
        ("mai", "26/11"),
        ("ngày mai", "26/11"),
        ("ngày kia", "27/11"),
        ("thứ bảy", "28/11"),
        ("thứ 7", "28/11"),
        ("T7", "28/11"),
        ("chủ nhật", "29/11"),
        ("CN", "29/11"),
        ("thứ hai tuần sau", "30/11"),
        ("chủ nhật tuần sau", "6/12"),
        ("6/12", "6/12"),
        ("ngày 6/12", "6/12"),
        ("06/12/2026", "6/12"),
        ("ngày 6 tháng 12", "6/12"),
        ("mùng 6 tháng 12 năm 2026", "6/12"),
        ("mồng sáu tháng mười hai", "6/12"),
        ("ngày 6", "6/12"),
        ("chủ nhật ngày 6/12", "6/12"),
        ("chủ nhật, 6/12/2026", "6/12"),
        ("rằm tháng chạp", "22/1/2027"),
    ]
)
frames = st.sampled_from(
    ["{hour} {day}", "{day} {hour}", "{day}, {hour}", "{hour}, {day}", "{day} lúc {hour}", "lúc {hour} {day}"]
)
tails = st.sampled_from(
    [
        "",
        " ạ",
        " nhé",
        " tại nhà văn hóa",
        ", ở nhà bác Hùng",
        " họp chi bộ",
        " mời 60 đồng chí",
        " tại phòng 12",
    ]
)


@given(hour_forms, day_forms, frames, tails)
def test_hour_and_day_in_any_order(
    hour_form: tuple[str, int], day_form: tuple[str, str], frame: str, tail: str
) -> None:
    phrase = frame.format(hour=hour_form[0], day=day_form[0]) + tail
    expected = [moments(day_form[1])[0] + timedelta(minutes=hour_form[1])]
    assert when(phrase, NOW) == expected
    assert when(fold(phrase), NOW) == expected
    assert when(phrase.upper(), NOW) == expected


WORDS = """
    7 19 30 6 12 31 h g giờ phút : . / - rưỡi kém sáng trưa chiều tối đêm mai mốt nay qua thứ bảy hai chủ nhật cn
    tuần tháng năm ngày mùng sau tới này đầu cuối rằm tết âm lịch hằng mỗi từ đến nữa trước 2026 99 0 , một lần
"""
words = st.sampled_from(WORDS.split())


@given(
    st.one_of(
        st.text(), st.lists(words, max_size=12).map(" ".join), st.lists(words, max_size=12).map("".join)
    )
)
def test_any_text_is_taken(text: str) -> None:
    times = read_times(text, NOW)
    assert list(times.moments) == sorted(set(times.moments))
    assert all(moment.tzinfo is ZONE for moment in times.moments)
    assert lines(text, NOW)
    assert when(unicodedata.normalize("NFD", text), NOW) == list(times.moments)


@pytest.mark.parametrize(
    "phrase",
    """
    mấy tháng nữa|vài tháng nữa|vài tuần nữa|mấy năm nữa|sau mấy tháng nữa|dăm tháng nữa|bao nhiêu tháng nữa|vài ba tháng nữa
    hai ba tháng nữa|ba bốn ngày nữa|2-3 tháng nữa|2, 3 tháng nữa
    """.replace("\n", "|")
    .strip("| ")
    .split("|"),
)
def test_a_length_that_nobody_knows_is_not_read(phrase: str) -> None:
    assert when(phrase.strip(), NOW) == []
    assert when(fold(phrase.strip()), NOW) == []


@pytest.mark.parametrize(("phrase", "day"), [("tháng nữa", "25/12"), ("ba tháng nữa", "25/2/2027")])
def test_a_length_that_is_known_is_read(phrase: str, day: str) -> None:
    assert when(phrase, NOW)[0].date() == moments(day)[0].date()
