"""Telling people of what somebody else did: not at once, but in their next letter."""

import logging
from enum import StrEnum, auto

from sqlalchemy.orm import Session

from bot import free_text, recipients
from bot.visit import Moment, Visit
from storage import notices as stored
from storage.models import Action, Audit, Extension, Notice, Person
from storage.words import Door, Told

log = logging.getLogger("g2o")


class News(StrEnum):
    """What an administrator is told of somebody in the list of people; a notice keeps the word."""

    SWITCHED_OFF = auto()  # their Slack account is switched off, so they are noted as having left
    GUEST = auto()  # they are a guest in Slack now, so likewise
    ELSEWHERE = auto()  # their account is another workspace's, so likewise
    REACTIVATED = auto()  # their account is well again, and nobody has said that they are back
    LAST_ADMINISTRATOR = auto()  # one of the first three, of the last administrator, who stays
    OWN_ROLE = auto()  # the only administrator gave themselves a role


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


def tell_of_somebody(session: Session, moment: Moment, about: Person, news: News) -> None:
    """Lets an administrator know, in their next letter; where there is no other one, somebody in quality."""
    but = frozenset({about.id})
    reader = recipients.administrator(session, but=about.id) or recipients.in_quality(
        session, moment.today, but=but
    )
    if reader is None:
        log.warning("there is nobody in Slack to tell of person %s (%s)", about.id, news)
        return
    stored.put(
        session,
        [
            {
                "key": f"{Told.TROUBLE}:people:{about.id}:{news}:{moment.at.isoformat()}",
                "person_id": reader.id,
                "told": Told.TROUBLE,
                "owner_id": about.id,
                "note": news,
                "made_on": moment.today,
            }
        ],
    )
