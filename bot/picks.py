"""The cases of a sample: who audits which of them, and another one in the place of one."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot import draws, free_text, people, record, rounds, samples
from bot.errors import Conflict, NotFound, Refusal
from bot.rules import dates, sampling
from bot.rules.rights import Right
from bot.samples import Sample
from bot.visit import Visit
from storage import draws as stored
from storage import notices
from storage import people as stored_people
from storage.draws import Drawable
from storage.models import Case, Draw, Person, Pick
from storage.words import Told

MOST_AUDITORS = 3
LONGEST_NAME = 80

_NAME = re.compile(r"[^\W\d_][^\d_<>*]*")


@dataclass(frozen=True)
class Auditor:
    """Somebody who audits cases of a draw: one whom the bot knows, or a name."""

    name: str
    person_id: int | None = None
    team_ids: frozenset[int] = field(default_factory=frozenset)

    def may_audit(self, case: Case) -> bool:
        """Nobody audits a case of their own team, nor one of their own."""
        is_own = self.person_id is not None and case.worker_id == self.person_id
        return not is_own and case.team_id not in self.team_ids


@dataclass(frozen=True)
class Shared:
    """How many cases each auditor has, and how many none of them may audit."""

    sample: Sample
    by_auditor: Mapping[str, int]
    left: int


@dataclass(frozen=True)
class Swap:
    """A case taken out of a sample, and the one that takes its place, if there is one."""

    out: Pick
    taken: Pick | None


def auditors(session: Session, draw: Draw) -> Sequence[Person]:
    """Whom its cases may be shared out to, of those whom the bot knows."""
    return stored.auditors(session, rounds.known(session, draw.round_id).organisation)


def share_out(
    session: Session, visit: Visit, draw_id: int, chosen: Sequence[int], names: Sequence[str]
) -> Shared:
    """Gives each case that is not audited yet to one of up to three auditors, by the draw's own seed.

    `chosen` are ids of people, `names` others. Raises NotAllowed, NotFound, PersonalDetails or Refusal.
    """
    made = samples.to_plan_with(session, visit, draw_id)
    who = _auditors(session, made, chosen, names)
    audited = stored.audited(session, made.id)
    picks = {
        pick.case.reference: pick
        for pick in stored.all_of(session, made.id)
        if pick.swapped_on is None and not pick.is_later and pick.id not in audited
    }
    if not picks:
        raise Refusal("Every case of this draw has been audited, so there is nothing to share out.")
    may = {
        reference: [place for place, auditor in enumerate(who) if auditor.may_audit(pick.case)]
        for reference, pick in picks.items()
    }
    shared = sampling.share_out(may, len(who), made.seed)
    told = set()
    for reference, pick in picks.items():
        auditor = who[shared[reference]] if reference in shared else None
        if auditor and auditor.person_id != pick.auditor_id:
            told.add(auditor.person_id)
        _give(session, visit, pick, auditor)
    _tell(session, visit, made, told)
    has = Counter(shared.values())
    return Shared(
        samples.of(session, visit, made.id),
        by_auditor={auditor.name: has[place] for place, auditor in enumerate(who)},
        left=len(picks) - len(shared),
    )


def to_swap(session: Session, visit: Visit, pick_id: int) -> Pick:
    """The pick, if the person may swap it and it was not audited. Raises NotAllowed, NotFound or Conflict."""
    people.require(session, visit, Right.PLAN_ROUNDS)
    pick = stored.pick(session, pick_id)
    if pick is None or pick.is_later:
        raise NotFound("That case is not in the sample any more; the draw was probably undone.")
    if pick.swapped_on is not None:
        raise Conflict(f"{pick.case.reference} was swapped on {dates.in_words(pick.swapped_on)} already.")
    if pick.id in stored.audited(session, pick.draw_id):
        raise Conflict(f"{pick.case.reference} has been audited in this round, so it stays in the sample.")
    return pick


def swap(session: Session, visit: Visit, pick_id: int, why: str) -> Swap:
    """Takes a case out of the sample; the next of its cohort and team by the same seed takes its place."""
    out = to_swap(session, visit, pick_id)
    reason = free_text.accept(why, "The reason", field="why")
    made = samples.known(session, out.draw_id)
    place = _next_of_its_stratum(session, visit, made, out)
    with record.change(session, visit, "case swapped", out):
        out.swapped_on, out.swapped_why = visit.today, reason
    if place is None:
        return Swap(out, None)
    taken = _taken_for(session, visit, made, place, out)
    auditor = _same_auditor(session, out, taken.case)
    _give(session, visit, taken, auditor)
    _tell(session, visit, made, {auditor.person_id} if auditor else set())
    return Swap(out, taken)


def _next_of_its_stratum(session: Session, visit: Visit, made: Draw, out: Pick) -> Drawable | None:
    """By the seed of the draw; never one that was in it already."""
    taken = {pick.case_id for pick in stored.all_of(session, made.id) if not pick.is_later}
    wanted = samples.stratum_of(out.case)
    free = {
        case.reference: case
        for case in draws.drawable(session, visit, with_closed=made.with_closed)
        if not case.is_recent and case.case_id not in taken and draws.candidate(case).stratum == wanted
    }
    in_order = sampling.in_order([draws.candidate(case) for case in free.values()], made.seed)
    return free[in_order[0].reference] if in_order else None


def _taken_for(session: Session, visit: Visit, made: Draw, case: Drawable, out: Pick) -> Pick:
    """The pick in the place of another one; one that was kept for the next round is taken now."""
    why = f"In the place of {out.case.reference}"
    kept = next((pick for pick in stored.all_of(session, made.id) if pick.case_id == case.case_id), None)
    if kept is None:
        kept = Pick(draw_id=made.id, case_id=case.case_id, why=why, is_later=False, in_place_of_id=out.id)
        record.add(session, visit, "case drawn", kept)
    else:
        with record.change(session, visit, "case drawn", kept):
            kept.is_later, kept.why, kept.in_place_of_id = False, why, out.id
    taken = stored.pick(session, kept.id)
    if taken is None:
        raise LookupError(kept.id)
    return taken


def _same_auditor(session: Session, out: Pick, case: Case) -> Auditor | None:
    if out.auditor_name is None:
        return None
    person = stored_people.get(session, out.auditor_id) if out.auditor_id is not None else None
    auditor = _known_auditor(person) if person else Auditor(out.auditor_name)
    return auditor if auditor.may_audit(case) else None


def _give(session: Session, visit: Visit, pick: Pick, auditor: Auditor | None) -> None:
    with record.change(session, visit, "case shared out", pick):
        pick.auditor_id = auditor.person_id if auditor else None
        pick.auditor_name = auditor.name if auditor else None


def _tell(session: Session, visit: Visit, made: Draw, person_ids: Collection[int | None]) -> None:
    """In their next letter, which counts what is theirs by then; who shared cases out to themselves knows."""
    notices.put(
        session,
        [
            {
                "key": f"{Told.TO_AUDIT}:{made.id}:{person_id}:{visit.at.isoformat()}",
                "person_id": person_id,
                "told": Told.TO_AUDIT,
                "made_on": visit.today,
            }
            for person_id in sorted(one for one in person_ids if one is not None)
            if person_id != visit.actor.person_id
        ],
    )


def _auditors(session: Session, made: Draw, chosen: Sequence[int], names: Sequence[str]) -> Sequence[Auditor]:
    """Each once: those who were chosen, then those who were named."""
    known = {person.id: person for person in auditors(session, made)}
    if not set(chosen) <= known.keys():
        raise Refusal("Somebody chosen does not audit in this round any more. Please choose again.")
    found = {person_id: _known_auditor(known[person_id]) for person_id in chosen}
    named: dict[str, Auditor] = {}
    for typed in names:
        name = free_text.accept(typed, "The name", field="names", longest=LONGEST_NAME)
        if not _NAME.fullmatch(name):
            raise Refusal("Please write names in letters, with commas between.", field="names")
        person = _person_of(session, name, known)
        if person is not None:
            found[person.id] = _known_auditor(person)
        else:
            named[name.casefold()] = Auditor(name)
    who = [*found.values(), *named.values()]
    if not 0 < len(who) <= MOST_AUDITORS:
        raise Refusal("Please choose one to three auditors.", field="names")
    return who


def _person_of(session: Session, name: str, known: Mapping[int, Person]) -> Person | None:
    """Whoever has that name and audits in the round; None for a name that the bot does not know."""
    there = [person for person in stored_people.by_name(session, name) if person.active]
    may = [person for person in there if person.id in known]
    if there and len(may) != 1:
        raise Refusal(
            "One of these people does not audit in this round: its organisation's people do, or in-house "
            "those who may log audits.",
            field="names",
        )
    return may[0] if may else None


def _known_auditor(person: Person) -> Auditor:
    actor = people.actor(person)
    own = {actor.team_id} if actor.team_id is not None else set()
    return Auditor(person.name, person.id, frozenset(own | actor.team_ids))
