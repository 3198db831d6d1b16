"""Which of Slack's events were taken in already."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.models import InboxEvent


def take_in(session: Session, event_id: str, at: datetime) -> bool:
    """Notes the event; False where it was noted before."""
    try:
        with session.begin_nested():
            session.add(InboxEvent(event_id=event_id, received_at=at))
    except IntegrityError:
        return False
    return True


def forget_before(session: Session, at: datetime) -> int:
    """Forgets what was received earlier; gives how many rows that were."""
    gone = session.connection().execute(sa.delete(InboxEvent).where(InboxEvent.received_at < at))
    return gone.rowcount
