"""A small invented app in a small invented workspace, and the sandbox running around them."""

import logging
from collections.abc import Iterator

import pytest
from slack_bolt import App as BoltApp
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox import client, server
from bot.sandbox.config import Config
from tests.sandbox.example import CONFIG, listen


@pytest.fixture(scope="module")
def config() -> Config:
    """The workspace of a test module; a module may have its own."""
    return CONFIG


@pytest.fixture(scope="module")
def base(config: Config) -> Iterator[str]:
    """The address of a sandbox that lasts for one test module."""
    with server.running(config) as address:
        yield address


@pytest.fixture
def slack(base: str) -> client.Workspace:
    """The control client."""
    return client.Workspace(base)


@pytest.fixture
def web(base: str, config: Config) -> WebClient:
    """The SDK's Web API client, as an app uses it."""
    return WebClient(config.app.bot_token, base_url=f"{base}/api/")


@pytest.fixture(scope="module")
def app(base: str, config: Config) -> Iterator[BoltApp]:
    """A Bolt app connected to the sandbox for one test module."""
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    bolt = BoltApp(
        client=WebClient(config.app.bot_token, base_url=f"{base}/api/"), process_before_response=True
    )
    listen(bolt)
    handler = SocketModeHandler(bolt, config.app.app_token, ping_interval=1)
    handler.connect()
    client.Workspace(base).connected()
    yield bolt
    handler.close()
