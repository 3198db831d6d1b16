"""A record at random: rounds, audits, findings, actions and checks of some months, as they may fall."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TypeVar

from sqlalchemy.orm import Session

from storage import people as stored_people
from storage.models import (
    Action,
    Activity,
    Audit,
    Base,
    Case,
    Challenge,
    Check,
    Finding,
    FollowUp,
    Recommendation,
    Round,
)
from storage.words import Basis, Cohort, FindingKind, Grade, Impact, Origin, Status
from tests.council import GRACE, HELEN, PRIYA, TOMAS, person_id

TODAY = date(2025, 3, 14)
THEMES = (None, "Supervision", "SUPERVISION", "Case recording")
SPREAD = 120

Row = TypeVar("Row", bound=Base)


class Scatter:
    """Puts a record together; the same seed gives the same one."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session = session
        self.chance = random.Random(seed)  # noqa: S311 - it is the same each time
        self.owners = [person_id(session, one) for one in (TOMAS, PRIYA, GRACE, HELEN)]
        self.cases = self._cases(16)
        self.activities = [
            self._put(Activity(year=2024, kind="Dip sample", done_on=self._day())) for _ in "ab"
        ]

    def fill(self) -> None:
        rounds = [self._round(number) for number in range(4)]
        audits = [self._audit(number, self.chance.choice([None, *rounds])) for number in range(40)]
        for first, second in pairwise(audits):
            if first.case_id == second.case_id and first.audited_on < second.audited_on:
                self._put(FollowUp(audit_id=second.id, first_id=first.id))
        for number in range(30):
            self._finding(self.chance.choice([None, *audits]))
            self._actions(number)

    def _cases(self, many: int) -> Sequence[Case]:
        teams = [None, *(team.id for team in stored_people.teams(self.session))]
        return [
            self._put(
                Case(
                    reference=f"X{number:03}Z",
                    cohort=self.chance.choice(list(Cohort)),
                    team_id=self.chance.choice(teams),
                    opened_on=self.chance.choice([None, self._day(400)]),
                    closed_on=self.chance.choice([None, None, None, self._day()]),
                )
            )
            for number in range(many)
        ]

    def _round(self, number: int) -> Round:
        starts_on = self._day(300)
        ends_on = self.chance.choice([None, starts_on + timedelta(days=90)])
        basis = self.chance.choice(list(Basis))
        return self._put(Round(name=f"Round {number}", basis=basis, starts_on=starts_on, ends_on=ends_on))

    def _audit(self, number: int, round_: Round | None) -> Audit:
        made = self._put(
            Audit(
                case_id=self.chance.choice(self.cases).id,
                round_id=round_.id if round_ else None,
                audited_on=self._day(400),
                auditor_name=f"Auditor {number}",
                auditor_id=self.chance.choice([None, None, self.owners[2]]),
                grade=self.chance.choice(list(Grade)),
                moderated_grade=self.chance.choice([None, *Grade]),
                logged_at=datetime.combine(self._day(), time(9), UTC),
            )
        )
        if self.chance.random() < 0.2:
            self._put(Challenge(audit_id=made.id, made_on=self._day(), why="The plan was updated."))
        return made

    def _finding(self, audit: Audit | None) -> None:
        activity = None if audit else self.chance.choice(self.activities)
        self._put(
            Finding(
                audit_id=audit.id if audit else None,
                activity_id=activity.id if activity else None,
                kind=self.chance.choice([FindingKind.AREA, FindingKind.AREA, FindingKind.STRENGTH]),
                theme=self.chance.choice(THEMES),
                text="Notes are late.",
            )
        )

    def _actions(self, number: int) -> None:
        case = self.chance.choice([None, *self.cases])
        asked = self._put(
            Recommendation(
                case_id=case.id if case else None,
                theme=self.chance.choice(THEMES),
                text=f"Visit {number}.",
                origin=Origin.AUDIT,
                made_at=datetime.combine(self._day(), time(9), UTC),
            )
        )
        for _ in range(self.chance.randrange(4)):
            self._action(asked)

    def _action(self, asked: Recommendation) -> None:
        status = self.chance.choice([Status.OPEN, Status.STARTED, Status.CHECKED, *Status])
        first_due_on = self._day() + timedelta(days=self.chance.choice([0, 0, 30, 90]))
        done_on = self._day() if status in (Status.DONE, Status.CHECKED) else None
        action = self._put(
            Action(
                recommendation_id=asked.id,
                case_id=asked.case_id,
                owner_id=self.chance.choice(self.owners),
                text="Visit.",
                first_due_on=first_due_on,
                due_on=first_due_on + timedelta(days=self.chance.choice([0, 0, 7, 60])),
                status=status,
                done_on=done_on,
                agreed_at=datetime.combine(self._day(), time(9), UTC),
            )
        )
        # What was checked may have been opened again, and checked again since.
        for _ in range(self.chance.randrange(3) + (status is Status.CHECKED)):
            impact = self.chance.choice([None, *Impact])
            day = self._day(30)
            self._put(
                Check(
                    action_id=action.id,
                    checked_on=day,
                    is_done=self.chance.random() < 0.8,
                    impact=impact,
                    impact_on=day if impact else None,
                )
            )

    def _day(self, spread: int = SPREAD) -> date:
        return TODAY - timedelta(days=self.chance.randrange(spread))

    def _put(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row
