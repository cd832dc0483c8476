"""The headings of rosters as they stand in real files (people, annex D), folded; the best of each column first."""

from enum import StrEnum


class Column(StrEnum):
    """What a column holds. The value is its name in sentences."""

    BRANCH = "Chi bộ"
    NAME = "Họ và tên"
    TWO_NAMES = "Họ và tên đang dùng, họ và tên khai sinh"
    NAME_AND_USUAL = "Họ và tên khai sinh, họ và tên đang dùng"
    FAMILY = "Họ đệm"
    GIVEN = "Tên"
    USUAL = "Tên thường gọi"
    BIRTH = "Ngày sinh"
    BIRTH_DAY = "Ngày sinh: ngày"
    BIRTH_MONTH = "Ngày sinh: tháng"
    BIRTH_YEAR = "Ngày sinh: năm"
    SEX = "Giới tính"
    MAN = "Nam"
    WOMAN = "Nữ"
    CARD = "Số thẻ đảng"
    JOINED = "Ngày vào Đảng"
    OFFICIAL = "Ngày chính thức"
    BOTH_DATES = "Ngày vào Đảng, ngày chính thức"
    POSTS = "Chức vụ"
    IS_SECRETARY = "Bí thư"
    IS_DEPUTY = "Phó bí thư"
    IS_COMMITTEE = "Chi ủy viên"
    STANDING = "Tình trạng"
    NOTES = "Ghi chú"
    IS_EXEMPT = "Miễn sinh hoạt"
    DIED = "Ngày từ trần"
    MOVED = "Ngày chuyển đi"
    LEFT = "Ngày ra khỏi Đảng"
    CELL = "Tổ đảng"
    PHONE = "Điện thoại"
    PHONE_RELATIVE = "Điện thoại người thân"
    ADDRESS = "Địa chỉ"
    ORGANISATION = "Tổ chức"
    PARENT = "Cấp trên"
    KIND = "Loại"


class Aside(StrEnum):
    """Headings that are known and whose cells are never taken."""

    NUMBER = "number"
    NEVER = "never"
    OTHER = "other"
    OURS = "ours"


Meaning = Column | Aside
Vocabulary = dict[str, tuple[Meaning, int]]
"""Folded heading to what it means and its rank among the headings of that column."""

YEAR = "nawm"
"""The key of 'Năm', which folding would make one with 'Nam'."""

MANY = frozenset({Column.PHONE, Column.PHONE_RELATIVE, Column.ADDRESS, Column.STANDING, Column.NOTES})
"""Of these a file may have several columns; the first that is not empty counts, of the last two all."""

IN_PAIRS: dict[tuple[Meaning, ...], Column] = {
    (Column.NAME, Column.USUAL): Column.NAME_AND_USUAL,
    (Column.USUAL, Column.NAME): Column.TWO_NAMES,
}
"""Two headings in one cell over two values in one cell."""

FIRST_TAKEN = frozenset({Column.SEX, Column.CARD, Column.DIED, Column.LEFT})
"""Columns whose readers take no more than what stands first, so that headings which are never stored may follow theirs."""

