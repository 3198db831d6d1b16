"""The demo's record: the example files, and actions that are late, due and done around today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bot import cases, intake
from bot.errors import Refusal
from bot.intake import Kind, RawRow, report
from bot.visit import Visit

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
A_CASE = "K7Q2M"

_PRIYA, _TOMAS = "U0PRIYA01", "U0TOMAS02"


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


def load(session: Session, visit: Visit) -> None:
    """Fills an empty record. One that holds the examples already is left as people have made it since."""
    if cases.known(session, A_CASE) is not None:
        return
    for kind in Kind:
        _take_in(session, visit, kind, intake.read_file(EXAMPLES / f"{kind}.csv", kind).rows)
    _take_in(session, visit, Kind.ROUNDS, _numbered([_round_of_today(visit)]))
    _take_in(session, visit, Kind.RECOMMENDATIONS, _numbered(_recommendation(wanted) for wanted in WANTED))
    _take_in(
        session,
        visit,
        Kind.ACTIONS,
        _numbered(_action(visit, wanted, step) for wanted in WANTED for step in wanted.steps),
    )


def _take_in(session: Session, visit: Visit, kind: Kind, rows: Iterable[RawRow]) -> None:
    taken = intake.take_in(session, visit, kind, rows, skip_bad=False)
    if taken.refused:
        raise Refusal(report.text(taken))


def _numbered(rows: Iterable[Mapping[str, str]]) -> Iterable[RawRow]:
    return (RawRow(number, cells) for number, cells in enumerate(rows, start=1))


def _round_of_today(visit: Visit) -> dict[str, str]:
    """A round that is under way, so that an outside auditor can log in it."""
    first = visit.today.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return {
        "name": f"{first:%B %Y}",
        "basis": "half",
        "starts": first.isoformat(),
        "ends": last.isoformat(),
        "organisation": "Aidhour",
    }


def _recommendation(wanted: Wanted) -> dict[str, str]:
    return {"case": wanted.case, "text": wanted.text, "theme": wanted.theme, "source": wanted.source}


def _action(visit: Visit, wanted: Wanted, step: Step) -> dict[str, str]:
    after = visit.terms.calendar.after
    return {
        "recommendation": wanted.text,
        "case": wanted.case,
        "text": step.text,
        "owner": step.owner,
        "due": after(visit.today, step.due).isoformat(),
        "status": step.status,
        "done_on": "" if step.done is None else after(visit.today, -step.done).isoformat(),
    }


WANTED = (
    Wanted(
        "K7Q2M",
        "Bring the pathway plan up to date: the last one has fallen out of timescale",
        "Pathway plans",
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
        "Pathway plans",
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
        "Life story work",
        "consultation",
        (
            Step("Plan the life story work with the carers", "Bryony Kestle", due=-5),
            Step("Bring the plan for life story work to group supervision", "Bryony Kestle", due=10),
        ),
    ),
    Wanted(
        "W43D7",
        "Carry out return interviews within timescale and use what they tell",
        "Missing from care",
        "multi-agency audit",
        (
            Step("Write up the return interview and share it with the core group", _TOMAS, due=-2),
            Step("Add what the return interviews show to the child protection plan", _TOMAS, due=6),
        ),
    ),
    Wanted(
        "RJCQ6",
        "Make the child protection plan specific about who does what by when",
        "Plans",
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
        "Plans",
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
        "Thresholds",
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
        "Engagement",
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
