"""What the bot takes back: documents, letters and Homes after the days that are set, and files that failed.

Letters and Homes tell of cases, and a file is a copy outside the record. The digest in a channel has totals
alone and stays. Every other answer is ephemeral, or a form: Slack keeps none of them.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from slack_sdk.errors import SlackApiError

from bot import sent_files
from bot.documents import Paper
from bot.visit import Moment
from handlers.blocks import documents as blocks
from handlers.blocks import home as home_blocks
from handlers.office import Office
from handlers.outcomes import UNANSWERED, Ending, outcome_of
from storage import letters, people
from storage import sent_files as stored
from storage.models import SentFile

log = logging.getLogger("g2o")

# What Slack says of a file or a message that is not there any more.
GONE = frozenset({"file_not_found", "file_deleted", "message_not_found", "channel_not_found"})
# What stands in a Home that nobody has opened for long, until it is opened.
CLEARED = "Your list was cleared, so that nothing stays in Slack for long. Open this page again to see it."
_LATER = (Ending.LATER, Ending.WHEN_MENDED, Ending.UNKNOWN)


class _NotNow(Exception):  # noqa: N818 - a state of Slack's, not a mistake in the code
    """Slack takes nothing back just now."""


@dataclass(frozen=True)
class There:
    """Where a document, or the message that tells of one, is in Slack; empty what there is not yet."""

    channel: str
    ts: str
    file_id: str

    @classmethod
    def of(cls, sent: SentFile) -> "There":
        return cls(sent.channel or "", sent.ts or "", sent.file_id or "")


def take_back(office: Office) -> None:
    """A turn's worth of what is due. Where Slack is away, or has had enough, the next turn goes on."""
    moment = Moment(office.clock(), office.terms)
    try:
        _end_lost(office, moment)
        _take_documents_back(office, moment)
        _take_letters_back(office, moment)
        _clear_homes(office, moment)
    except _NotNow:
        log.warning("what is due to be taken back waits for the next turn: Slack takes nothing back just now")


def give_up(office: Office, sent_id: int, there: There, sentence: str) -> None:
    """Takes back what there is of it and tells the person. What cannot be done now, the clock does."""
    try:
        _tell_and_forget(office, sent_id, there, sentence)
    except _NotNow:
        log.warning("a document that was not sent is cleared away later: Slack is out of reach")


def _end_lost(office: Office, moment: Moment) -> None:
    with office.db.reading() as session:
        lost = [
            (sent.id, There.of(sent), sent.person.slack_id, sent.paper)
            for sent in sent_files.lost(session, moment)
        ]
    for sent_id, there, slack_id, paper in lost:
        named = blocks.NAMED[Paper(paper)] if paper in list(Paper) else blocks.CASE_FILE
        if not there.channel and slack_id:
            _tell(office, slack_id, blocks.LOST.format(named=named))
        _tell_and_forget(office, sent_id, there, blocks.LOST.format(named=named))


def _tell(office: Office, channel: str, sentence: str) -> None:
    _done(lambda: office.slack.chat_postMessage(channel=channel, text=sentence))


def _tell_and_forget(office: Office, sent_id: int, there: There, sentence: str) -> None:
    slack = office.slack
    if there.file_id:
        _done(lambda: slack.files_delete(file=there.file_id))
    if there.ts:
        _done(lambda: slack.chat_update(channel=there.channel, ts=there.ts, text=sentence))
    elif there.channel:
        _tell(office, there.channel, sentence)
    with office.db.begin() as session:
        stored.forget(session, sent_id)


def _take_documents_back(office: Office, moment: Moment) -> None:
    with office.db.reading() as session:
        due = [(sent.id, There.of(sent)) for sent in sent_files.due_back(session, moment)]
    for sent_id, there in due:
        _delete_file(office, there)
        _delete_message(office, there.channel, there.ts)
        with office.db.begin() as session:
            stored.note(session, sent_id, taken_back_at=moment.at)


def _take_letters_back(office: Office, moment: Moment) -> None:
    with office.db.reading() as session:
        due = [(one.id, one.channel, one.ts) for one in sent_files.letters_due_back(session, moment)]
    for letter_id, channel, ts in due:
        if channel and ts:
            _delete_message(office, channel, ts)
        with office.db.begin() as session:
            letters.take_back(session, letter_id, moment.at)


def _clear_homes(office: Office, moment: Moment) -> None:
    """What stands in Home stays in Slack until it is drawn again, for whoever never opens it for ever."""
    with office.db.reading() as session:
        due = sent_files.homes_due_back(session, moment)
    for slack_id in due:
        cleared = {"type": "home", "blocks": list(home_blocks.sentence(CLEARED))}
        _done(partial(office.slack.views_publish, user_id=slack_id, view=cleared))
        with office.db.begin() as session:
            people.note_home_cleared(session, slack_id)


def _delete_file(office: Office, there: There) -> None:
    _done(lambda: office.slack.files_delete(file=there.file_id))


def _delete_message(office: Office, channel: str, ts: str) -> None:
    _done(lambda: office.slack.chat_delete(channel=channel, ts=ts))


def _done(call: Callable[[], object]) -> None:
    """Has Slack do it; what is gone already is as good. Raises _NotNow where it may be done later.

    What Slack never will do is told in the log, and not tried for ever.
    """
    try:
        call()
    except UNANSWERED as error:
        outcome = outcome_of(error, was_posting=False)
        if outcome.ending in _LATER:
            raise _NotNow from error
        word = error.response.get("error") if isinstance(error, SlackApiError) else outcome.reason
        if word not in GONE:
            log.warning("something could not be taken back: %s", word)
