"""Who somebody is, what they may do, and whom to ask where they may not."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.errors import Contact, Helpers, NotAllowed, Refusal
from bot.rules import rights
from bot.rules.rights import Right
from bot.settings import Terms
from bot.visit import Actor, Visit
from storage import people as stored
from storage import staff
from storage.models import Person
from storage.words import Role

# Whom each right is for, as the sentence that refuses it says it.
DEEDS = {
    Right.LOG_AUDIT: "Logging an audit is for managers, auditors and the quality team",
    Right.AMEND_AUDIT: "Changing an audit is for managers, auditors and the quality team",
    Right.ADD_RECOMMENDATION: "Adding a recommendation is for managers, auditors and the quality team",
    Right.AGREE_ACTION: "Agreeing an action is for managers and the quality team",
    Right.COMPLETE_ACTION: "Marking an action as done is for its owner, their manager and the quality team",
    Right.REOPEN_ACTION: "Reopening an action is for its owner, their manager and the quality team",
    Right.CHECK_ACTION: "Checking what is done is for managers and the quality team",
    Right.DECIDE_EXTENSION: "Giving more time is for managers, the quality team and leaders",
    Right.END_ACTION: "Agreeing not to do an action is for managers, the quality team and leaders",
    Right.CHALLENGE_GRADE: "Challenging a grade is for the people who work with the case",
    Right.MODERATE_AUDIT: "Moderating an audit is for the quality team and leaders",
    Right.PLAN_ROUNDS: "Planning rounds and drawing cases is for the quality team and leaders",
    Right.SEE_CASE: "Case content is for the people who work with it",
    Right.SEE_ACTIONS: "Actions are for the people who work with them",
    Right.SEE_GRADES: "Grades are for managers and the quality team",
    Right.SEE_DIGEST: "Digests are for managers and the quality team",
    Right.SEE_PLAN: "The improvement plan is for managers, the quality team and leaders",
    Right.RECOMMEND_TO_SERVICE: "Recommending to the service is for the quality team and leaders",
    Right.REVIEW_PLAN: "Reviewing the improvement plan is for the quality team and leaders",
    Right.SEE_IMPACT: "What the work came to is for managers and the quality team",
    Right.SEE_PACK: "The pack is for the members of the meeting, the quality team and leaders",
    Right.RUN_MEETING: "Running the meeting is for its chair, leaders and the quality team",
    Right.SEE_PROGRAMME: "The programme of the year is for managers, the quality team and leaders",
    Right.CHANGE_PROGRAMME: "Changing the programme of the year is for the quality team and leaders",
    Right.SEE_COVERAGE: "What is audited and what is left is for managers, auditors and the quality team",
    Right.NOTE_LEAVE: "Noting somebody else's leave is for managers, the quality team and administrators",
    Right.MAKE_DOCUMENTS: "Making documents is for the quality team and leaders",
    Right.EXPORT_CASE: "Writing out all that is held on a case is for the quality team and leaders",
    Right.HOLD_CASE: "Putting a case on hold is for the quality team and leaders",
    Right.PURGE_CASE: "Approving that a case is purged is for leaders",
    Right.IMPORT_FILES: "Bringing in files is for the quality team",
    Right.SET_PEOPLE_UP: "Setting people up is for administrators",
}


def recognise(session: Session, slack_id: str, terms: Terms) -> Actor:
    """The person behind a Slack user id. Raises NotAllowed for strangers and leavers, with whom to ask."""
    person = stored.by_slack_id(session, slack_id)
    # Those of the settings serve while nobody in the record could, so that a first start needs no file.
    is_stand_in = slack_id in terms.admins and not staff.administrators(session)
    if person is not None and person.active:
        known = actor(person)
        return replace(known, roles=known.roles | {Role.ADMINISTRATOR}) if is_stand_in else known
    if is_stand_in and person is None:
        return Actor(None, slack_id, frozenset({Role.ADMINISTRATOR}), slack_id=slack_id)
    raise unknown(session, terms)


def unknown(session: Session, terms: Terms) -> NotAllowed:
    """The sentence for strangers and leavers, with whom to ask."""
    return NotAllowed(
        "I do not know you yet, so I cannot show or record anything for you.",
        _administrators(session, terms),
    )


def actor(person: Person) -> Actor:
    """What the person may act as: whoever holds a post in a team has a manager's rights in it."""
    led = {post.team_id for post in person.posts}
    if person.role is Role.MANAGER and person.team_id is not None:
        led.add(person.team_id)
    return Actor(
        person_id=person.id,
        name=person.name,
        roles=person.roles | ({Role.MANAGER} if led else set()),
        team_id=person.team_id,
        team_ids=frozenset(led),
        organisation=person.organisation,
        slack_id=person.slack_id,
    )


