"""What no story has the patience for: the tenth announcement, whose key begins as that of the first."""

from pathlib import Path

from models import announcement
from tests.desk import opened_desk


async def test_putting_the_first_right_leaves_the_tenth_alone(tmp_path: Path) -> None:
    async with opened_desk(tmp_path) as desk:
        await desk.joins("tú", "tú")
        await desk.joins("minh", "minh")
        for number in range(1, 10):
            await desk.says("tú", f"/nhantin dự bị: tin số {number}")
            await desk.says("tú", "1")
        for said in (
            "/nhantin dự bị: tin thứ mười",
            "2",
            "3",
            "7h tối nay",
            "1",
            "/dinhchinh 1 tin đã sửa",
            "1",
        ):
            last = await desk.says("tú", said)
        assert last[0].startswith("Đã gửi đính chính thông báo số 01"), last
        waits = await desk.store.read(
            lambda s: announcement.readers(s, announcement.of_branch(s, desk.branch.place)[1])
        )
        assert waits == [desk.branch.names["minh"]]
