"""All that is held on one case: read whole for its file, and taken out of the record whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from storage.models import (
    Action,
    Audit,
    Base,
    Case,
    Challenge,
    Check,
    Draw,
    Ending,
    Extension,
    Finding,
    FollowUp,
    Hold,
    Item,
    JournalEntry,
    JournalValues,
    Letter,
    Meeting,
    Notice,
    Pick,
    Recommendation,
    Review,
)

Row = TypeVar("Row", bound=Base)

# What hangs on a case, each after what it hangs on.
HELD: tuple[type[Base], ...] = (
    Case,
    Hold,
    Pick,
    Audit,
    FollowUp,
    Finding,
    Challenge,
    Recommendation,
    Action,
    Extension,
    Check,
    Ending,
    Item,
    Review,
    Notice,
)


# A case by its id, or those that a query finds.
Cases = int | sa.Select[int]


def _is_one(column: InstrumentedAttribute[Any], cases: Cases) -> sa.ColumnElement[bool]:
    return column == cases if isinstance(cases, int) else column.in_(cases)


def tells_of(cases: Cases) -> sa.ColumnElement[bool]:
    """Holds for the notices that tell of the cases, in a query over Notice."""
    return _conditions(cases)[Notice]


def _conditions(cases: Cases) -> Mapping[type[Base], sa.ColumnElement[bool]]:
    """Which rows of each table are of the case."""
    is_its_audit, is_its_recommendation = (
        _is_one(Audit.case_id, cases),
        _is_one(Recommendation.case_id, cases),
    )
    audits = sa.select(Audit.id).where(is_its_audit)
    recommendations = sa.select(Recommendation.id).where(is_its_recommendation)
    is_its_action = sa.or_(
        _is_one(Action.case_id, cases),
        sa.and_(Action.case_id.is_(None), Action.recommendation_id.in_(recommendations)),
    )
    actions = sa.select(Action.id).where(is_its_action)
    extensions = sa.select(Extension.id).where(Extension.action_id.in_(actions))
    return {
        Case: _is_one(Case.id, cases),
        Hold: _is_one(Hold.case_id, cases),
        Pick: _is_one(Pick.case_id, cases),
        Audit: is_its_audit,
        FollowUp: sa.or_(FollowUp.audit_id.in_(audits), FollowUp.first_id.in_(audits)),
        Finding: Finding.audit_id.in_(audits),
        Challenge: Challenge.audit_id.in_(audits),
        Recommendation: is_its_recommendation,
        Action: is_its_action,
        Extension: Extension.action_id.in_(actions),
        Check: Check.action_id.in_(actions),
        Ending: Ending.action_id.in_(actions),
        Item: sa.or_(
            Item.action_id.in_(actions),
            Item.audit_id.in_(audits),
            Item.recommendation_id.in_(recommendations),
        ),
        Review: Review.finding_id.in_(sa.select(Finding.id).where(Finding.audit_id.in_(audits))),
        Notice: sa.or_(
            Notice.action_id.in_(actions),
            Notice.audit_id.in_(audits),
            Notice.extension_id.in_(extensions),
        ),
    }


def rows(session: Session, case_id: int) -> dict[type[Base], Sequence[Base]]:
    """Every row that is held on the case, in the order in which each was stored."""
    return {kind: rows_of(session, kind, case_id) for kind in HELD}


def rows_of(session: Session, kind: type[Row], case_id: int) -> Sequence[Row]:
    """Those of one table."""
    of_case = _conditions(case_id)[kind]
    return session.scalars(sa.select(kind).where(of_case).order_by(*_key(kind))).all()


def counts(session: Session, case_id: int) -> dict[str, int]:
    """How many rows of each table are held on the case, those of the journal's values included."""
    conditions = _conditions(case_id)
    counted = {
        kind.__tablename__: _count(session, sa.select(*_key(kind)).where(conditions[kind])) for kind in HELD
    }
    return {**counted, JournalValues.__tablename__: _count(session, _values_of(case_id))}


