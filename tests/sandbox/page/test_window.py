"""A window that is closed leaves nothing running."""

import subprocess
import sys

# a process of its own: there is one page in each
CLOSED = """
import asyncio
from http.client import HTTPConnection
from urllib.parse import urlsplit

from nicegui import Client, core

from bot.cli import demo


def following():
    return [each for each in asyncio.all_tasks(core.loop) if each.get_name() == "page"]


async def come_and_go(window):
    await window.handle_handshake("socket", "tab", None, "document", None)
    there = len(following())
    core.app.config.reconnect_timeout = 0
    window.handle_disconnect("socket")
    while following():
        await asyncio.sleep(0.01)
    return there


with demo.workspace(with_page=True) as base:
    connection = HTTPConnection(urlsplit(base).netloc)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    (window,) = Client.instances.values()
    there = asyncio.run_coroutine_threadsafe(come_and_go(window), core.loop).result(10)
    assert (there, len(Client.instances)) == (1, 0)
"""


def test_a_window_that_is_closed_is_followed_no_more() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLOSED], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
