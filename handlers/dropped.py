"""Files that people drop into their direct message with the bot: tried, and brought in on a click.

What a file is called counts for nothing, and nothing of what it holds is logged.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot import bringing_in
from bot.errors import Refusal
from bot.intake import Kind, files, guessing
from handlers import refusals, slack_files
from handlers.blocks import dropped as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office

MOST_BYTES = 20_000_000
LARGE_BYTES = 300_000  # more takes longer than one waits without a word

MOST_ROWS = 3_000  # nobody else's changes are stored while they are tried: some ten seconds

TOO_MANY_ROWS = (
    f"The file has more than {MOST_ROWS:,} rows, and nobody could store anything while I tried them. An "
    "administrator can bring it in after hours, where the bot runs."
)
NOT_THERE = "That file is not there any more. Please drop it again."
NOT_GOT = "I could not get the file from Slack just now. Please try again in a minute."
MAY_NOT_READ = (
    "I may not read files in this workspace yet. An administrator can allow it: the app needs the scope "
    "files:read."
)
OUTSIDE_SLACK = "That file is kept outside Slack, so I cannot read it. Please drop the file itself."
NOT_YOURS = "Somebody else dropped that file, so it is theirs to bring in."
CHANGED = "The file is not the one that I told you of. Please drop it again, and I will look at it anew."


@dataclass(frozen=True)
class Dropped:
    """A file that was looked at: Slack's id for it, what it was taken for, and a digest of what it held."""

    file_id: str
    kind: Kind
    digest: str

    def __str__(self) -> str:
        """As a button carries it."""
        return f"{self.file_id} {self.kind.value} {self.digest}"

    @classmethod
    def read(cls, text: str) -> tuple["Dropped", bool]:
        """What a button carried; and whether the rows that are wrong are to be left out."""
        file_id, kind, digest, which = text.split()
        return cls(file_id, Kind(kind), digest), which == "rest"


def look(office: Office, call: Call, given: Sequence[Any]) -> Message:
    """Says what the file would do. Raises NotAllowed or Refusal."""
    with office.db.reading() as session:
        bringing_in.require(session, call.visit(office, session))
    if len(given) != 1:
        raise Refusal(blocks.ONE_AT_A_TIME)
    file_id = str(given[0]["id"])
    return _tried(office, call, file_id, _content(office, call, file_id))


def bring_in(office: Office, call: Call) -> Message:
    """The button under what the file would do. Raises NotAllowed or Refusal."""
    dropped, skips_bad = Dropped.read(call.text)
    with office.db.reading() as session:
        bringing_in.require(session, call.visit(office, session), dropped.kind)
    content = _content(office, call, dropped.file_id)
    if _digest(content) != dropped.digest:
        raise Refusal(CHANGED)
    sheet = files.read(content, dropped.kind)
    if len(content) > LARGE_BYTES:
        call.answers.show(Message.plain(blocks.BRINGING_IN))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        report = bringing_in.bring_in(session, visit, dropped.kind, sheet.rows, skip_bad=skips_bad)
    return blocks.brought_in(report).in_place()


def leave(office: Office, call: Call) -> Message:  # noqa: ARG001 - as every button's
    return Message.plain(blocks.LEFT).in_place()


def _tried(office: Office, call: Call, file_id: str, content: bytes) -> Message:
    """What the file is taken for, and would do. Other forms of files are told apart here."""
    kind = guessing.kind_of(content)
    sheet = files.read(content, kind)
    if len(sheet.rows) > MOST_ROWS:
        raise Refusal(TOO_MANY_ROWS)
    if len(content) > LARGE_BYTES:
        call.answers.show(blocks.trying(len(sheet.rows)))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        report = bringing_in.bring_in(session, visit, kind, sheet.rows, skip_bad=True)
        session.rollback()
    return blocks.tried(report, str(Dropped(file_id, kind, _digest(content))))


def _content(office: Office, call: Call, file_id: str) -> bytes:
    """The bytes of a file that the person themselves dropped. Raises Refusal."""
    try:
        facts: dict[str, Any] = office.slack.files_info(file=file_id)["file"]
        _require_readable(facts, call)
        if facts["size"] > LARGE_BYTES:
            call.answers.show(Message.plain(blocks.READING))
        return slack_files.fetch(office.slack, str(facts["url_private_download"]), MOST_BYTES)
    except SlackApiError as error:
        raise Refusal(_why(str(error.response.get("error")))) from None
    except (SlackClientError, OSError) as error:
        refusals.logged(error)
        raise Refusal(NOT_GOT) from None


def _require_readable(facts: dict[str, Any], call: Call) -> None:
    if facts.get("user") != call.slack_id:
        raise Refusal(NOT_YOURS)
    if facts.get("is_external") or not facts.get("url_private_download"):
        raise Refusal(OUTSIDE_SLACK)
    if facts["size"] > MOST_BYTES:
        raise Refusal(slack_files.too_long(MOST_BYTES))


def _why(word: str) -> str:
    if word in ("file_not_found", "file_deleted"):
        return NOT_THERE
    return MAY_NOT_READ if word == "missing_scope" else NOT_GOT


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
