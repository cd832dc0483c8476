"""The real program as a process of its own: started, killed, started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.database import ready

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """`python -m bot run` with an environment of its own; `log` gathers what it writes over all starts."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.port = folder, free_port()
        self.log = folder / "log.txt"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SOTAY_")},
            "SOTAY_DATABASE_URL": ready(folder),
            "SOTAY_SECRET_KEY": "process-tests",
            "SOTAY_PORT": str(self.port),
            "SOTAY_QUIET_HOURS": "",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, wait: bool = True) -> None:
        """Starts it and waits until its pages answer, unless nobody should."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        if not wait:
            return
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            try:
                httpx.get(f"http://127.0.0.1:{self.port}/health/live", trust_env=False)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError("it does not answer")

    def kill(self) -> None:
        """SIGKILL: no farewell."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


def command(folder: Path, *words: str, say: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs one command of the program to its end."""
    program = Program(folder, **environment)
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=program.environment,
        input=say,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