def can_own_actions(person: Person) -> bool:
    """Whether they could see an action and mark it as done: somebody from outside could not."""
    return bool(rights.reaches(actor(person).roles, Right.COMPLETE_ACTION))


OUTSIDE = "This one is outside your team or your rounds, so it was left as it is."


def require(
    session: Session, visit: Visit, right: Right, *, within: bool = True, outside: str = OUTSIDE
) -> None:
    """Raises NotAllowed unless the person has the right, and the record lies `within` its reach.

    `outside` is said of a record that does not.
    """
    if not visit.reaches(right):
        raise NotAllowed(f"{DEEDS[right]}.", helpers(session, visit))
    if not within:
        raise NotAllowed(outside, helpers(session, visit))


def helpers(session: Session, visit: Visit) -> Helpers:
    """The manager of the person's team, else somebody in quality, else an administrator."""
    manager = stored.manager_of(session, visit.actor.team_id) if visit.actor.team_id else None
    if manager is not None and manager.id != visit.actor.person_id:
        return Helpers("your manager", (_contact(manager),))
    quality = [
        person
        for person in stored.active_in_role(session, Role.QUALITY)
        if person.id != visit.actor.person_id
    ]
    if quality:
        return Helpers("the quality team", tuple(_contact(person) for person in quality))
    return _administrators(session, visit.terms)


def administrators(session: Session, visit: Visit) -> Helpers:
    """Who sets people up and looks after the bot."""
    return _administrators(session, visit.terms)


def leaders(session: Session) -> Helpers:
    """Those who chair, for what nobody else decides."""
    known = stored.active_in_role(session, Role.LEADER)
    return Helpers("a leader", tuple(_contact(person) for person in known))


def find(session: Session, typed: str, *, field: str | None = None, leavers_too: bool = False) -> Person:
    """The person of a Slack user id or a name. Raises Refusal where there is none, or more than one.

    `leavers_too`: whoever has left is meant where nobody else is.
    """
    known = stored.by_slack_id(session, typed)
    matches = [known] if known else list(stored.by_name(session, typed))
    here = [person for person in matches if person.active] or (matches if leavers_too else [])
    if len(here) == 1:
        return here[0]
    if here:
        raise Refusal("More than one person has that name. Please use their Slack name.", field=field)
    raise Refusal("I do not know that person. Please name somebody who was added to the bot.", field=field)


def anybody(session: Session, typed: str) -> Person:
    """The person of a Slack user id, a number or a name, also of who has left. Raises Refusal."""
    known = stored.get(session, int(typed)) if typed.isdecimal() else stored.by_slack_id(session, typed)
    matches = [known] if known else list(stored.by_name(session, typed))
    if len(matches) == 1:
        return matches[0]
    if matches:
        numbers = ", ".join(f"{person.id} ({person.role.label.lower()})" for person in matches)
        raise Refusal(f"More than one person has that name. Please give the number in its place: {numbers}.")
    raise Refusal("Nobody of that name, number or Slack user id is in the record.")


def team_names(session: Session) -> list[str]:
    """Every team's name, in order."""
    return [team.name for team in stored.teams(session)]


def names(session: Session) -> list[str]:
    """The name of everybody who is here, and of leavers whose actions wait for somebody else, in order."""
    return list(stored.names(session, owners_too=True))


def own_team(session: Session, visit: Visit) -> str | None:
    """The name of the person's team, else of the one that they lead; None where there is none, or several."""
    ids = {visit.actor.team_id} if visit.actor.team_id else visit.actor.team_ids
    own = [team.name for team in stored.teams(session) if team.id in ids]
    return own[0] if len(own) == 1 else None


def _administrators(session: Session, terms: Terms) -> Helpers:
    """Those who can be reached; else those of the settings; else whoever the record has."""
    known = staff.administrators(session)[:3]
    contacts = [_contact(person) for person in known]
    contacts = contacts or [Contact(slack_id, slack_id) for slack_id in terms.admins]
    others = [] if contacts else stored.active_in_role(session, Role.ADMINISTRATOR)
    return Helpers("an administrator of this bot", (*contacts, *(_contact(person) for person in others)))


def _contact(person: Person) -> Contact:
    return Contact(person.name, person.slack_id)
