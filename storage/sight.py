"""What one person may see, as conditions that every query for people carries."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from storage.models import Action, Audit, Case, Person, Pick, Round


@dataclass(frozen=True)
class Sight:
    """Everything; or the cases of some teams, one's own, and those audited by one's organisation.

    One's own are also those that one is to audit.
    """

    everything: bool = False
    team_ids: frozenset[int] = field(default_factory=frozenset)
    person_id: int | None = None
    organisation: str | None = None


def of_cases(sight: Sight) -> sa.ColumnElement[bool]:
    """Holds for the cases in sight, in a query over Case."""
    if sight.everything:
        return sa.true()
    ways: list[sa.ColumnElement[bool]] = [sa.false()]
    if sight.team_ids:
        ways.append(Case.team_id.in_(sight.team_ids))
    if sight.person_id is not None:
        owned = sa.exists().where(Action.case_id == Case.id, Action.owner_id == sight.person_id)
        to_audit = sa.exists().where(
            Pick.case_id == Case.id, Pick.auditor_id == sight.person_id, Pick.swapped_on.is_(None)
        )
        ways += [Case.worker_id == sight.person_id, owned.correlate(Case), to_audit.correlate(Case)]
    if sight.organisation is not None:
        audited = sa.exists().where(
            Audit.case_id == Case.id, Audit.round_id == Round.id, Round.organisation == sight.organisation
        )
        ways.append(audited.correlate(Case))
    return sa.or_(*ways)


def of_actions(sight: Sight) -> sa.ColumnElement[bool]:
    """Holds for the actions in sight, in a query over Action with its case and its owner joined.

    An action for the service has no case; it belongs to its owner's team.
    """
    if sight.everything:
        return sa.true()
    ways: list[sa.ColumnElement[bool]] = [sa.false()]
    if sight.team_ids:
        ways.append(sa.func.coalesce(Case.team_id, Person.team_id).in_(sight.team_ids))
    if sight.person_id is not None:
        ways += [Action.owner_id == sight.person_id, Case.worker_id == sight.person_id]
    if sight.organisation is not None:
        ways.append(sa.and_(Action.case_id.is_not(None), of_cases(Sight(organisation=sight.organisation))))
    return sa.or_(*ways)
