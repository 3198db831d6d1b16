"""Which of Slack's events were taken in already."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import InboxEvent


def take_in(session: Session, event_id: str, at: datetime) -> bool:
    """Notes the event; False where it was noted before."""
    if session.get(InboxEvent, event_id) is not None:
        return False
    session.add(InboxEvent(event_id=event_id, received_at=at))
    return True


def forget_before(session: Session, at: datetime) -> int:
    """Forgets what was received earlier; gives how many rows that were."""
    gone = session.connection().execute(sa.delete(InboxEvent).where(InboxEvent.received_at < at))
    return gone.rowcount
