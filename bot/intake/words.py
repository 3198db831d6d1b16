"""The trade's words as spreadsheets write them."""

import re
from collections.abc import Mapping
from typing import TypeVar

from storage.words import Basis, Cohort, Origin, Role, Source, Status, Word

AnyWord = TypeVar("AnyWord", bound=Word)


def plain(written: str) -> str:
    """The words alone: "Looked-after  children" is "looked after children"."""
    return " ".join(
        re.findall(r"\w+", written.casefold().replace("_", " ").replace("'", "").replace("’", ""))
    )


def _spellings(kind: type[AnyWord], also: Mapping[AnyWord, tuple[str, ...]]) -> dict[str, AnyWord]:
    """Every spelling of every word: as it is stored, as sentences write it, and the others given."""
    return {
        plain(spelling): entry
        for entry in kind
        for spelling in (entry.value, entry.label, *also.get(entry, ()))
    }


# Words that give somebody sight of everything are not guessed from a job title.
ROLES = _spellings(
    Role,
    {
        Role.PRACTITIONER: ("social worker", "worker", "early help worker", "IRO"),
        Role.MANAGER: ("team manager", "service manager"),
        Role.QUALITY: ("quality assurance", "quality team", "QA"),
        Role.AUDITOR: ("external auditor", "outside auditor"),
        Role.ADMINISTRATOR: ("admin",),
    },
)

COHORTS = _spellings(
    Cohort,
    {
        Cohort.EARLY_HELP: ("EH",),
        Cohort.CHILD_IN_NEED: ("children in need", "CIN"),
        Cohort.CHILD_PROTECTION: ("CP", "child protection plan"),
        Cohort.CHILD_IN_CARE: (
            "children in care",
            "CIC",
            "looked after",
            "looked after child",
            "looked after children",
            "child looked after",
            "children looked after",
            "LAC",
            "CLA",
        ),
        Cohort.CARE_LEAVER: ("care leavers", "care leaver's", "leaving care", "CL"),
    },
)

BASES = _spellings(
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

SOURCES = _spellings(
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

ORIGINS = _spellings(
    Origin,
    {
        Origin.AUDIT: ("case audit", "case file audit", "file audit"),
        Origin.IRO: ("independent reviewing officer", "IRO challenge"),
        Origin.CONSULTATION: ("consultation with families", "consultation with children and families"),
        Origin.INSPECTION: ("Ofsted", "Ofsted inspection"),
        Origin.MULTI_AGENCY_AUDIT: ("multi-agency", "multiagency audit", "safeguarding board"),
    },
)

STATUSES = _spellings(
    Status,
    {
        Status.OPEN: ("not started", "to do", "outstanding", "agreed"),
        Status.STARTED: ("in progress", "ongoing", "under way", "begun"),
        Status.DONE: ("complete", "completed", "finished", "closed"),
        Status.CHECKED: ("verified", "signed off"),
        Status.NOT_DOING: ("not to do", "will not do", "not agreed", "not pursued"),
        Status.NO_LONGER_APPLIES: ("not applicable", "no longer applicable", "no longer needed", "n/a"),
    },
)
