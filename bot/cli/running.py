"""The bot at work, the same for `serve`, the demo and the tests: its ways in, its listeners and its clock."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.cli.waiting import until_there
from bot.settings import Settings
from handlers import clock as jobs
from handlers import entrance, http_mode, office, origins
from handlers.delivery import Delivery, Pace
from handlers.health import Health
from handlers.http_mode import HttpMode
from handlers.measures import Measures
from handlers.metrics import Metrics
from handlers.office import Office
from handlers.slack_calls import Calling, LeavingAlone
from handlers.socket_mode import SocketMode
from handlers.website import Page, Website
from storage.database import Database

log = logging.getLogger("g2o")

LISTENERS = 20
MAKERS = 2
TRIES = 2


class AddressTaken(Exception):  # noqa: N818 - a state of the machine, not a mistake in the code
    """Something else answers on HOST and PORT."""


class Running:
    """Leaving it finishes what was begun."""

    def __init__(
        self, chosen: Settings, database: Database, clock: Callable[[], datetime] = office.now
    ) -> None:
        # Pools apart: an acknowledgement never queues behind work, nor a form behind what waits for it, nor
        # either behind documents, few of which are made at once.
        self._doors = ThreadPoolExecutor(LISTENERS, thread_name_prefix="door")
        self._listeners = ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener")
        self._forms = ThreadPoolExecutor(LISTENERS, thread_name_prefix="form")
        self._makers = ThreadPoolExecutor(MAKERS, thread_name_prefix="maker")
        measures = Measures()
        slack, posting = slack_client(chosen, measures), posting_client(chosen, measures)
        self.office = Office(
            database,
            chosen.terms,
            slack,
            clock,
            chosen.team_channel,
            self._makers.submit,
            seal_channel=chosen.seal_channel,
            seal_file=chosen.seal_file,
            measures=measures,
        )
        self._delivery = Delivery(self.office, posting)
        # Beside the scheduler's own, as another process would.
        self._turning = Delivery(self.office, posting_client(chosen, measures))
        self._settings = chosen
        self._pages: dict[tuple[str, str], Page] = {}
        self._site: Website | None = None
        self._line: SocketMode | None = None
        self._jobs: jobs.Clock | None = None
        self._takes_posts = False

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        self._delivery.stop()
        self._turning.stop()
        if self._jobs:
            self._jobs.shutdown()
        if self._line:
            self._line.close()
        if self._site:
            self._site.close()
        for pool in (self._doors, self._listeners, self._forms, self._makers):
            pool.shutdown()

    @property
    def address(self) -> str:
        """Where its health is told, and in HTTP mode Slack posts."""
        return self._site.address if self._site else ""

    def start(self, stop: threading.Event) -> bool:
        """Connects, waiting for Slack where it is away; False where told to stop meanwhile.

        Raises AddressTaken, or SlackApiError where Slack refuses a token.
        """
        self._open_site()
        who = until_there(self._introduce, _is_passing, stop, "Slack cannot be reached from here")
        if who is None:
            return False
        log.info("Slack knows the bot as %s, in workspace %s", who.bot_user_id, who.team_id)
        app = App(
            client=self.office.slack,
            authorize=partial(_authorize, who),
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            listener_executor=self._listeners,
            logger=logging.getLogger("g2o.bolt"),
        )
        entrance.open_doors(app, self.office, origins.ours(who), self._forms)
        is_open = self._open_line(app, stop) if self._settings.is_socket_mode else self._open_page(app)
        if is_open:
            log.info("connected to Slack")
        self._jobs = jobs.start(self.office, self._delivery)
        return is_open

    def turn(self) -> None:
        """Does at once what the clock would do next: for a clock that was put on."""
        jobs.turn(self.office, self._turning)

    def _open_site(self) -> None:
        health = Health(self.office.db, self._is_connected)
        mode = "socket" if self._settings.is_socket_mode else "http"
        self._pages.update(health.pages)
        self._pages.update(Metrics(self.office, mode, self._is_connected).pages)
        try:
            self._site = Website(self._settings.host, self._settings.port, self._pages)
        except OSError as error:
            raise AddressTaken from error
        self._site.start()

    def _introduce(self) -> AuthorizeResult:
        """Asks Slack who the bot is."""
        slack, chosen = self.office.slack, self._settings
        answer = slack.auth_test()
        if chosen.is_socket_mode:
            # The connection itself would try a refused token for ever.
            slack.apps_connections_open(app_token=chosen.slack_app_token)
        return AuthorizeResult.from_auth_test_response(
            bot_token=chosen.slack_bot_token, auth_test_response=answer
        )

    def _open_line(self, app: App, stop: threading.Event) -> bool:
        chosen = self._settings
        self._line = SocketMode(
            app, chosen.slack_app_token, chosen.slack_api_url, self._doors, self.office.measures
        )
        return self._line.open(stop)

    def _open_page(self, app: App) -> bool:
        way_in = HttpMode(app, self._settings.slack_signing_secret, self.office.measures)
        self._pages["POST", http_mode.PATH] = way_in.answer
        self._takes_posts = True
        return True

    def _is_connected(self) -> bool:
        """Whether Slack can deliver, as far as the bot can tell."""
        return self._line.is_alive if self._line else self._takes_posts


def slack_client(chosen: Settings, measures: Measures | None = None) -> WebClient:
    """The client for answers, forms and reads. Tries again what failed: an answer seen twice does no harm."""
    measures = measures or Measures()
    return Calling(
        measures,
        token=chosen.slack_bot_token,
        base_url=chosen.slack_api_url,
        timeout=10,
        retry_handlers=[
            ConnectionErrorRetryHandler(max_retry_count=TRIES),
            LeavingAlone(measures, max_retry_count=TRIES),
            ServerErrorRetryHandler(max_retry_count=TRIES),
        ],
    )


def posting_client(chosen: Settings, measures: Measures | None = None) -> WebClient:
    """The client for letters. It never tries again: a post whose answer was lost may have arrived."""
    return Calling(
        measures or Measures(),
        token=chosen.slack_bot_token,
        base_url=chosen.slack_api_url,
        timeout=int(Pace().answer),
        retry_handlers=[],
    )


def why(error: Exception) -> str:
    """What kept the bot from Slack, in a sentence."""
    if isinstance(error, SlackApiError) and not _is_passing(error):
        code = error.response.get("error", "no reason given")
        return f"Slack refused a token of the bot's ({code})."
    return "Slack cannot be reached from here."


def _is_passing(error: BaseException) -> bool:
    """Whether it may be well again without anybody mending the settings."""
    if isinstance(error, SlackApiError):
        status = getattr(error.response, "status_code", 0)
        return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
    return isinstance(error, OSError | SlackClientError)


def _authorize(who: AuthorizeResult, **_: Any) -> AuthorizeResult:
    """One workspace, one bot: Slack need not be asked again at each delivery, when it may be away."""
    return who
