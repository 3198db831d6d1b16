"""Seals of the journal: posted to a channel as a letter is, and kept in a file outside."""

import errno
import logging
from pathlib import Path

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot import seals
from bot.rules.seals import read
from bot.rules.wording import capital
from bot.visit import Moment
from handlers import channels
from handlers.blocks import seals as blocks
from handlers.blocks.parts import Message
from handlers.office import Office
from storage import seal_file
from storage.models import Letter

log = logging.getLogger("g2o")

MEND = "Choose a private channel of your own, without guests, and invite the bot to it."


def written(session: Session, letter: Letter, moment: Moment) -> Message:
    """The seal as it is to be posted: of the journal at this moment."""
    return blocks.seal(seals.make(session, moment.at), moment.today, letter.key)


def refusal(slack: WebClient, channel: str) -> str | None:
    """Why no seal may be posted there, as the bot could not look for it again; None where one may.

    Raises SlackApiError where Slack refuses or cannot say just now, and OSError where it is out of reach.
    """
    found = channels.unfit(slack, channel)
    return f"{capital(found.why)}. {MEND}" if found else None


def keep_in_file(office: Office) -> None:
    """Adds the day's seal to the file, unless a line of the day is there; says so if that fails for days."""
    if office.seal_file is None:
        return
    moment = Moment(office.clock(), office.terms)
    with office.db.reading() as session:
        if seals.is_kept(session, office.seal_file, moment.today):
            return
        is_new = not seals.was_kept_before(session, office.seal_file)
    try:
        _add(office, office.seal_file, moment, is_new=is_new)
    except BlockingIOError:
        return  # another replica is at it
    except OSError as error:
        _missed(office, moment, error)
        return
    with office.db.begin() as session:
        seals.kept(session, office.seal_file, moment.today)


def _add(office: Office, file: Path, moment: Moment, *, is_new: bool) -> None:
    with seal_file.opened(file, is_new=is_new) as content:
        there = read(content.tail)
        if not is_new and not there:
            raise OSError(errno.ENODATA, "it holds no seal any more")
        if any(seals.is_of(seal, moment) for seal in there):
            return
        with office.db.reading() as session:
            made = seals.make(session, moment.at)
            broken = there and seals.compare(session, there[-1:]).broken
        content.add(made.line)
    if broken:
        log.error("the journal is not what the seal of row %s says", there[-1].number)
        with office.db.begin() as session:
            seals.report_broken(session, moment, there[-1])


def _missed(office: Office, moment: Moment, error: OSError) -> None:
    why = error.strerror or type(error).__name__
    with office.db.begin() as session:
        is_news = seals.missed(session, moment, why)
    if is_news:
        log.warning("the journal's seal of the day could not be kept in the file: %s", why)
