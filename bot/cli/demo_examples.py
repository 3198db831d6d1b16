"""What the demo's record holds beside the example files, told from the day on which it is tried."""

from dataclasses import dataclass

from bot.findings import NewFinding
from storage.words import FindingKind

_PRIYA, _TOMAS = "U0PRIYA01", "U0TOMAS02"

# The meeting to come; owners are told of it five working days before, and members have the pack after three.
DAYS_TO_THE_MEETING = 8
CHAIR, MEMBERS = "Helen Marsh", ("Priya Shah", "Grace Obi", "Omara Finch")


@dataclass(frozen=True)
class Step:
    """An action; `due` counts working days from today, `done` those since it was done."""

    text: str
    owner: str
    due: int
    done: int | None = None
    status: str = ""


@dataclass(frozen=True)
class Wanted:
    """A recommendation of one case, and what was agreed for it."""

    case: str
    text: str
    theme: str
    source: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Audited:
    """An audit of this month's round, so many working days ago. It waits for moderation, or has a grade."""

    case: str
    days: int
    auditor: str
    sources: str
    grade: str
    moderated_grade: str
    found: tuple[NewFinding, ...]


@dataclass(frozen=True)
class Planned:
    """An activity of the programme of the year that runs; `month` is counted from April, which is 0."""

    kind: str
    theme: str
    by: str
    month: int | None


PLANNED = (
    Planned("Early Help audit", "", "in-house", month=4),
    Planned("Early Help audit", "", "in-house", month=10),
    Planned("Thematic audit", "pathway plans", "in-house", month=1),
    Planned("Thematic audit", "return interviews", "in-house", month=6),
    Planned("Consultation with children and families", "open cases", "Action for Children", month=3),
    Planned("Multi-agency audit", "transitions", "the safeguarding board", month=8),
    Planned("Supervision audit", "supervision notes", "in-house", month=7),
    Planned("Direct observation", "visits and reviews", "team managers", month=9),
    Planned("Line of sight", "annual visits to children in care", "Assistant Director", month=None),
    Planned("Top 3 forum", "cases across services", "", month=None),
)

