"""Rounds: one cycle of audits, planned before it begins and changed without losing an audit."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot import free_text, paging, people, record
from bot.errors import Conflict, NotFound, Refusal
from bot.paging import PAGE
from bot.rules import dates
from bot.rules.rights import Reach, Right
from bot.visit import Visit
from storage import rounds as stored
from storage.models import Round
from storage.rounds import AuditsOf, Progress
from storage.words import Basis

LONGEST = 80
LONGEST_THEME = 200
MOST_PLANNED = 99_999
MOST_DOMAINS = 20
MOST_EARLIER = 99


@dataclass(frozen=True)
class Plan:
    """What a round is to be. Without an organisation it is audited in-house."""

    name: str
    basis: Basis
    starts_on: date
    ends_on: date | None = None
    kind: str = ""
    theme: str = ""
    organisation: str = ""
    planned: int | None = None
    domains: str = ""
    comparable_id: int | None = None


@dataclass(frozen=True)
class RoundList:
    """One page of the rounds: `first` is counted from 1. `may_plan`: whether the person may change them.

    Those that were over before `today` draw no more cases. `compared` has the names of the earlier rounds
    that they may be compared with, by id.
    """

    rounds: Sequence[Progress]
    first: int
    total: int
    today: date
    may_plan: bool = False
    compared: Mapping[int, str] = field(default_factory=dict)


def listed(session: Session, visit: Visit, page: int = 0) -> RoundList:
    """The rounds, the latest first; for an outside auditor those of their organisation."""
    people.require(session, visit, Right.SEE_COVERAGE)
    organisation = only_of(visit)
    total = stored.count(session, organisation)
    page = paging.there(page, total)
    rows = stored.latest(session, organisation, offset=page * PAGE, limit=PAGE)
    may_plan = bool(visit.reaches(Right.PLAN_ROUNDS))
    compared = stored.names(session, {one.round.comparable_id for one in rows if one.round.comparable_id})
    return RoundList(
        rows, first=page * PAGE + 1, total=total, today=visit.today, may_plan=may_plan, compared=compared
    )


def only_of(visit: Visit) -> str | None:
    """The organisation whose rounds alone are the person's to see; None where all are."""
    if visit.reaches(Right.SEE_COVERAGE) & {Reach.TEAM, Reach.ALL}:
        return None
    return visit.actor.organisation or ""


def plan(session: Session, visit: Visit, new: Plan) -> Round:
    """Adds a round. Raises NotAllowed, PersonalDetails, or Refusal with the field that is wrong."""
    people.require(session, visit, Right.PLAN_ROUNDS)
    made = Round(**_checked(session, new, None))
    record.add(session, visit, "round added", made)
    return made


def change(session: Session, visit: Visit, round_id: int, version: int, new: Plan) -> Round:
    """Changes a round. None of its audits leaves it by that.

    Raises as `plan` does, or Conflict where somebody changed it meanwhile.
    """
    there = to_change(session, visit, round_id)
    if there.version != version:
        raise Conflict(
            "This round was changed while your form was open, so yours was not stored. Please open it again."
        )
    values = _checked(session, new, there)
    keep(session, there, new)
    with record.change(session, visit, "round changed", there):
        for field, value in values.items():
            setattr(there, field, value)
    return there


def to_change(session: Session, visit: Visit, round_id: int) -> Round:
    """The round, if the person may plan."""
    people.require(session, visit, Right.PLAN_ROUNDS)
    return known(session, round_id)


def known(session: Session, round_id: int) -> Round:
    """The round of that id. Raises NotFound."""
    there = stored.get(session, round_id)
    if there is None:
        raise NotFound("There is no such round. `/g2o rounds` lists those that there are.")
    return there


def named(session: Session, visit: Visit, typed: str) -> Round:
    """The round of that name. Raises NotAllowed, or NotFound."""
    people.require(session, visit, Right.PLAN_ROUNDS)
    there = stored.by_name(session, " ".join(typed.split()))
    if there is None:
        raise NotFound("There is no round of that name. `/g2o rounds` lists those that there are.")
    return there


def earlier(session: Session, visit: Visit) -> Sequence[Round]:
    """The latest rounds, for a choice among them."""
    people.require(session, visit, Right.PLAN_ROUNDS)
    return stored.latest_of_all(session, MOST_EARLIER)


def keep(session: Session, there: Round, new: Plan) -> None:
    """Raises Refusal where the round, changed so, would lose audits or could no longer be compared."""
    _keep_audits(session, there, new)
    _keep_comparisons(session, there, new)


