"""A document through the real program: killed while its file is on its way, uploaded once, read by a link, and nothing of it in the log."""

import re
from pathlib import Path

import httpx
import pytest

from tests.papers import word
from tests.processes.messengers import ON_TELEGRAM, named
from tests.processes.program import Program

WORDS = "Nội dung nghị quyết tháng mười hai"


@pytest.mark.process
def test_a_document_from_the_leader_to_everybody(tmp_path: Path) -> None:
    with ON_TELEGRAM.standin() as telegram:
        ON_TELEGRAM.plant(tmp_path, telegram)
        people = ON_TELEGRAM.people(telegram)
        leader = people[0]
        program = Program(tmp_path, SOTAY_UPDATES="poll", **ON_TELEGRAM.environment(telegram))
        program.environment["SOTAY_PUBLIC_URL"] = f"http://127.0.0.1:{program.port}"
        with program:
            telegram.until(lambda: all(person.seen for person in people), 30)
            telegram.fault("file", "hang", seconds=30)
            leader.sends_file("nghi_quyet.docx", word(WORDS))
            telegram.until(lambda: telegram.called("file"), 10)
            program.kill()
            program.start()
            leader.wait("Tên tài liệu: “Nghi quyet”", 30)
            leader.taps("Dùng tên này")
            leader.wait("thuộc loại nào", 10)
            leader.taps("Công khai")
            leader.wait(f"Gửi {ON_TELEGRAM.members} đồng chí", 10)
            leader.taps("Gửi")
            telegram.until(lambda: all(any(seen.document for seen in p.seen) for p in people), 30)
            sent = [call.params["document"] for call in telegram.called("sendDocument")]
            assert [isinstance(one, str) for one in sent].count(False) == 1

            leader.sends_file("nhan_xet.docx", word("Nhận xét cuối năm"))
            leader.wait("Tên tài liệu: “Nhan xet”", 30)
            leader.taps("Dùng tên này")
            leader.wait("thuộc loại nào", 10)
            leader.taps("Nội bộ")
            leader.wait("TÀI LIỆU: Nhan xet", 10)
            leader.taps("Gửi")
            last = people[-1]
            text = last.wait("TÀI LIỆU: Nhan xet", 30).text
            link = re.search(r"http://\S+/f/[0-9a-f]{48}", text)[0]
            page = httpx.post(link, trust_env=False, follow_redirects=True)
            assert "Nhận xét cuối năm" in page.text
            assert named(ON_TELEGRAM.members - 1) in page.text
            assert program.stop() == 0
        log = program.log.read_text()
        for secret in ("nghi_quyet", "Nghi quyet", WORDS, link.rsplit("/", 1)[1], telegram.token):
            assert secret not in log
        assert telegram.violations == []
