"""The trade's words, as they are stored. Each knows how it is written for people."""

from enum import StrEnum


class Word(StrEnum):
    """A stored word; `label` is how a sentence writes it."""

    label: str

    def __new__(cls, value: str, label: str | None = None) -> "Word":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value.replace("_", " ").capitalize()
        return word


class Grade(Word):
    """The grade of an audit, worst to best: the order in which tables print their columns."""

    INADEQUATE = "inadequate"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    GOOD = "good"
    OUTSTANDING = "outstanding"
    NOT_GRADED = "not_graded"


class Cohort(Word):
    """The group of children a case belongs to."""

    EARLY_HELP = "early_help", "Early Help"
    CHILD_IN_NEED = "child_in_need"
    CHILD_PROTECTION = "child_protection"
    CHILD_IN_CARE = "child_in_care", "Child in care"
    CARE_LEAVER = "care_leaver"

    @property
    def plural(self) -> str:
        """How a heading writes the whole group: "Care leavers"."""
        return _PLURALS[self]

    @property
    def in_sentence(self) -> str:
        """How a sentence goes on with it: "care leavers"; Early Help is a name."""
        return self.plural if self is Cohort.EARLY_HELP else self.plural.lower()


_PLURALS = {
    Cohort.EARLY_HELP: "Early Help",
    Cohort.CHILD_IN_NEED: "Children in need",
    Cohort.CHILD_PROTECTION: "Child protection",
    Cohort.CHILD_IN_CARE: "Children in care",
    Cohort.CARE_LEAVER: "Care leavers",
}


class Source(Word):
    """The four sources an audit is graded from."""

    CASE_FILE = "file", "Case file"
    WORKER = "worker", "Interview with the worker"
    MANAGER = "manager", "Discussion with the team manager"
    FAMILY = "family", "Feedback of the child, young person or carers"


class Basis(Word):
    """Which open cases a round of audits looked at."""

    ALL = "all", "all open cases"
    HALF = "half", "about half of the open cases"
    RANDOM = "random", "a random share of the open cases"
    THEMATIC = "thematic", "cases chosen by theme"
    RISK = "risk", "cases chosen by risk"


class Origin(Word):
    """Where a recommendation came from."""

    AUDIT = "audit"
    MODERATION = "moderation"
    IRO = "iro", "Independent Reviewing Officer's challenge"
    CONSULTATION = "consultation"
    INSPECTION = "inspection"
    MULTI_AGENCY_AUDIT = "multi_agency_audit", "Multi-agency audit"


class Status(Word):
    """Where an action stands. Done is the owner's word; checked is somebody else's."""

    OPEN = "open"
    STARTED = "started"
    DONE = "done"
    CHECKED = "checked"
    NOT_DOING = "not_doing", "Agreed not to do"
    NO_LONGER_APPLIES = "no_longer_applies"


UNFINISHED: frozenset[Status] = frozenset({Status.OPEN, Status.STARTED})
# Said to be done, whether or not somebody else has checked it.
FINISHED: frozenset[Status] = frozenset({Status.DONE, Status.CHECKED})
# Ended undone, which somebody other than the owner approves.
ENDED: frozenset[Status] = frozenset({Status.NOT_DOING, Status.NO_LONGER_APPLIES})


class Impact(Word):
    """Whether an action that was done and checked made a difference."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    TOO_EARLY = "too_early", "Too early to say"


class Told(Word):
    """What an item of somebody's letter is about."""

    AGREED = "agreed"  # they own an action: is it theirs, is the date right?
    REMINDER = "reminder"  # a rung of the ladder: coming up, due or late
    PICKED = "picked"  # today is the day that they picked
    LATE_IN_TEAM = "late_in_team"  # a manager: an action of somebody in their team is late
    LATE_IN_SERVICE = "late_in_service"  # a service manager: likewise
    TAKEN_OVER = "taken_over"  # the ladder ends: a person follows their action up from here
    TO_CHECK = "to_check"  # an action is done: they are to check it
    CHECKED = "checked"  # their action was checked: did it make a difference?
    NOT_YET_DONE = "not_yet_done"  # their action was looked at and is open again
    TO_MODERATE = "to_moderate"  # an audit waits for its moderated grade
    TO_APPROVE = "to_approve"  # somebody asks them for more time
    ANSWERED = "answered"  # their asking for more time was answered
    NOT_MINE = "not_mine"  # an owner says that the action is not theirs
    TROUBLE = "trouble"  # an administrator's notice: an undelivered letter or digest, or somebody's account
    GIVEN_AWAY = "given_away"  # an action that was theirs is somebody else's now
    REOPENED = "reopened"  # an action of theirs that was finished is to be done again
    ENDED = "ended"  # their action was agreed not to be done, or no longer applies
    CHALLENGED = "challenged"  # somebody asks for a grade to be looked at again
    MODERATED = "moderated"  # the audit that they logged, or challenged, has its moderated grade
    BEFORE_MEETING = "before_meeting"  # an action of theirs will be before the next meeting
    PACK = "pack"  # a member: the pack of the next meeting is there
    AFTER_MEETING = "after_meeting"  # what a meeting decided on an action of theirs
    TO_AUDIT = "to_audit"  # cases were shared out to them


class FindingKind(Word):
    """What an audit found: what works well, or what is to develop."""

    STRENGTH = "strength"
    AREA = "area", "Area for development"


class MeetingState(Word):
    """Where a meeting stands: on a day to come, under way, or over."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Decision(Word):
    """What a meeting decided on one of its items."""

    NEW_DATE = "new_date", "New date agreed"
    GIVEN = "given", "Given to somebody"
    NOT_DOING = "not_doing", "Agreed not to do"
    NOTED = "noted"


class Position(Word):
    """How far a line of the improvement plan has come, as a review found it."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ACTIONED = "actioned", "This has been actioned"
    EMBEDDED = "embedded", "Embedded in practice"


class LetterKind(Word):
    """A letter to one person, or the digest of a channel."""

    DAILY = "daily"
    DIGEST = "digest"


class LetterState(Word):
    """Where a letter stands on its way to Slack."""

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown", "Not known whether it arrived"
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Role(Word):
    """What a person may do; `bot.rules.rights` holds the table."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    QUALITY = "quality"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Door(Word):
    """By which door a change came in."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    COMMAND_LINE = "command_line"
    IMPORT = "import"
