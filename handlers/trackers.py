"""An action tracker that was filled in and dropped to the bot: what changed in it, and carrying that out."""

from bot import bringing_in, tracker
from bot.errors import Refusal
from handlers import carried, dropped_files
from handlers.blocks import trackers as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office

MOST_CHANGES = 500
TOO_MANY = (
    f"More than {MOST_CHANGES:,} rows changed in this tracker, and nobody could store anything while I "
    "carried them out. An administrator can do it after hours, where the bot runs."
)


def tried(office: Office, call: Call, file_id: str, content: bytes) -> Message:
    """What changed, and what of it could be carried out; nothing is stored. Raises NotAllowed or Refusal."""
    with office.db.begin() as session:
        visit = call.visit(office, session)
        changes = tracker.read(session, visit, content)
        if len(changes.edits) > MOST_CHANGES:
            raise Refusal(TOO_MANY)
        applied = tracker.apply(session, visit, changes, skip_bad=True)
        session.rollback()
    return blocks.tried(changes, applied, f"{file_id} {dropped_files.digest_of(content)}")


def carry_out(office: Office, call: Call) -> Message:
    """The button under what changed. Raises NotAllowed or Refusal."""
    file_id, digest, which = carried.parts(call.text, 3)
    with office.db.reading() as session:
        bringing_in.require(session, call.visit(office, session))
    content = dropped_files.same_content_of(office, call, file_id, digest)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        changes = tracker.read(session, visit, content)
        applied = tracker.apply(session, visit, changes, skip_bad=which == "rest")
    return blocks.carried_out(changes, applied).in_place()
