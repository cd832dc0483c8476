"""Who leads a branch and sits in the committee above, too, has both lists; who follows a branch sees that one's numbers."""

from pathlib import Path

from models import member, organisation
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.terms import OrganisationKind, Post
from tests.cast import Branch
from tests.joined import joined
from tests.player import START
from tests.shapes import OnTelegram


def ward(session: Session, branch: Branch, secretary: str, follower: str) -> None:
    """A committee above the branch, led by one of its own members; another one follows the branch."""
    made = organisation.found(session, "Đảng bộ phường Hoa Sen", OrganisationKind.GRASSROOTS, None, START)
    place = session.get_one(Organisation, branch.place.id)
    place.parent_id = made.id
    member.appoint(session, session.get_one(Member, branch.names[secretary]), Post.SECRETARY, made, START)
    known = session.get_one(Member, branch.names[follower])
    member.appoint(session, known, Post.FOLLOWER, place, START)


async def test_who_leads_both_asks_for_the_branches_by_name(tmp_path: Path) -> None:
    shape = OnTelegram()
    async with joined(tmp_path, shape, "tú", "lan", "hòa") as (store, branch):
        await store.write(lambda session: ward(session, branch, "tú", "lan"))

        async def said(who: str, words: str) -> str:
            shape.says(who, words)
            await shape.settle()
            return shape.shown(who)[-1][1]

        assert (await said("tú", "/danhsach")).startswith("Chưa có cuộc họp nào sắp tới. Đã vào Sổ tay: 3/9")
        assert "Lê Thị Lành" in await said("tú", "/danhsach chưa vào")
        below = await said("tú", "/danhsach các chi bộ")
        assert below.startswith("ĐẢNG BỘ PHƯỜNG HOA SEN: 1 chi bộ\nĐã vào Sổ tay: 3/9 đồng chí.")
        reasons = await said("tú", "/danhsach các chi bộ chưa vào")
        assert "- Chưa có số điện thoại: 1" in reasons and "Lành" not in reasons
        followed = await said("lan", "/danhsach")
        assert followed.startswith("CHI BỘ ĐỒNG CHÍ THEO DÕI: 1 chi bộ") and "Lành" not in followed
        assert (await said("hòa", "/danhsach các chi bộ")).startswith("Chưa có cuộc họp nào sắp tới.")
