"""The settings: environment variables, or lines of a .env file, read once into a frozen value.

`.env.example` explains each variable to the person who installs the bot.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from dotenv import dotenv_values

from bot.rules import hours, ladder
from bot.rules.hours import WeeklyTime
from bot.rules.ladder import Ladder
from bot.rules.workdays import Calendar

Value = TypeVar("Value")

SHORTEST_SECRET = 16
MOST_PORT = 65535
MOST_WITHHELD = 20
_SERVERS = ("postgresql+psycopg", "postgresql", "postgres")

DUTY_SENTENCE = "If a child may be at risk now, phone the duty manager. Do not use this bot."


LADDER = "-5 owner, 0 owner, 2 owner, 5 manager, 10 service_manager"

NO_WAY_IN = (
    "SLACK_APP_TOKEN is missing: it is the token that begins with xapp-, for Socket Mode. "
    "For HTTP mode give SLACK_SIGNING_SECRET in its place"
)


class WrongSettings(Exception):  # noqa: N818 - what the person must mend, not a fault of the code
    """Some variables are missing or wrong; `problems` has a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Terms:
    """What the council has settled on: the values that the verbs decide by.

    `withhold_under`: counts under it are left out of documents, those of 0 excepted; 0 where none is.
    `keep_days`: after so many the bot takes its documents back. `template`: a Word file whose styles
    documents are written in.
    """

    calendar: Calendar
    zone: ZoneInfo
    ladder: Ladder
    sends_letters: bool
    nudge_at: time
    digest_at: WeeklyTime
    due_inadequate: int
    due_case: int
    follow_up_months: int
    admins: tuple[str, ...]
    duty_sentence: str
    plan_name: str
    board_name: str
    meeting_name: str
    marking: str
    withhold_under: int
    keep_days: int
    template: Path | None


@dataclass(frozen=True)
class Settings:
    """Everything that can be set.

    `seal_channel` and `seal_file` are where the journal's seals are kept; `backups` is the folder in which
    they are, where that is told.
    """

    slack_bot_token: str
    slack_app_token: str
    slack_signing_secret: str
    slack_api_url: str
    database_url: str
    backups: Path | None
    team_channel: str
    seal_channel: str
    seal_file: Path | None
    log_level: str
    log_format: str
    host: str
    port: int
    terms: Terms

    @property
    def is_socket_mode(self) -> bool:
        """Whether Slack delivers over a connection that the bot opens; else it posts to the bot's address."""
        return bool(self.slack_app_token)


def read(environment: Mapping[str, str], *, needs_slack: bool) -> Settings:
    """Reads the variables. Raises WrongSettings naming everything that is missing or wrong at once."""
    reader = _Reader(environment)
    place = reader.take("BANK_HOLIDAYS", "GB-ENG", _place)
    closures = reader.take("CLOSURES", "", _dates)
    terms: dict[str, Any] = {
        "zone": reader.take("TIMEZONE", "Europe/London", _zone),
        "sends_letters": reader.take("LETTERS", "on", _switch),
        "nudge_at": reader.take("NUDGE_AT", "09:00", hours.read_time),
        "digest_at": reader.take("DIGEST_AT", "mon 09:30", hours.read_weekly),
        "due_inadequate": reader.take("DUE_INADEQUATE", "5", _count),
        "due_case": reader.take("DUE_CASE", "20", _count),
        "follow_up_months": reader.take("FOLLOW_UP_MONTHS", "3", _count),
        "admins": reader.take("ADMINS", "", _words),
        "duty_sentence": reader.take("DUTY_SENTENCE", DUTY_SENTENCE, str),
        "plan_name": reader.take("PLAN_NAME", "Service Improvement Plan", str),
        "board_name": reader.take("BOARD_NAME", "Service Improvement Board", str),
        "meeting_name": reader.take("MEETING_NAME", "Getting from Good to Outstanding", str),
        "marking": reader.take("MARKING", "OFFICIAL-SENSITIVE", str),
        "withhold_under": reader.take("SMALL_NUMBERS", "off", _fewest),
        "keep_days": reader.take("KEEP_MESSAGES_DAYS", "30", _count),
        "template": reader.take("WORD_TEMPLATE", "", _document),
    }
    wanted: dict[str, Any] = {
        "slack_bot_token": reader.take("SLACK_BOT_TOKEN", "", _token("xoxb-", needed=needs_slack)),
        "slack_app_token": reader.take("SLACK_APP_TOKEN", "", _token("xapp-", needed=False)),
        "slack_signing_secret": reader.take("SLACK_SIGNING_SECRET", "", _secret),
        "slack_api_url": reader.take("SLACK_API_URL", "https://slack.com/api/", _address),
        "database_url": reader.take("DATABASE_URL", "sqlite:///g2o.db", database_address),
        "backups": reader.take("BACKUPS", "", _folder),
        "team_channel": reader.take("TEAM_CHANNEL", "", str),
        "seal_channel": reader.take("SEAL_CHANNEL", "", str),
        "seal_file": reader.take("SEAL_FILE", "", _whole_path),
        "log_level": reader.take("LOG_LEVEL", "INFO", _log_level),
        "log_format": reader.take("LOG_FORMAT", "plain", _log_format),
        "host": reader.take("HOST", "127.0.0.1", str),
        "port": reader.take("PORT", "3000", _port),
    }
    if needs_slack and wanted["slack_app_token"] == wanted["slack_signing_secret"] == "":
        reader.problems.append(NO_WAY_IN)
    reader.problems += _not_apart(wanted)
    rungs = reader.take("LADDER", LADDER, ladder.read)
    if reader.problems:
        raise WrongSettings(reader.problems)
    calendar = Calendar.of(place, closures)
    return Settings(**wanted, terms=Terms(calendar=calendar, ladder=Ladder(rungs, calendar), **terms))