def _keep_audits(session: Session, there: Round, new: Plan) -> None:
    """None of them may lie outside the round, or be another organisation's."""
    audits = stored.audits_of(session, there.id)
    if audits.first is None or audits.last is None:
        return
    if there.starts_on < new.starts_on and audits.first < new.starts_on:
        raise Refusal(_would_leave(audits, audits.first, "earlier"), field="starts")
    ended = there.ends_on or date.max
    if new.ends_on is not None and new.ends_on < ended and new.ends_on < audits.last:
        raise Refusal(_would_leave(audits, audits.last, "later"), field="ends")
    if as_known(session, new.organisation) != there.organisation:
        raise Refusal(
            f"{_many(audits)} in this round already, so who audits it stays. "
            "Please plan another round for other auditors.",
            field="organisation",
        )


def _would_leave(audits: AuditsOf, day: date, which: str) -> str:
    return (
        f"{_many(audits)} in this round already, one of {dates.in_words(day)}, and must stay in it. "
        f"Please choose that day or {'an ' if which == 'earlier' else 'a '}{which} one."
    )


def _many(audits: AuditsOf) -> str:
    return "1 audit is" if audits.many == 1 else f"{audits.many:,} audits are"


def _checked(session: Session, new: Plan, there: Round | None) -> dict[str, Any]:
    """The round's values as they are stored."""
    values = asdict(new) | {
        "name": free_text.accept(new.name, "The name", field="name", longest=LONGEST),
        "kind": free_text.accept_any(new.kind, "The kind", field="kind", longest=LONGEST),
        "theme": free_text.accept_any(new.theme, "The theme", field="theme", longest=LONGEST_THEME),
        "organisation": as_known(
            session,
            free_text.accept_any(new.organisation, "The organisation", field="organisation", longest=LONGEST),
        ),
        "domains": _domains(new.domains),
    }
    same = stored.by_name(session, str(values["name"]))
    if same is not None and same is not there:
        raise Conflict("There is a round of that name already. Please choose another one.", field="name")
    if new.ends_on is not None and new.ends_on < new.starts_on:
        raise Refusal("The last day lies before the first. Please check the two dates.", field="ends")
    if new.planned is not None and not 0 < new.planned <= MOST_PLANNED:
        raise Refusal(
            "Please write how many audits are planned, such as 31, or leave it empty.", field="planned"
        )
    if new.basis is Basis.THEMATIC and values["theme"] is None:
        raise Refusal("Please write the theme by which the cases are chosen.", field="theme")
    _require_comparable(session, new, there)
    return values


def as_known(session: Session, organisation: str | None) -> str | None:
    """As it is written already, where it is known: by its name its auditors find the round."""
    name = " ".join((organisation or "").split())
    if not name:
        return None
    known = {one.casefold(): one for one in stored.organisations(session)}
    return known.get(name.casefold(), name)


def _domains(typed: str) -> str | None:
    """Each once, in the order in which they are written."""
    text = free_text.accept_any(typed, "The domains", field="domains")
    names: dict[str, str] = {}
    for name in (text or "").split(","):
        names.setdefault(name.strip().casefold(), name.strip())
    names.pop("", None)
    if len(names) > MOST_DOMAINS or any(len(name) > LONGEST for name in names):
        raise Refusal(
            f"Please write at most {MOST_DOMAINS} domains, each of at most {LONGEST} characters.",
            field="domains",
        )
    return ", ".join(names.values()) or None


def _require_comparable(session: Session, new: Plan, there: Round | None) -> None:
    """Figures are compared with an earlier round that looked at the same share of the cases, or with none."""
    if new.comparable_id is None:
        return
    other = known(session, new.comparable_id)
    if other is there or other.starts_on >= new.starts_on:
        raise Refusal("Please choose a round that began earlier than this one.", field="comparable")
    if other.basis is not new.basis:
        raise Refusal(
            f"That round looked at {other.basis.label} and this one looks at {new.basis.label}, so their "
            "figures cannot be compared. Please choose another one, or none.",
            field="comparable",
        )


def _keep_comparisons(session: Session, there: Round, new: Plan) -> None:
    """A round that is compared with this one stays comparable."""
    for other in stored.compared_with(session, there.id):
        if other.basis is not new.basis:
            raise Refusal("A later round is compared with this one, so the basis stays.", field="basis")
        if other.starts_on <= new.starts_on:
            raise Refusal(
                "A later round is compared with this one. Please choose a day before that one.",
                field="starts",
            )
