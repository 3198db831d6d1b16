"""What an audit is known by: its day, its auditor and its round, and whether somebody may record it so."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import free_text, people
from bot.errors import Refusal
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import draws as stored_draws
from storage import people as stored_people
from storage import rounds as stored_rounds
from storage.models import Audit, Case, Round

EARLIEST = date(2000, 1, 1)
LONGEST_NAME = 80

# Figures are no name: they may be a number of the case system, or an id of Slack's.
_NAME = re.compile(r"[^\W\d_][^\d_<>*]*")


@dataclass(frozen=True)
class Auditor:
    """Who carried an audit out; of an outside company they need not be known to the bot."""

    name: str
    person_id: int | None = None
    organisation: str | None = None


def day(visit: Visit, on: date) -> date:
    """The day an audit was done, which is neither to come nor too long ago. Raises Refusal."""
    if on > visit.today:
        raise Refusal(
            f"{dates.in_words(on)} is in the future. Please give the day the audit was done.", field="date"
        )
    if on < EARLIEST:
        raise Refusal(f"{dates.in_words(on)} is too long ago. Please check the year.", field="date")
    return on


def auditor(session: Session, visit: Visit, typed: str | None) -> Auditor:
    """Who carried it out: whoever is known by that Slack user id or name, else somebody of that name.

    Raises Refusal or PersonalDetails.
    """
    if typed is None:
        return Auditor(visit.actor.name, visit.actor.person_id, visit.actor.organisation)
    person = stored_people.by_slack_id(session, typed)
    if person is None:
        name = free_text.accept(typed, "The auditor's name", field="auditor", longest=LONGEST_NAME)
        if not _NAME.fullmatch(name):
            raise Refusal(
                "I do not know that auditor. Please write the name in letters, such as A. Auditor.",
                field="auditor",
            )
        matches = stored_people.by_name(session, name)
        if len(matches) != 1:
            # A colleague of an outside auditor, whom the bot need not know.
            return Auditor(name, organisation=visit.actor.organisation)
        person = matches[0]
    return Auditor(person.name, person.id, person.organisation)


def round_of(session: Session, day: date, auditor: Auditor, case: Case) -> Round | None:
    """The latest round that holds the day and is the auditor's: of their organisation, or in-house.

    One for which the case was drawn goes before all others.

    An auditor whom the bot does not know may be anybody's, so any round will do.
    """
    rounds = stored_rounds.holding(session, day)
    if auditor.person_id is not None or auditor.organisation is not None:
        rounds = [entry for entry in rounds if entry.organisation == auditor.organisation]
    drew = stored_draws.rounds_that_drew(session, case.id) if len(rounds) > 1 else set()
    return next((entry for entry in rounds if entry.id in drew), rounds[0] if rounds else None)


def holds(round_: Round | None, day: date) -> bool:
    """Whether the day lies in the round."""
    return (
        round_ is not None and round_.starts_on <= day and (round_.ends_on is None or day <= round_.ends_on)
    )


def require_reach(session: Session, visit: Visit, right: Right, case: Case, round_: Round | None) -> None:
    """Raises NotAllowed where an audit of the case, in that round, is not the person\'s to record."""
    within = visit.covers(right, case.team_id) or visit.audits_in(right, round_)
    if round_ is not None and not within:
        # Whoever a case was shared out to audits it, whosever team it is of.
        within = round_.id in stored_draws.rounds_to_audit_in(session, case.id, visit.actor.person_id)
    outside = people.OUTSIDE
    if visit.actor.organisation is not None:
        outside = (
            f"You audit for {visit.actor.organisation}, and this is in none of its rounds, so it was left as "
            "it is. Please check the day and the auditor."
        )
    people.require(session, visit, right, within=within, outside=outside)


def summary(audit: Audit) -> str:
    """What it says, in a few words: "Good, Friday 14 March 2025, by A. Auditor"."""
    return f"{audit.grade.label}, {dates.in_words(audit.audited_on)}, by {audit.auditor_name}"