_ASIDES = {
    Aside.NUMBER: "stt,tt,so tt,so thu tu,s t t,no",
    Aside.OURS: "loi",
    Aside.NEVER: (
        "cccd,so cccd,can cuoc,so can cuoc,so can cuoc cong dan,can cuoc cong dan,so cccd cmnd,cccd cmnd,cmnd cccd,so cmnd cccd,"
        "cmnd,so cmnd,cmt,so cmt,so cmtnd,so dinh danh,so dinh danh ca nhan,ma dinh danh,ngay cap cccd,noi cap cccd,dan toc,"
        "ton giao,dan toc ton giao,que quan,nguyen quan,noi sinh,trinh do,trinh do van hoa,trinh do hoc van,"
        "trinh do chuyen mon,trinh do ly luan,trinh do ly luan chinh tri,ly luan chinh tri,llct,trinh do llct,ly luan,van hoa,"
        "hoc van,chuyen mon,chuyen mon nghiep vu,ngoai ngu,tin hoc,so ly lich,so ly lich dang vien,so ll,so lldv,so huy hieu,"
        "so huy hieu dang,huy hieu dang,huy hieu,tuoi dang,so nam tuoi dang,bhxh,so bhxh,ma so bhxh,so the bhyt,bhyt,suc khoe,"
        "nhom mau,thanh phan,thanh phan gia dinh,thanh phan xuat than,gia dinh chinh sach,tinh trang hon nhan,hon nhan,"
        "muc luong,luong,dang phi,so tai khoan,ma so thue,hoc ham hoc vi,tinh trang suc khoe"
    ),
    Aside.OTHER: (
        "ngay mien sh,ngay mien sinh hoat,thoi gian mien sinh hoat,ngay vao doan,so the doan,chuc vu doan,chuc vu doan the,"
        "chuc vu chinh quyen,chuc vu cong tac,chuc vu chuyen mon,chuc vu kiem nhiem,nghe nghiep,nghe nghiep hien nay,"
        "noi lam viec,noi cong tac,don vi cong tac,co quan cong tac,cong viec,email,nguoi gioi thieu,tuoi,ngay nhap ngu,"
        "ngay vao nganh,ngay huy hieu,ngay chuyen den,ngay den,noi den,noi vao dang,noi ket nap,chi bo ket nap,"
        "noi cong nhan,noi cong nhan chinh thuc,xep loai,ky ten,ky nhan,chu ky,anh,so qd,so quyet dinh,quyet dinh,ngay cap the,"
        "ngay cap the dang,noi cap the dang,ngay phat the,to dan pho,tdp,thon,xom,khu pho,khu dan cu,ap,ban,to truong to dang,"
        "to truong,to pho,ly do,ho ten vo chong,ho ten bo,ho ten me,ho va ten vo,ho va ten chong,ho va ten vo chong,ho va ten bo,ho va ten me,ho va ten con,facebook,diem danh,co mat,vang mat,"
        "ngay vao dang lan 2,ngay mat the,dien thoai co quan,dien thoai cq,don vi,chuc danh nghe nghiep"
    ),
}
_COLUMNS = {
    Column.BRANCH: "chi bo,ten chi bo,chi bo sinh hoat,thuoc chi bo,sinh hoat tai chi bo,dang sinh hoat tai chi bo,cb",
    Column.NAME: (
        "ho va ten,ho ten,ho va ten khai sinh,ho ten khai sinh,ho va ten dang vien,ho ten dang vien,ho va ten dv,ho ten dv,"
        "ten dang vien,dang vien,hovaten,hoten,ho va ten day du,ho chu dem va ten,ho dem va ten,ho ten dem va ten,ho va ten d c,"
        "ho ten d c,dong chi"
    ),
    Column.TWO_NAMES: (
        "ho va ten ho va ten khai sinh,ho va ten dang dung ho va ten khai sinh,ho ten dang dung ho ten khai sinh,"
        "ho va ten dang dung va ho va ten khai sinh,ho ten dang dung khai sinh,ho va ten dang dung khai sinh"
    ),
    Column.NAME_AND_USUAL: (
        "ho va ten khai sinh ho va ten dang dung,ho ten khai sinh ho ten dang dung,ho va ten khai sinh dang dung,"
        "ho ten khai sinh dang dung,ho va ten khai sinh va ho va ten dang dung"
    ),
    Column.FAMILY: "ho dem,ho va dem,ho va chu dem,ho chu dem,ho va ten dem,ho ten dem,ho va ten lot,ho lot,ho va lot,ho",
    Column.GIVEN: "ten",
    Column.USUAL: (
        "ten thuong goi,bi danh,ten goi khac,ho va ten dang dung,ho ten dang dung,ten dang dung,ten thuong dung,ten khac,"
        "ho va ten thuong dung,ho ten thuong dung,ten hay goi,ten goi"
    ),
    Column.BIRTH: (
        "ngay sinh,ngay thang nam sinh,ngay thang sinh,ntns,ngay thang nam sinh duong lich,nam sinh,sinh nam,sinh ngay,ns,"
        "ngay nam sinh,ngay sinh nam sinh,sinh"
    ),
    Column.SEX: "gioi tinh,gioi,nam nu,nam hay nu,phai,gt,gioi tinh nam nu,nam nu dan toc ton giao,nu nam",
    Column.MAN: "nam,nam sinh nam,ngay sinh nam,gioi tinh nam,nam x,ngay thang nam sinh nam",
    Column.WOMAN: "nu,nam sinh nu,ngay sinh nu,gioi tinh nu,nu x,la nu,ngay thang nam sinh nu,dang vien nu",
    Column.CARD: (
        "so the dang,so the dang vien,so the dv,so tdv,so td,the dang,the dang vien,ma the dang,ma so the dang,so the,"
        "so hieu the dang,so the dang vien moi,so the dang moi,ma the dang vien,"
        "so the dang vien so ly lich dang vien so huy hieu dang,so the dang vien so ly lich dang vien"
    ),
    Column.JOINED: (
        "ngay vao dang,ngay ket nap,ngay ket nap dang,vao dang,ngay vao dang du bi,ngay vao dang csvn,ngay vao dcsvn,"
        "ngay vao dang cong san viet nam,ngay thang nam vao dang,ngay thang vao dang,ngay ket nap vao dang,nam vao dang,"
        "ngay kn,ket nap,ket nap dang,ngay du bi,du bi,vao dang du bi,ngay thang nam ket nap,thoi gian vao dang,nam ket nap,"
        "ngay vd,ngay vao dang ket nap,ngay vao dang ngay du bi,ngay vao dang ngay ket nap"
    ),
    Column.OFFICIAL: (
        "ngay chinh thuc,ngay cong nhan chinh thuc,ngay vao dang chinh thuc,chinh thuc,ngay ct,ngay cong nhan dang vien chinh thuc,"
        "ngay chuyen chinh thuc,chuyen chinh thuc,cong nhan chinh thuc,ngay cn chinh thuc,ngay cnct,vao dang chinh thuc,"
        "ngay thang nam chinh thuc,ngay thang nam vao dang chinh thuc,ngay cong nhan,ngay dang vien chinh thuc,"
        "ngay thang nam cong nhan chinh thuc,thoi gian chinh thuc,nam chinh thuc,ngay cn ct"
    ),
    Column.BOTH_DATES: "ngay vao dang va ngay chinh thuc,ngay vao dang va chinh thuc",
    Column.POSTS: (
        "chuc vu dang,chuc vu trong dang,chuc vu trong chi bo,chuc vu chi bo,chuc vu trong chi uy,chuc danh trong dang,"
        "chuc vu,chuc danh,chuc vu chuc danh,cv dang"
    ),
    Column.IS_SECRETARY: "bt,bi thu",
    Column.IS_DEPUTY: "pbt,pho bi thu",
    Column.IS_COMMITTEE: "cuv,chi uy vien,chi uy",
    Column.STANDING: (
        "tinh trang,tinh trang sinh hoat,dien,dien sinh hoat,dien dang vien,sinh hoat,sinh hoat dang,trang thai,"
        "chinh thuc du bi,dang vien chinh thuc du bi,loai dang vien,hinh thuc sinh hoat,ct db"
    ),
    Column.NOTES: "ghi chu,chu thich,gc,ghi chu khac",
    Column.IS_EXEMPT: "mien sinh hoat,mien sh,msh,mien ct sh,mien cong tac va sinh hoat,mien cong tac sinh hoat,mien cong tac,mien",
    Column.DIED: "ngay tu tran,tu tran,ngay mat,ngay qua doi",
    Column.MOVED: "ngay chuyen di,chuyen di,ngay chuyen sinh hoat di,chuyen sinh hoat di,ngay chuyen di dang bo co so",
    Column.LEFT: "ngay ra khoi dang,ra khoi dang,ngay ra khoi dang hinh thuc ra dang",
    Column.CELL: "to dang,to sinh hoat dang,to dang so,thuoc to dang,to,to sinh hoat,td,to so,ten to dang",
    Column.PHONE: (
        "di dong,so di dong,dien thoai di dong,dtdd,so dtdd,dien thoai,so dien thoai,sdt,dt,so dt,dt di dong,dt lien he,"
        "dien thoai lien he,sdt lien he,so dien thoai lien he,so dt lien he,so dien thoai di dong,dien thoai zalo,"
        "so dien thoai zalo,sdt zalo,so zalo,zalo,tel,phone,lien he,so lien he,so may,dien thoai ca nhan"
    ),
    Column.PHONE_RELATIVE: (
        "dien thoai nguoi than,sdt nguoi than,dt nguoi than,so dien thoai nguoi than,dien thoai nguoi nha,sdt nguoi nha,"
        "dt nguoi nha,dien thoai con,sdt con,dt con,dien thoai con trai,dien thoai vo chong,so dien thoai nguoi nha"
    ),
    Column.ADDRESS: (
        "dia chi,noi o hien nay,noi o hien tai,noi o,cho o hien nay,cho o,noi cu tru,noi cu tru hien nay,dia chi hien nay,"
        "dia chi cu tru,dia chi noi o,dia chi lien he,so nha,tam tru,noi tam tru,thuong tru,noi thuong tru,dia chi thuong tru,"
        "ho khau,ho khau thuong tru,noi dang ky thuong tru,noi dk thuong tru,noi dkhk thuong tru,dia chi noi cu tru"
    ),
}
_ORGANISATIONS = {
    Column.ORGANISATION: (
        "to chuc,ten to chuc,to chuc dang,ten to chuc dang,ten to chuc co so dang,ten,ten don vi,don vi,chi bo,ten chi bo,chi bo dang bo,"
        "ten chi bo dang bo"
    ),
    Column.PARENT: (
        "cap tren,to chuc cap tren,to chuc dang cap tren,cap tren truc tiep,truc thuoc,thuoc,don vi cap tren,"
        "to chuc dang cap tren truc tiep,dang bo,thuoc dang bo,dang uy cap tren,dang uy"
    ),
    Column.KIND: "loai,loai hinh,loai to chuc,loai hinh to chuc,loai hinh to chuc dang,kieu,cap",
}


def _vocabulary(*lists: dict[Column, str]) -> Vocabulary:
    known: Vocabulary = {}
    for headings in lists:
        for column, said in headings.items():
            known |= {heading: (column, rank) for rank, heading in enumerate(said.split(","))}
    for aside, said in _ASIDES.items():
        for heading in said.split(","):
            known.setdefault(heading, (aside, 0))
    return known


PEOPLE = _vocabulary(_COLUMNS)
ORGANISATIONS = _vocabulary(_ORGANISATIONS, {Column.NOTES: _COLUMNS[Column.NOTES]})
