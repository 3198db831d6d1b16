"""Files that people drop into their direct message with the bot: tried, and brought in on a click."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot import bringing_in, tracker
from bot.errors import Refusal
from bot.intake import Kind, files, guessing
from handlers import carried, dropped_files, trackers
from handlers.blocks import dropped as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office

MOST_ROWS = 3_000  # nobody else's changes are stored while they are tried: some ten seconds

TOO_MANY_ROWS = (
    f"The file has more than {MOST_ROWS:,} rows, and nobody could store anything while I tried them. An "
    "administrator can bring it in after hours, where the bot runs."
)


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
        file_id, kind, digest, which = carried.parts(text, 4)
        return cls(file_id, carried.word(Kind, kind), digest), which == "rest"


def look(office: Office, call: Call, given: Sequence[Any]) -> Message:
    """Says what the file would do. Raises NotAllowed or Refusal."""
    with office.db.reading() as session:
        bringing_in.require(session, call.visit(office, session))
    if len(given) != 1:
        raise Refusal(blocks.ONE_AT_A_TIME)
    file_id = str(given[0]["id"])
    return _tried(office, call, file_id, dropped_files.content_of(office, call, file_id))


def bring_in(office: Office, call: Call) -> Message:
    """The button under what the file would do. Raises NotAllowed or Refusal."""
    dropped, skips_bad = Dropped.read(call.text)
    with office.db.reading() as session:
        bringing_in.require(session, call.visit(office, session), dropped.kind)
    content = dropped_files.same_content_of(office, call, dropped.file_id, dropped.digest)
    sheet = files.read(content, dropped.kind)
    if len(content) > dropped_files.LARGE_BYTES:
        call.answers.show(Message.plain(blocks.BRINGING_IN))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        report = bringing_in.bring_in(session, visit, dropped.kind, sheet.rows, skip_bad=skips_bad)
    return blocks.brought_in(report).in_place()


def leave(office: Office, call: Call) -> Message:
    with office.db.reading() as session:
        bringing_in.require(session, call.visit(office, session))
    return Message.plain(blocks.LEFT).in_place()


def _tried(office: Office, call: Call, file_id: str, content: bytes) -> Message:
    """What the file is taken for, and would do."""
    if tracker.is_one(content):
        return trackers.tried(office, call, file_id, content)
    kind = guessing.kind_of(content)
    sheet = files.read(content, kind)
    if len(sheet.rows) > MOST_ROWS:
        raise Refusal(TOO_MANY_ROWS)
    if len(content) > dropped_files.LARGE_BYTES:
        call.answers.show(blocks.trying(len(sheet.rows)))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        report = bringing_in.bring_in(session, visit, kind, sheet.rows, skip_bad=True)
        session.rollback()
    return blocks.tried(report, str(Dropped(file_id, kind, dropped_files.digest_of(content))))
