"""What people are to be told of, and what they were told already."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Notice


def put(session: Session, notices: list[dict[str, object]]) -> int:
    """Notes what is to be told; what was noted before stays as it is. Gives how many were new."""
    if not notices:
        return 0
    kind = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # "INSERT OR IGNORE" would pass over every other fault of a row as well.
    statement = kind(Notice.__table__).on_conflict_do_nothing(index_elements=["key"])  # type: ignore[arg-type]
    return sum(session.connection().execute(statement, notice).rowcount for notice in notices)


def waits(session: Session) -> bool:
    """Whether anybody is to be told of anything yet."""
    return session.scalar(sa.select(Notice.id).where(Notice.letter_id.is_(None)).limit(1)) is not None
