"""The two bots that are measured, each a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

from bench.answers.slack import SECRET, Slack

PATIENCE = 60.0
KILOBYTE = 1024


@dataclass(frozen=True)
class Bot:
    """A bot at work. `ready` is how many seconds it took from its start."""

    process: "subprocess.Popen[bytes]"
    ready: float

    @property
    def megabytes(self) -> float:
        """What it holds of the machine's memory now."""
        with open(f"/proc/{self.process.pid}/status") as status:  # noqa: PTH123 - a file of the kernel's
            (line,) = [line for line in status if line.startswith("VmRSS")]
        return int(line.split()[1]) * KILOBYTE / 1e6


@contextmanager
def ours(slack: Slack, database_url: str, *, over_http: bool) -> Iterator[Bot]:
    """`python -m bot serve`, which writes to nobody by itself."""
    environment = _environment(slack) | {"DATABASE_URL": database_url, "LETTERS": "off", "LOG_LEVEL": "ERROR"}
    del environment["SLACK_APP_TOKEN" if over_http else "SLACK_SIGNING_SECRET"]
    with _at_work(slack, ["-m", "bot", "serve"], environment, "/readyz", over_http=over_http) as bot:
        yield bot


@contextmanager
def stock(slack: Slack, *, over_http: bool) -> Iterator[Bot]:
    """The stock Bolt app."""
    words = ["-m", "bench.answers.stock", "http" if over_http else "socket"]
    with _at_work(slack, words, _environment(slack), "", over_http=over_http) as bot:
        yield bot


@contextmanager
def _at_work(
    slack: Slack, words: list[str], environment: Mapping[str, str], page: str, *, over_http: bool
) -> Iterator[Bot]:
    slack.forget()
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - its own words
        [sys.executable, *words],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{environment['PORT']}"
        if over_http:
            slack.post_to(f"{address}/slack/events")
            _until_there(f"{address}{page}")
        else:
            slack.wait_for_bot()
        yield Bot(process, time.perf_counter() - begun)
    finally:
        process.kill()
        process.wait()


def _environment(slack: Slack) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_APP_TOKEN": "xapp-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack.base}/api/",
        "PORT": str(_free_port()),
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _until_there(address: str) -> None:
    """Until something answers there, whatever it says of the page."""
    give_up = time.perf_counter() + PATIENCE
    while time.perf_counter() < give_up:
        try:
            with urlopen(address, timeout=PATIENCE):  # noqa: S310 - this machine
                return
        except URLError as error:
            if getattr(error, "code", 503) != 503:
                return
            time.sleep(0.005)
    raise TimeoutError("the bot did not answer")
