"""What the doctor finds on this machine: files, room, days, the port, backups."""

import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bot.cli import common
from bot.cli.backups import PATTERN
from bot.cli.findings import Finding, note
from bot.errors import Refusal
from bot.rules import dates
from bot.rules.ladder import Audience
from bot.rules.wording import many
from bot.settings import Settings, Terms

ENV = Path(".env")
LEAST_ROOM = 500_000_000
LEAST_KNOWN = timedelta(days=180)
MOST_KEPT_DAYS = 90
OLDEST_BACKUP = timedelta(hours=36)


def look(chosen: Settings) -> Iterator[Finding]:
    """In the order in which somebody would mend it."""
    now = datetime.now(UTC)
    yield from _env_file()
    yield from days(chosen.terms, now.astimezone(chosen.terms.zone).date())
    yield from _template(chosen.terms.template)
    yield _port(chosen.host, chosen.port)
    yield from _room(chosen)
    yield from _backups(chosen, now)


def _env_file() -> Iterator[Finding]:
    if ENV.exists() and ENV.stat().st_mode & 0o077:
        yield Finding(
            ".env: other users of this machine can read the tokens", f"Run: chmod 600 {ENV.resolve()}"
        )


def days(terms: Terms, today: date) -> Iterator[Finding]:
    """The calendar, the ladder, and how long messages stay."""
    known = terms.calendar.known_until()
    found = f"Days: {terms.zone.key}; bank holidays are sure until {dates.in_words(known)}"
    if known - today < LEAST_KNOWN:
        yield note(found, "Install the newest version of this bot, which knows more of them.")
    else:
        yield Finding(found)
    if {rung.tells for rung in terms.ladder.rungs} == {Audience.OWNER}:
        yield note("LADDER: it tells owners alone, and nobody else of what stays undone")
    if terms.keep_days > MOST_KEPT_DAYS:
        mend = "Set KEEP_MESSAGES_DAYS to what the council's retention of messages says."
        yield note(f"Messages: what tells of cases stays in Slack for {terms.keep_days} days", mend)


def _template(file: Path | None) -> Iterator[Finding]:
    from bot.reports import word

    if file is None:
        return
    try:
        word.require_fit(file)
    except Refusal as refusal:
        yield Finding(f"WORD_TEMPLATE: {refusal.message}", "Choose another file, or leave it empty.")
    else:
        yield Finding("WORD_TEMPLATE: it can be read and has every style")


def _port(host: str, port: int) -> Finding:
    if port == 0:
        return Finding("Port: a free one is taken at each start (PORT=0)")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except OSError:
        if _is_bot(host, port):
            return Finding(f"Port: a bot is at work on {host}:{port}")
        found = f"Port: {host}:{port} is taken by something else, or not of this machine"
        return Finding(found, "Choose another PORT, or set HOST right.")
    return Finding(f"Port: {host}:{port} is free")


def _is_bot(host: str, port: int) -> bool:
    try:
        with urlopen(f"http://{host}:{port}/healthz", timeout=3) as answer:
            return bool(answer.read(10) == b"alive\n")
    except (URLError, OSError, ValueError):
        return False


def _room(chosen: Settings) -> Iterator[Finding]:
    file = common.file_of(chosen.database_url)
    places = {"the record": (file, file.parent) if file else None, "backups": (file, chosen.backups)}
    for what, place in places.items():
        if place is None or place[1] is None or not place[1].is_dir():
            continue
        size = place[0].stat().st_size if place[0] and place[0].exists() else 0
        free = shutil.disk_usage(place[1]).free
        # A restore, a sweep and an upgrade take the room of a second file for a moment.
        if free < max(LEAST_ROOM, 2 * size):
            yield Finding(f"Room for {what}: {free / 1e6:,.0f} MB are free", "Make room on its disk.")
        else:
            yield Finding(f"Room for {what}: {free / 1e9:,.1f} GB are free")


def _backups(chosen: Settings, now: datetime) -> Iterator[Finding]:
    folder = chosen.backups
    if folder is None:
        yield note(
            "Backups: where they are is not known", "Set BACKUPS to their folder: see docs/running.md."
        )
        return
    if not folder.is_dir():
        yield Finding(f"Backups: there is no folder {folder}", f"Run: install -d -m 700 {folder}")
        return
    if folder.stat().st_mode & 0o077:
        yield Finding(
            "Backups: other users of this machine can see into the folder", f"Run: chmod 700 {folder}"
        )
    file = common.file_of(chosen.database_url)
    if file is not None and not file.exists():
        return  # there is nothing yet to be backed up
    newest = max((file.stat().st_mtime for file in folder.glob(PATTERN)), default=None)
    if newest is None:
        yield Finding(f"Backups: there is none in {folder}", "Run: python -m bot db backup")
        return
    age = now - datetime.fromtimestamp(newest, UTC)
    found = f"Backups: the newest is {many(int(age.total_seconds() // 3600), 'hour')} old"
    mend = "See why the nightly one is not made; by hand: python -m bot db backup"
    yield Finding(found, mend if age > OLDEST_BACKUP else "")
    if file is not None and file.stat().st_dev == folder.stat().st_dev:
        yield note("Backups: on the same disk as the record", "Copy them to another machine, too.")