def environment(file: Path = Path(".env")) -> dict[str, str]:
    """The process's environment over the lines of the .env file."""
    lines = {name: value for name, value in dotenv_values(file).items() if value is not None}
    return lines | dict(os.environ)


class _Reader:
    """Takes variables one by one and collects what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def take(self, name: str, default: str, read: Callable[[str], Value]) -> Value:
        text = self._environment.get(name, "").strip() or default
        try:
            return read(text)
        except ValueError as problem:
            self.problems.append(f"{name} {problem}")
            # Nothing is built from this: `read` raises once every variable was looked at.
            return None  # type: ignore[return-value]


def _token(prefix: str, *, needed: bool) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text and not needed:
            return text
        if not text.startswith(prefix):
            state = "is another kind of token" if text else "is missing"
            raise ValueError(f"{state}: it is the token that begins with {prefix}")
        return text

    return read


def _address(text: str) -> str:
    address = urlsplit(text)
    is_here = address.scheme == "http" and address.hostname in {"127.0.0.1", "localhost"}
    if not address.hostname or not (address.scheme == "https" or is_here):
        raise ValueError("is not an https:// address")
    return text if text.endswith("/") else f"{text}/"


def _secret(text: str) -> str:
    if text and (len(text) < SHORTEST_SECRET or text.startswith(("xoxb-", "xapp-"))):
        raise ValueError("is not a signing secret: it stands under Basic Information, App Credentials")
    return text


def database_address(text: str) -> str:
    """The address of a database as SQLAlchemy takes it; that of a server names the driver in use.

    Raises ValueError, which says what is wrong with it.
    """
    kind, _, rest = text.partition("://")
    if kind in _SERVERS and rest.partition("?")[0].partition("/")[2]:
        return _server(f"postgresql+psycopg://{rest}")
    # A database in memory would be lost with the process, and each connection would have its own.
    if kind != "sqlite" or rest in ("", "/", "/:memory:") or not rest.startswith("/"):
        raise ValueError(
            "is not the address of a database, such as sqlite:///g2o.db or "
            "postgresql+psycopg://g2o@server/g2o"
        )
    return text


def _server(address: str) -> str:
    try:
        sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        # The library's own complaint may hold a part of the password.
        raise ValueError(
            "is not the address of a server: the port is a number, and @ : / in a password are written "
            "%40 %3A %2F"
        ) from None
    return address


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_PORT:
        raise ValueError("is not a port: a whole number up to 65535")
    return int(text)


def _log_level(text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("is none of DEBUG, INFO, WARNING, ERROR")
    return text.upper()


def _log_format(text: str) -> str:
    if text.lower() not in {"plain", "json"}:
        raise ValueError("is neither plain nor json")
    return text.lower()


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a time zone, such as Europe/London") from None


def _place(text: str) -> str:
    Calendar.of(text, ())
    return text


def _fewest(text: str) -> int:
    if text.strip().lower() in {"off", "no", "0"}:
        return 0
    fewest = _count(text)
    if not 2 <= fewest <= MOST_WITHHELD:
        raise ValueError(f"give a number from 2 to {MOST_WITHHELD}, such as 5, or off")
    return fewest


def _document(text: str) -> Path | None:
    if not text:
        return None
    file = Path(text)
    if file.suffix.lower() != ".docx" or not file.is_file():
        raise ValueError("give the path of a Word document (.docx) that is there")
    return file


def _whole_path(text: str) -> Path | None:
    if text and not Path(text).is_absolute():
        raise ValueError("give the whole path of a file, such as /mnt/governance/g2o-seals.txt")
    return Path(text) if text else None


def _not_apart(wanted: Mapping[str, Any]) -> Iterator[str]:
    """Why seals would guard nothing: they would be kept by those who keep what they seal."""
    channel, file, database = wanted["seal_channel"], wanted["seal_file"], wanted["database_url"] or ""
    if channel and channel == wanted["team_channel"]:
        yield "SEAL_CHANNEL is the team's own channel: choose one of people who do not keep the record"
    record = database.removeprefix("sqlite:///")
    if file and record != database and Path(record).resolve().parent == file.resolve().parent:
        yield "SEAL_FILE lies beside the record: whoever can change the one can change the other"


def _folder(text: str) -> Path | None:
    return Path(text) if text else None


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 366:
        raise ValueError("is not a whole number from 1 to 366")
    return int(text)


def _switch(text: str) -> bool:
    if text.lower() not in {"on", "off"}:
        raise ValueError("is neither on nor off")
    return text.lower() == "on"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _dates(text: str) -> tuple[date, ...]:
    try:
        return tuple(date.fromisoformat(word) for word in _words(text))
    except ValueError:
        raise ValueError("holds something that is not a date such as 2026-12-29") from None
