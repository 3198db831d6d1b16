"""Telling people of what somebody else did: not at once, but in their next letter."""

from sqlalchemy.orm import Session

from bot import free_text
from bot.visit import Visit
from storage import notices as stored
from storage.models import Action, Audit, Extension, Notice, Person
from storage.words import Door, Told


def tell(
    session: Session,
    visit: Visit,
    told: Told,
    person: Person | None,
    *,
    action: Action | None = None,
    audit: Audit | None = None,
    extension: Extension | None = None,
    note: str | None = None,
) -> None:
    """Puts it in the person's next letter, in the transaction of what it tells of.

    Nobody is told of what they did themselves, nor of what an import brought: a file may hold years.
    """
    if person is None or person.id == visit.actor.person_id or visit.door is Door.IMPORT:
        return
    about = action or audit or extension
    if about is None:
        raise ValueError("a notice is about something")
    free_text.require_safe(session, Notice, {"note": note})
    stored.put(
        session,
        [
            {
                "key": f"{told}:{about.__tablename__}:{about.id}:{person.id}:{visit.at.isoformat()}",
                "person_id": person.id,
                "told": told,
                "action_id": action.id if action else None,
                "audit_id": audit.id if audit else None,
                "extension_id": extension.id if extension else None,
                "note": note,
                "made_on": visit.today,
            }
        ],
    )
