"""What of the digest is counted by date and by round; all else is counted as every other figure is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import figures, rounds
from storage.figures import Actions, Within
from storage.models import Action, Round


@dataclass(frozen=True)
class LateCount:
    """Unfinished actions of one first date; of these, how many are late against the date agreed now, too."""

    first_due_on: date
    actions: int
    late_now: int


@dataclass(frozen=True)
class RoundCount:
    """How many audits a round holds."""

    round: Round
    audits: int


def late(session: Session, within: Within) -> Sequence[LateCount]:
    """What is late against the first date agreed, by that date."""
    is_late_now = sa.case((Action.due_on < within.today, 1), else_=0)
    columns = sa.select(Action.first_due_on, sa.func.count(), sa.func.sum(is_late_now)).select_from(Action)
    query = figures.among_actions(columns, Actions.LATE, within).group_by(Action.first_due_on)
    return [LateCount(*row) for row in session.execute(query)]


def of_rounds(session: Session, day: date) -> Sequence[RoundCount]:
    """The rounds that run on the day, the latest to start first, with how many audits they hold."""
    running = sa.select(Round, rounds.AUDITS).where(rounds.running_on(day))
    latest_first = running.order_by(Round.starts_on.desc(), Round.id.desc())
    return [RoundCount(*row) for row in session.execute(latest_first)]