WANTED = (
    Wanted(
        "K7Q2M",
        "Bring the pathway plan up to date: the last one has fallen out of timescale",
        "Pathway plan",
        "audit",
        (
            Step("Meet the young person and update the pathway plan together", _TOMAS, due=-3),
            Step("Agree the updated pathway plan in supervision", _PRIYA, due=4),
        ),
    ),
    Wanted(
        "K7Q2M",
        "Write down what the young person says about housing in their own words",
        "Voice of the child",
        "iro",
        (Step("Add the young person's views to the record of the next visit", _TOMAS, due=8),),
    ),
    Wanted(
        "7X56F",
        "Show management oversight of the decisions since the last review",
        "Management oversight",
        "audit",
        (
            Step("Write up the supervision notes that are waiting", _PRIYA, due=-7),
            Step("Bring the chronology up to date", _TOMAS, due=-1),
        ),
    ),
    Wanted(
        "9T5F2",
        "Review the pathway plan now that the tenancy has begun",
        "Pathway plan",
        "audit",
        (
            Step("Review the pathway plan with the personal adviser", _TOMAS, due=0),
            Step("Invite the virtual school to the next review", _TOMAS, due=-9, done=10, status="done"),
        ),
    ),
    Wanted(
        "PG2MY",
        "Record the reasons for the change of worker and how the young person was told",
        "Case recording",
        "audit",
        (Step("Write up the change of worker in the case record", "Callum Tarrow", due=-12),),
    ),
    Wanted(
        "P2HQH",
        "Begin life story work with the young person",
        "Direct work",
        "consultation",
        (
            Step("Plan the life story work with the carers", "Bryony Kestle", due=-5),
            Step("Bring the plan for life story work to group supervision", "Bryony Kestle", due=10),
        ),
    ),
    Wanted(
        "W43D7",
        "Carry out return interviews within timescale and use what they tell",
        "Multi-agency working",
        "multi-agency audit",
        (
            Step("Write up the return interview and share it with the core group", _TOMAS, due=-2),
            Step("Add what the return interviews show to the child protection plan", _TOMAS, due=6),
        ),
    ),
    Wanted(
        "RJCQ6",
        "Make the child protection plan specific about who does what by when",
        "Planning and timescales",
        "iro",
        (
            Step("Rewrite the plan with the core group", "Bryony Kestle", due=-15),
            Step("Check the new plan before the review conference", _PRIYA, due=2),
        ),
    ),
    Wanted(
        "58DTW",
        "Record direct work so that the child's view can be followed",
        "Voice of the child",
        "audit",
        (Step("Write up the last three sessions of direct work", _TOMAS, due=1),),
    ),
    Wanted(
        "MMN9C",
        "Keep the care plan and the placement plan in step",
        "Planning and timescales",
        "iro",
        (
            Step("Compare the two plans and correct the care plan", "Imani Vosper", due=-4),
            Step(
                "Tell the reviewing officer what was corrected",
                "Imani Vosper",
                due=-6,
                done=7,
                status="checked",
            ),
        ),
    ),
    Wanted(
        "X4HR5",
        "Set down why the case was stepped down, and the family's view of it",
        "Assessment",
        "audit",
        (Step("Record the decision to step down and the reasons for it", "Callum Tarrow", due=0),),
    ),
    Wanted(
        "KXG2D",
        "Observe practice directly and give feedback",
        "Management oversight",
        "audit",
        (
            Step("Make a joint visit and write up the observation", _PRIYA, due=-1),
            Step("Talk the observation through in supervision", _PRIYA, due=13),
        ),
    ),
    Wanted(
        "RYX42",
        "Record the attempts to reach the family and what was tried next",
        "Family and carers",
        "audit",
        (
            Step("Bring the record of attempted visits up to date", "Jude Ellery", due=-2),
            Step("Agree the next steps with the team around the family", "Omara Finch", due=3),
        ),
    ),
    Wanted(
        "95WD3",
        "Close the case with a summary of what made a difference",
        "Case recording",
        "audit",
        (
            Step("Write the closing summary", "Jude Ellery", due=18),
            Step("Ask the family for feedback", "Jude Ellery", due=-3, done=4, status="done"),
        ),
    ),
)


def _strength(text: str, theme: str) -> NewFinding:
    return NewFinding(FindingKind.STRENGTH, text, theme)


def _area(text: str, theme: str) -> NewFinding:
    return NewFinding(FindingKind.AREA, text, theme)


AUDITED = (
    Audited(
        "9T5F2",
        days=9,
        auditor="Alana Brook",
        sources="file; worker",
        grade="Good",
        moderated_grade="Good",
        found=(
            _strength("The personal adviser is in touch at least every fortnight.", "Visits"),
            _area("The pathway plan does not yet say what changed with the tenancy.", "Pathway plan"),
        ),
    ),
    Audited(
        "58DTW",
        days=8,
        auditor="Alana Brook",
        sources="file; worker; family",
        grade="Good",
        moderated_grade="Requires improvement",
        found=(
            _strength("Carers feel listened to and say so.", "Family and carers"),
            _area("Direct work is recorded late, and the child's view is lost.", "Voice of the child"),
        ),
    ),
    Audited(
        "PG2MY",
        days=6,
        auditor="Marta Pellow",
        sources="file; worker; manager",
        grade="Requires improvement",
        moderated_grade="Requires improvement",
        found=(
            _strength("The handover between workers was done in person.", "Transitions"),
            _area("The reasons for the change of worker are not recorded.", "Case recording"),
        ),
    ),
    Audited(
        "RYX42",
        days=4,
        auditor="Marta Pellow",
        sources="file",
        grade="Good",
        moderated_grade="",
        found=(_strength("Attempts to reach the family are varied and patient.", "Family and carers"),),
    ),
    Audited(
        "W43D7",
        days=3,
        auditor="Alana Brook",
        sources="file; worker",
        grade="Inadequate",
        moderated_grade="",
        found=(
            _area("Return interviews are missing or late.", "Multi-agency working"),
            _area("Supervision does not follow up what was agreed.", "Supervision"),
        ),
    ),
)