def _count(session: Session, query: sa.Select[Any]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def _key(kind: type[Base]) -> tuple[sa.Column[Any], ...]:
    return tuple(kind.__table__.primary_key)  # type: ignore[arg-type]  # declared as any selectable


def row(session: Session, table: str, row_id: int) -> Base | None:
    """What a row of the case points to in another table, by its name."""
    return session.get(_KINDS[table], row_id)


_KINDS: Mapping[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
}


@dataclass(frozen=True)
class Written:
    """A letter that told of the case, and of how many things of it."""

    letter: Letter
    notices: int


def letters(session: Session, case_id: int, *, keep_back: bool = False) -> Sequence[Written]:
    """The letters that tell of the case, wherever they have got to, with their readers; the first first.

    With `keep_back` no worker takes one up until the transaction has ended.
    """
    of_case = _conditions(case_id)[Notice]
    told = sa.select(Notice.letter_id, sa.func.count()).where(of_case, Notice.letter_id.is_not(None))
    notices = dict(session.execute(told.group_by(Notice.letter_id)).all())
    found = sa.select(Letter).where(Letter.id.in_(notices)).options(joinedload(Letter.person))
    if keep_back:
        found = found.with_for_update(of=Letter)
    return [Written(one, notices[one.id]) for one in session.scalars(found.order_by(Letter.id))]


@dataclass(frozen=True)
class Entry:
    """A row of the journal with the values before and after, as they are written there."""

    entry: JournalEntry
    before: str | None
    after: str | None


def journal(session: Session, case_id: int) -> Sequence[Entry]:
    """The journal's rows about the case and what is held on it, also on what was taken back since."""
    query = (
        sa.select(JournalEntry, JournalValues.before, JournalValues.after)
        .join(JournalValues, JournalValues.number == JournalEntry.number)
        .where(JournalEntry.number.in_(_values_of(case_id)))
        .order_by(JournalEntry.number)
    )
    return [Entry(*row) for row in session.execute(query)]


def _values_of(case_id: int) -> sa.Select[int]:
    """The numbers of the journal's rows whose values are of the case.

    Most were stored with the case. A few could not tell it: they are known by what they are about.
    """
    conditions = _conditions(case_id)
    about = [
        sa.and_(
            JournalEntry.subject == kind.__tablename__,
            JournalEntry.subject_id.in_(sa.select(_key(kind)[0]).where(conditions[kind])),
        )
        for kind in HELD
        if kind not in _GIVEN_OUT_AGAIN
    ]
    return (
        sa.select(JournalValues.number)
        .join(JournalEntry, JournalEntry.number == JournalValues.number)
        .where(
            sa.or_(
                JournalValues.case_id == case_id,
                sa.and_(JournalValues.case_id.is_(None), sa.or_(*about)),
            )
        )
    )


# The id of a purged case may be given to another one, and the journal's row of the purge is about the first.
_GIVEN_OUT_AGAIN = {Case}


def remove(session: Session, case_id: int) -> dict[str, int]:
    """Takes everything out that is held on the case, and gives how many rows of each table.

    The journal's rows stay, so that its chain holds; their values go, and what they were salted with.
    """
    session.flush()
    taken, conditions = counts(session, case_id), _conditions(case_id)
    _change(session, sa.delete(JournalValues).where(JournalValues.number.in_(_values_of(case_id))))
    for statement in _loosening(case_id, conditions):
        _change(session, statement)
    for kind in reversed(HELD):
        _change(session, sa.delete(kind).where(conditions[kind]))
    return taken


def _loosening(case_id: int, conditions: Mapping[type[Base], sa.ColumnElement[bool]]) -> Iterator[sa.Update]:
    """What stays in the record no longer points to, or counts, what goes."""
    picks = sa.select(Pick.id).where(conditions[Pick])
    items = sa.select(Item.id).where(conditions[Item])
    audits = sa.select(Audit.id).where(conditions[Audit])
    recommendations = sa.select(Recommendation.id).where(conditions[Recommendation])
    # A sample says how many fewer were drawn than asked for. Whichever took its place counts for it.
    replacing = aliased(Pick)
    is_replaced = sa.exists().where(replacing.in_place_of_id == Pick.id)
    lost = sa.select(Pick.draw_id).where(
        conditions[Pick], Pick.is_later.is_(False), Pick.in_place_of_id.is_(None), sa.not_(is_replaced)
    )
    yield sa.update(Draw).where(Draw.id.in_(lost)).values(size=Draw.size - 1)
    yield sa.update(Pick).where(Pick.in_place_of_id.in_(picks)).values(in_place_of_id=None)
    yield sa.update(Meeting).where(Meeting.item_id.in_(items)).values(item_id=None)
    yield sa.update(Recommendation).where(Recommendation.audit_id.in_(audits)).values(audit_id=None)
    of_others = (Action.recommendation_id.in_(recommendations), Action.case_id != case_id)
    yield sa.update(Action).where(*of_others).values(recommendation_id=None)


def _change(session: Session, statement: sa.Update | sa.Delete) -> None:
    # What the session has loaded must not outlive its rows.
    session.execute(statement, execution_options={"synchronize_session": "fetch"})
