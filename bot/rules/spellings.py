"""How people write the trade's words, in Slack and in spreadsheets."""

import re
from collections.abc import Mapping
from typing import TypeVar

from storage.words import Cohort, Word

AnyWord = TypeVar("AnyWord", bound=Word)


def plain(written: str) -> str:
    """The words alone: "Looked-after  children" is "looked after children"."""
    return " ".join(
        re.findall(r"\w+", written.casefold().replace("_", " ").replace("'", "").replace("’", ""))
    )


def spellings(kind: type[AnyWord], also: Mapping[AnyWord, tuple[str, ...]]) -> dict[str, AnyWord]:
    """Every spelling of every word: as it is stored, as sentences write it, and the others given."""
    return {
        plain(spelling): entry
        for entry in kind
        for spelling in (entry.value, entry.label, *also.get(entry, ()))
    }


COHORTS = spellings(
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
