"""`serve`: the bot at work. `Running` is the same for the demo and the tests."""

import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import typer
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.cli import common
from bot.settings import Settings
from handlers import clock as jobs
from handlers import entrance, office
from handlers.office import Office
from handlers.socket_mode import SocketMode
from storage.database import Database

log = logging.getLogger("g2o")

LISTENERS = 20


def serve() -> None:
    """Answer Slack until told to stop."""
    chosen = common.settings(needs_slack=True)
    start_log(chosen.log_level)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with common.open_database(chosen, upgrade=True) as database, Running(chosen, database) as running:
        try:
            is_ready = running.start(stop)
        except (SlackApiError, SlackClientError, OSError) as error:
            common.refuse(f"{why(error)} Run: python -m bot check")
        if is_ready:
            typer.echo("Ready. Stop with Ctrl-C.")
            stop.wait()
        typer.echo("Stopping: finishing what was begun.")


class Running:
    """The bot with its connection, its listeners and its clock. Leaving it finishes what was begun."""

    def __init__(
        self, chosen: Settings, database: Database, clock: Callable[[], datetime] = office.now
    ) -> None:
        # Three pools: an acknowledgement never queues behind work, nor a form behind what waits for it.
        self._doors = ThreadPoolExecutor(LISTENERS, thread_name_prefix="door")
        self._listeners = ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener")
        self._forms = ThreadPoolExecutor(LISTENERS, thread_name_prefix="form")
        self.office = Office(database, chosen.terms, slack_client(chosen), clock)
        self._line: SocketMode | None = None
        self._jobs: BackgroundScheduler | None = None
        self._settings = chosen

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        if self._jobs:
            self._jobs.shutdown()
        if self._line:
            self._line.close()
        for pool in (self._doors, self._listeners, self._forms):
            pool.shutdown()

    def start(self, stop: threading.Event) -> bool:
        """Connects; False where told to stop meanwhile.

        Raises SlackApiError where Slack refuses a token, and OSError where it is away.
        """
        slack, chosen = self.office.slack, self._settings
        slack.auth_test()
        # The connection itself would try a refused token for ever.
        slack.apps_connections_open(app_token=chosen.slack_app_token)
        app = App(
            client=slack,
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            listener_executor=self._listeners,
            token_verification_enabled=False,
        )
        entrance.open_doors(app, self.office, self._forms)
        self._line = SocketMode(app, chosen.slack_app_token, chosen.slack_api_url, self._doors)
        is_open = self._line.open(stop)
        self._jobs = jobs.start(self.office)
        return is_open


def slack_client(chosen: Settings) -> WebClient:
    """The client for answers and reads: tries again where Slack asks it to slow down, and only there."""
    return WebClient(
        token=chosen.slack_bot_token,
        base_url=chosen.slack_api_url,
        timeout=10,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)],
    )


def why(error: Exception) -> str:
    """What kept the bot from Slack, in a sentence."""
    if isinstance(error, SlackApiError):
        code = error.response.get("error", "no reason given")
        return f"Slack refused a token of the bot's ({code})."
    return "Slack cannot be reached from here."


def start_log(level: str) -> None:
    """Plain lines on standard error. Slack's packages log what people type, so only their warnings pass."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("g2o").setLevel(level)
    logging.getLogger("g2o.socket").setLevel(logging.WARNING)
    # Bolt warns of environment variables that it finds and is told not to use.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
