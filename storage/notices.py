"""What people are to be told of, and what they were told already."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage import actions
from storage.models import Action, Notice
from storage.words import Told


def put(session: Session, notices: Sequence[dict[str, object]]) -> None:
    """Notes what is to be told; what was noted before stays as it is."""
    if not notices:
        return
    kind = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # "INSERT OR IGNORE" would pass over every other fault of a row as well.
    statement = kind(Notice.__table__).on_conflict_do_nothing(index_elements=["key"])  # type: ignore[arg-type]
    session.connection().execute(statement, [{**_BLANK, **notice} for notice in notices])


def waiting(session: Session) -> Sequence[Notice]:
    """What is in no letter yet, the oldest first."""
    return session.scalars(sa.select(Notice).where(Notice.letter_id.is_(None)).order_by(Notice.id)).all()


def of_letter(session: Session, letter_id: int) -> Sequence[Notice]:
    """What the letter tells of."""
    return session.scalars(sa.select(Notice).where(Notice.letter_id == letter_id).order_by(Notice.id)).all()


def reckoned(session: Session, action_ids: Collection[int]) -> Sequence[Notice]:
    """What was told of these actions that their reminders are reckoned from, whoever owned them then."""
    kinds = (Told.PICKED, Told.AGREED, Told.ANSWERED, Told.TAKEN_OVER)
    return session.scalars(
        sa.select(Notice).where(
            Notice.action_id.in_(action_ids), sa.or_(Notice.rung.is_not(None), Notice.told.in_(kinds))
        )
    ).all()


def words_of(session: Session, action_ids: Collection[int], told: Told) -> dict[int, str]:
    """What somebody last wrote of these actions as that was told, by the action's id."""
    found = session.execute(
        sa.select(Notice.action_id, Notice.note)
        .where(Notice.action_id.in_(action_ids), Notice.told == told)
        .order_by(Notice.id)
    )
    return {action_id: note for action_id, note in found if action_id and note}


def put_in(session: Session, letters: Mapping[int, int]) -> None:
    """Puts what waits into letters: from the id of each notice to that of its letter."""
    rows = [{"notice": notice_id, "letter": letter_id} for notice_id, letter_id in letters.items()]
    if rows:
        session.connection().execute(_PUT_IN, rows)


def forget_stale_rungs(session: Session, today: date) -> None:
    """Rungs of an earlier day that got into no letter are reckoned anew, as a later one may be reached."""
    stale = sa.and_(Notice.letter_id.is_(None), Notice.rung.is_not(None), Notice.made_on < today)
    ids = session.scalars(sa.select(Notice.action_id).where(stale)).all()
    if ids:
        actions.look_again(session, Action.id.in_(ids))
        session.execute(sa.delete(Notice).where(stale))


# What many rows are stored by at once names every column.
_BLANK = {column.name: None for column in Notice.__table__.columns if column.nullable}
_PUT_IN = (
    sa.update(Notice).where(Notice.id == sa.bindparam("notice")).values(letter_id=sa.bindparam("letter"))
)
