"""SIGKILL in the middle of a broadcast: nothing is lost, nobody gets an unmarked second copy, and an answer is answered once."""

from pathlib import Path

import pytest

from tests.processes.messengers import EVERY_SIDE, Side, invitations, invited
from tests.processes.program import Program


@pytest.mark.process
@pytest.mark.parametrize("side", EVERY_SIDE, ids=lambda side: side.channel.value)
def test_killed_in_the_middle_of_a_broadcast(tmp_path: Path, side: Side) -> None:
    with side.standin() as server:
        side.plant(tmp_path, server)
        people = side.people(server)
        program = Program(tmp_path, **side.environment(server))
        with program:
            server.until(lambda: all(person.seen for person in people), 30)
            people[0].says("/moihop 19h30 ngày mai tại nhà văn hóa")
            people[0].wait(f"Gửi {side.members} đồng chí", 10)
            people[0].taps("Gửi")
            server.latency = 0.3
            server.until(lambda: invited(people) >= side.members // 4, 30)
            program.kill()
            before = invited(people)
            assert before < side.members, "it was over before the kill: nothing is shown"
            server.latency = 0
            people[1].says("1")
            program.start()
            server.until(lambda: invited(people) == side.members, 60)
            people[1].wait("THAM DỰ", 10)
            assert program.stop() == 0
        twice = 0
        for person in people:
            copies = invitations(person)
            assert copies
            unmarked = [text for text in copies if not text.startswith("(gửi lại)")]
            assert len(unmarked) <= 1, copies
            twice += len(copies) > 1
        assert twice, "none was in flight when it was killed: nothing is shown"
        assert sum("THAM DỰ" in message.text for message in people[1].seen) == 1
        assert server.violations == []
        log = program.log.read_text()
        assert server.token not in log
        assert "Nguyễn" not in log
        assert "văn hóa" not in log
