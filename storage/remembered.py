"""What the bot keeps for itself, by name."""

from sqlalchemy.orm import Session

from storage.models import Remembered


def get(session: Session, name: str) -> str | None:
    """The words kept under the name."""
    kept = session.get(Remembered, name)
    return kept.words if kept else None


def keep(session: Session, name: str, words: str) -> None:
    """Keeps the words under the name, in the place of what was there."""
    session.merge(Remembered(name=name, words=words))
