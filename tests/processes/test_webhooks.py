"""The real program with a public address: both messengers post to it, an update is answered once, and a wrong secret opens nothing."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.processes.messengers import EVERY_SIDE, Side
from tests.processes.program import Program


@pytest.mark.process
@pytest.mark.parametrize("side", EVERY_SIDE, ids=lambda side: side.channel.value)
def test_updates_are_posted_and_answered_once(tmp_path: Path, side: Side) -> None:
    side = replace(side, members=2)
    with side.standin() as server:
        side.plant(tmp_path, server)
        people = side.people(server)
        waiting = list(server.pending)
        program = Program(tmp_path, **side.environment(server))
        public = program.environment["SOTAY_PUBLIC_URL"] = f"http://127.0.0.1:{program.port}"
        with program:
            server.until(lambda: all(person.seen for person in people), 30)
            hook = server.hook
            assert hook.url == f"{public}/hook/{side.channel}/{server.me['id']}"
            assert server.called("getUpdates") == []

            def post(update: dict, secret: str) -> int:
                headers = {server.SECRET_HEADER: secret}
                body = server.hook_body(update)
                return httpx.post(hook.url, json=body, headers=headers, trust_env=False).status_code

            assert [post(update, hook.secret) for update in waiting] == [200, 200]
            assert [post(update, f"{hook.secret[:-1]}?") for update in waiting] == [403, 403]
            people[0].says("/moihop 19h30 ngày mai tại nhà văn hóa")
            people[0].wait("Gửi 2 đồng chí", 10)
            people[0].taps("Gửi")
            people[1].wait("MỜI HỌP CHI BỘ", 10)
            people[1].taps("Tham dự")
            people[1].wait("Đã ghi: đồng chí 001 THAM DỰ", 10)
            assert program.stop() == 0
        assert sum("Hiện chưa có cuộc họp nào" in message.text for message in people[1].seen) == 1
        log = program.log.read_text()
        for secret in (server.token, hook.secret, "Nguyễn"):
            assert secret not in log
        assert server.violations == []
