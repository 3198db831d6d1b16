"""The trade's words as spreadsheets write them."""

from bot.rules import spellings as known
from bot.rules.spellings import plain, spellings
from storage.words import Basis, Cohort, Grade, Origin, Role, Source, Status

__all__ = ["BASES", "COHORTS", "GRADES", "ORIGINS", "ROLES", "SOURCES", "STATUSES", "plain"]

COHORTS = known.COHORTS | spellings(
    Cohort,
    {
        Cohort.EARLY_HELP: ("early help plan", "EHP"),
        Cohort.CHILD_IN_NEED: ("CIN plan", "child in need plan", "section 17", "S17"),
        Cohort.CHILD_PROTECTION: ("CPP", "CP plan", "subject to child protection plan"),
        Cohort.CHILD_IN_CARE: ("child in our care", "cared for child", "children we look after"),
        Cohort.CARE_LEAVER: ("care leaver(s)", "care experienced", "care experienced young person"),
    },
)

# Words that give somebody sight of everything are not guessed from a job title.
ROLES = spellings(
    Role,
    {
        Role.PRACTITIONER: ("social worker", "worker", "early help worker", "IRO"),
        Role.MANAGER: ("team manager", "service manager"),
        Role.QUALITY: ("quality assurance", "quality team", "QA"),
        Role.AUDITOR: ("external auditor", "outside auditor"),
        Role.ADMINISTRATOR: ("admin",),
    },
)

BASES = spellings(
    Basis,
    {
        Basis.ALL: ("all cases", "all open", "every open case"),
        Basis.HALF: (
            "half of the open cases",
            "half the open cases",
            "half of open cases",
            "half of all cases",
        ),
        Basis.RANDOM: ("random sample", "random share", "dip sample"),
        Basis.THEMATIC: ("theme", "by theme", "thematic audit"),
        Basis.RISK: ("by risk", "chosen by risk", "risk based"),
    },
)

SOURCES = spellings(
    Source,
    {
        Source.CASE_FILE: ("case records", "records", "case file records"),
        Source.WORKER: ("interview", "worker interview", "social worker", "interview with worker"),
        Source.MANAGER: ("managers", "team manager", "team managers", "discussion", "manager discussion"),
        Source.FAMILY: (
            "feedback",
            "feedback form",
            "family feedback",
            "child",
            "young person",
            "carer",
            "carers",
            "parent",
            "parents",
        ),
    },
)

ORIGINS = spellings(
    Origin,
    {
        Origin.AUDIT: ("case audit", "case file audit", "file audit"),
        Origin.IRO: ("independent reviewing officer", "IRO challenge"),
        Origin.CONSULTATION: ("consultation with families", "consultation with children and families"),
        Origin.INSPECTION: ("Ofsted", "Ofsted inspection"),
        Origin.MULTI_AGENCY_AUDIT: ("multi-agency", "multiagency audit", "safeguarding board"),
    },
)

# Beside those that people type in Slack.
GRADES = spellings(
    Grade,
    {
        Grade.OUTSTANDING: ("OUT", "1 outstanding"),
        Grade.GOOD: ("2 good",),
        Grade.REQUIRES_IMPROVEMENT: (
            *("req imp", "reqs imp", "requires imp", "requires improvement to be good", "req improvement"),
            *("3 requires improvement", "3 ri", "rqi", "requiring improvement"),
        ),
        Grade.INADEQUATE: ("inad", "4 inadequate"),
        Grade.NOT_GRADED: ("not graded", "no grade", "n/a"),
    },
)

STATUSES = spellings(
    Status,
    {
        Status.OPEN: ("not started", "to do", "outstanding", "agreed", "overdue", "not yet started"),
        Status.STARTED: (
            *("in progress", "ongoing", "under way", "begun", "on track", "on target"),
            *("delayed", "slipped", "partially complete", "partly complete", "off track"),
        ),
        Status.DONE: ("complete", "completed", "finished", "closed"),
        Status.CHECKED: ("verified", "signed off"),
        Status.NOT_DOING: ("not to do", "will not do", "not agreed", "not pursued"),
        Status.NO_LONGER_APPLIES: ("not applicable", "no longer applicable", "no longer needed", "n/a"),
    },
)
