"""What `check` says of the journal's seals: whether any are made, and when the last was."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import letters
from bot.rules import dates
from bot.rules.seals import read
from bot.settings import Settings
from storage import seal_file
from storage.database import Database

# A bot that was off for a weekend has made none meanwhile.
LONG_AGO = timedelta(days=letters.DAYS_WITHOUT_SEAL)
NONE = (
    "Seals: none are made, so whoever holds the database could rewrite the journal (SEAL_FILE, SEAL_CHANNEL)"
)
FIRST = "none yet; the bot makes one a day while it is at work"


def findings(chosen: Settings, database: Database) -> Iterator[tuple[str, str]]:
    """What was found, and what to do about it where that is not well."""
    if not chosen.seal_channel and chosen.seal_file is None:
        yield NONE, ""
    now = datetime.now(UTC)
    if chosen.seal_file is not None:
        yield _in_file(chosen.seal_file, now, chosen.terms.zone)
    if chosen.seal_channel:
        yield _in_channel(chosen, database, now)


def _in_file(file: Path, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    try:
        made = [seal for seal in read(seal_file.read(file)) if seal.at]
    except FileNotFoundError:
        is_reached = file.parent.is_dir()
        mend = "" if is_reached else "Mount the share, or set SEAL_FILE to a file in a folder that is there."
        return f"Seals in {file}: {FIRST if is_reached else 'its folder is not there'}", mend
    except OSError as error:
        return (
            f"Seals in {file}: {error.strerror}",
            "Let this bot's user read and write it, or mount its share.",
        )
    if not made or made[-1].at is None:
        return f"Seals in {file}: {FIRST}", ""
    what = f"Seals in {file}: the last is of {_day(made[-1].at, zone)}, for row {made[-1].number:,}"
    return what, _mend(made[-1].at, now)


def _in_channel(chosen: Settings, database: Database, now: datetime) -> tuple[str, str]:
    if not chosen.terms.sends_letters:
        return "Seals in the channel: none while letters are off (LETTERS)", ""
    with database.reading() as session:
        last = letters.last_seal(session, now.astimezone(chosen.terms.zone).date())
    if last is None or last.sent_at is None:
        return f"Seals in the channel: {FIRST}", ""
    what = f"Seals in the channel: the last is of {_day(last.sent_at, chosen.terms.zone)}"
    return what, _mend(last.sent_at, now)


def _mend(at: datetime, now: datetime) -> str:
    is_long_ago = now - at > LONG_AGO
    return (
        "See that the bot runs, and what its log says of seals; then: python -m bot letters"
        if is_long_ago
        else ""
    )


def _day(at: datetime, zone: ZoneInfo) -> str:
    return dates.in_words(at.astimezone(zone).date())
