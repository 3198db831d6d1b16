"""`/g2o report` and `/g2o export`: the form, the making, and the file by direct message."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from bot import case_file, cases, documents, free_text, meetings, people, rounds, sent_files
from bot.documents import Paper, Wanted
from bot.errors import NotUnderstood, Refusal
from bot.nearest import nearest
from bot.rules.rights import Right
from bot.rules.spellings import COHORTS, plain
from bot.visit import Visit
from handlers import carried, own_history
from handlers.blocks import documents as blocks
from handlers.blocks.documents import ALL, PARTS, Choices, Part
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.forms import Typed
from handlers.handover import Order, hand_over
from handlers.office import Office
from storage.models import Meeting, Round
from storage.words import Cohort

# How people call the documents, beside the word and the name of each.
CALLED = {
    Paper.REPORT: ("report to members", "members report", "members' report"),
    Paper.PLAN: ("improvement plan", "sip"),
    Paper.ACTIONS: ("tracker", "action tracker", "the tracker"),
    Paper.PACK: ("meeting pack",),
    Paper.BOARD: ("board pack", "board's pack"),
    Paper.MINUTES: ("meeting minutes",),
}
PAPERS: Mapping[str, Paper] = {
    plain(words): paper for paper in Paper for words in (paper.value, paper.label, *CALLED.get(paper, ()))
}

OWN_HISTORY = (sent_files.OWN, f"my {sent_files.OWN}")

FORM_OF_EXPORT = (
    "After `/g2o export` you can say which document: "
    f"{', '.join(paper.value for paper in Paper)}, or case and a reference, as in `/g2o export case K7Q2M`."
)
FORM_OF_REPORT = (
    "After `/g2o report` you can say a year or a round, and a cohort: for example `/g2o report 2018` or "
    "`/g2o report October 2018 care leavers`."
)
_YEAR = re.compile(r"20\d\d")
_YEARS_AGO = {"this year": 0, "last year": 1}
_ROUND = "r"  # before a round's id, where a year stands as it is


@dataclass(frozen=True)
class Words:
    """What was typed after a word: which document, and what it is to be of."""

    paper: Paper | None = None
    of: str = ""
    cohort: Cohort | None = None


# --- the form


def open_report(office: Office, call: Call) -> View:
    return _open(office, call, lambda known: asked_report(call.text, known, call.today(office).year))


def open_export(office: Office, call: Call) -> Message | View:
    first, _, rest = call.text.partition(" ")
    if first.lower() == sent_files.CASE:
        return export_case(office, call, rest)
    if plain(call.text) in OWN_HISTORY:
        return own_history.as_file(office, call)
    return _open(office, call, lambda known: asked_export(call.text, known, call.today(office).year))


def choose_paper(office: Office, call: Call) -> View:
    """The form asks for what the chosen document can be of; what was filled in stays."""
    with office.db.reading() as session:
        choices = _choices(session, call.visit(office, session))
    return blocks.form(
        {**call.typed.values, "paper": carried.word(Paper, call.text)}, choices, _fewest(office)
    )


def _open(office: Office, call: Call, read: Callable[[Sequence[Round]], Words]) -> View:
    with office.db.reading() as session:
        visit = call.visit(office, session)
        people.require(session, visit, Right.MAKE_DOCUMENTS)
        words = read(rounds.earlier(session, visit))
        choices = _choices(session, visit)
    if words.paper and words.paper not in choices.papers:
        raise Refusal(f"I cannot make {blocks.NAMED[words.paper]} as a document.")
    call.answers.open("Make a document")
    values = {
        "paper": words.paper or choices.papers[0],
        Part.OF: words.of,
        Part.COHORT: words.cohort,
        Part.WITHHOLD: [str(office.terms.withhold_under)],
    }
    return blocks.form(values, choices, _fewest(office))


def _choices(session: Session, visit: Visit) -> Choices:
    papers = documents.offered(visit)
    if not papers:
        raise Refusal(blocks.NONE_OFFERED)
    known = rounds.earlier(session, visit)
    years = sorted({there.starts_on.year for there in known}, reverse=True)
    of = [
        ("All there is", ALL),
        *((f"Rounds of {year}", str(year)) for year in years),
        *((there.name, f"{_ROUND}{there.id}") for there in known),
    ]
    return Choices(papers, of[: blocks.MOST_CHOICES])


def _fewest(office: Office) -> int:
    return office.terms.withhold_under or blocks.FEWEST


# --- what was typed


def asked_export(text: str, known: Sequence[Round], year: int) -> Words:
    """`[PAPER] [YEAR|ROUND] [COHORT]`. Raises NotUnderstood with the nearest document."""
    words = plain(text).split()
    for length in range(len(words), 0, -1):
        paper = PAPERS.get(" ".join(words[:length]))
        if paper:
            of = asked_report(" ".join(words[length:]), known, year)
            return Words(paper, of.of, of.cohort)
    if not words:
        return Words()
    free_text.refuse_personal_details(text)
    near = nearest(" ".join(words), PAPERS)
    hint = f"Did you mean `/g2o export {PAPERS[near].value}`? " if near else ""
    raise NotUnderstood(f"{hint}{FORM_OF_EXPORT}")


def asked_report(text: str, known: Sequence[Round], year: int) -> Words:
    """`[YEAR|ROUND] [COHORT]`, in either order. Raises NotUnderstood."""
    names = {plain(there.name): f"{_ROUND}{there.id}" for there in known}
    ago = {words: str(year - years) for words, years in _YEARS_AGO.items()}
    for of, cohort in _parted(plain(text).split()):
        meant = {"": "", **ago, **names}.get(of) or (of if _YEAR.fullmatch(of) else "")
        if (meant or not of) and (not cohort or cohort in COHORTS):
            there = {found.starts_on.year for found in known}
            if _YEAR.fullmatch(meant) and int(meant) not in there:
                raise NotUnderstood("There is no round of that year. `/g2o rounds` lists those there are.")
            return Words(Paper.REPORT, meant, COHORTS.get(cohort))
    free_text.refuse_personal_details(text)
    raise NotUnderstood(FORM_OF_REPORT)


def _parted(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place in range(len(words) + 1):
        before, after = " ".join(words[:place]), " ".join(words[place:])
        yield before.removeprefix("for "), after.removeprefix("for ")
        yield after.removeprefix("for "), before.removeprefix("for ")


# --- what is asked for


def make(office: Office, call: Call) -> Message:
    """The submitted form."""
    with office.db.reading() as session:
        wanted = _wanted(session, call.visit(office, session), call.typed)
    return hand_over(office, call, order_of(wanted))


def make_at_once(office: Office, call: Call) -> Message:
    """The button of what is shown, whose value is the document and what it is of."""
    word, *of = call.text.split() or [""]
    paper = carried.word(Paper, word)
    of_meeting = paper in (Paper.PACK, Paper.MINUTES)
    wanted = Wanted(
        paper,
        year=None if of_meeting else next((int(one) for one in of if _YEAR.fullmatch(one)), None),
        cohort=next((Cohort(one) for one in of if one in list(Cohort)), None),
        withhold_under=office.terms.withhold_under if Part.WITHHOLD in _parts(paper) else 0,
        meeting_id=carried.number(of[0] if of else "") if of_meeting else None,
    )
    return hand_over(office, call, order_of(wanted))


def beside(visit: Visit, shown: Message, paper: Paper, of: str = "") -> Message:
    """What is shown, with the button that makes a document of it for whoever may have one."""
    return blocks.with_button(shown, paper, of) if paper in documents.offered(visit) else shown


def export_case(office: Office, call: Call, typed: str) -> Message:
    """All that is held on a case. What was typed is looked up before anything is begun."""
    if not typed.strip():
        raise NotUnderstood(FORM_OF_EXPORT)
    with office.db.reading() as session:
        visit = call.visit(office, session)
        people.require(session, visit, Right.EXPORT_CASE)
        reference = cases.find(session, visit, typed.strip()).reference
    order = Order(sent_files.CASE, reference, blocks.CASE_FILE, partial(case_file.make, typed=reference))
    return hand_over(office, call, order)


def order_of(wanted: Wanted) -> Order:
    return Order(
        wanted.paper.value,
        repr(wanted),
        blocks.NAMED[wanted.paper],
        partial(documents.make, wanted=wanted),
        wanted.withhold_under,
    )


def _wanted(session: Session, visit: Visit, form: Typed) -> Wanted:
    paper = carried.word(Paper, form.text("paper"))
    applies = _parts(paper)
    of = form.text(Part.OF) if Part.OF in applies else ""
    cohort = form.text(Part.COHORT) if Part.COHORT in applies else ""
    withhold = form.words(Part.WITHHOLD) if Part.WITHHOLD in applies else []
    meeting = _meeting(session, visit, paper)
    return Wanted(
        paper,
        year=int(of) if _YEAR.fullmatch(of) else None,
        round_id=carried.number(of.removeprefix(_ROUND)) if of.startswith(_ROUND) else None,
        cohort=carried.word(Cohort, cohort) if cohort else None,
        withhold_under=carried.number(withhold[0]) if withhold else 0,
        meeting_id=meeting.id if meeting else None,
    )


def _meeting(session: Session, visit: Visit, paper: Paper) -> Meeting | None:
    """The meeting that is meant where none was named: the next one's pack, the last one's minutes."""
    if paper is Paper.PACK:
        return meetings.pack_ahead(session)
    return meetings.minutes(session, visit, None).meeting if paper is Paper.MINUTES else None


def _parts(paper: Paper) -> frozenset[Part]:
    return PARTS.get(paper, frozenset())
