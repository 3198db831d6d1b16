"""Which themes together make which question, and what narrows each down."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.questions.words import Kind, Theme

WHOSE = (Kind.MINE, Kind.ALL, Kind.TEAM, Kind.COHORT, Kind.PERSON)
WHEN = (Kind.SPAN, Kind.AHEAD, Kind.PAST, Kind.MONTH, Kind.DAY)


@dataclass(frozen=True)
class Rule:
    """A question: the word that answers it, and what its rest begins with.

    It is meant where all of its `themes` are spoken of, and none beside these and what it may `also` hold;
    where nothing narrows it down but what it `takes` (in the order in which one types it) or `ignores`, and
    all that it `needs` is there. `is_asked`: only put as a question; told, it is another thing.
    """

    word: str
    themes: frozenset[Theme] = frozenset()
    says: str = ""
    also: frozenset[Theme] = frozenset()
    takes: Sequence[Kind] = ()
    needs: frozenset[Kind] = frozenset()
    ignores: frozenset[Kind] = frozenset()
    is_asked: bool = False


def of(*themes: Theme) -> frozenset[Theme]:
    return frozenset(themes)


def kinds(*entries: Kind) -> frozenset[Kind]:
    return frozenset(entries)


_T = Theme
_EVERYONE = kinds(Kind.MINE, Kind.ALL)
_GRADES = (Kind.COHORT, Kind.YEAR)
_PROGRAMME = (Kind.ACTIVITY, Kind.YEAR)
_HELD = of(_T.AUDITS, _T.FINISHED, _T.PROGRAMME)
_DONE = of(_T.ACTIONS, _T.AUDITS)
_PLAIN = of(_T.ACTIONS, _T.CASES)
_TO_COME = (Kind.SPAN, Kind.AHEAD, Kind.MONTH, Kind.DAY)
_DUE = (Kind.SPAN, Kind.AHEAD, *WHOSE, Kind.MONTH, Kind.DAY)
_AUDITED_OF_LATE = kinds(Kind.ALL, Kind.MINE, Kind.TEAM, Kind.YEAR)
_GONE = (Kind.SPAN, Kind.PAST, Kind.MONTH)

_PLAN = of(_T.PLAN, _T.AREAS)
_WHOLE = kinds(Kind.ALL)

_COUNTS = (
    Rule(
        "count", of(_T.COUNT, _T.CHECK), "check", of(_T.ACTIONS, _T.WAITING, _T.FINISHED), ignores=_EVERYONE
    ),
    Rule(
        "count",
        of(_T.COUNT, _T.MODERATE),
        "moderate",
        of(_T.AUDITS, _T.WAITING, _T.GRADES),
        ignores=_EVERYONE,
    ),
    Rule("count", of(_T.COUNT, _T.MORE_TIME), "requests", of(_T.WAITING, _T.ACTIONS), ignores=_EVERYONE),
    Rule("count", of(_T.COUNT, _T.APPROVALS), "requests", of(_T.MORE_TIME), ignores=_EVERYONE),
    Rule("count", of(_T.COUNT, _T.OVERDUE), "overdue", _PLAIN | of(_T.OPEN), WHOSE),
    Rule("count", of(_T.COUNT, _T.DUE), "due", _PLAIN | of(_T.OPEN), _DUE),
    Rule("count", of(_T.COUNT, _T.OPEN), "open", _PLAIN, WHOSE),
    *(
        Rule("changed", of(_T.COUNT, theme), also=also, needs=kinds(kind), takes=(kind,), ignores=_EVERYONE)
        for theme, also in ((_T.FINISHED, _DONE), (_T.AUDITS, of(_T.FINISHED, _T.CASES)))
        for kind in _GONE
    ),
    Rule(
        "count",
        of(_T.COUNT),
        also=of(_T.AUDITS, _T.GRADES, _T.CASES, _T.FINISHED),
        takes=(Kind.GRADE, *_GRADES),
        needs=kinds(Kind.GRADE),
        ignores=kinds(Kind.ALL),
    ),
    Rule(
        "count",
        of(_T.COUNT, _T.AUDITS),
        "audits",
        of(_T.CASES, _T.FINISHED, _T.GRADES),
        _GRADES,
        ignores=kinds(Kind.ALL),
    ),
    Rule("count", of(_T.COUNT, _T.CASES), "audits", of(_T.AUDITS, _T.FINISHED), _GRADES, kinds(Kind.YEAR)),
    Rule("count", of(_T.COUNT, _T.ACTIONS), "open", of(_T.CASES), WHOSE),
)

_ONE = (
    Rule("audit", of(_T.LOG)),
    Rule(
        "history",
        of(_T.HISTORY),
        also=of(_T.CASES, _T.CHANGED, _T.AUDITS),
        takes=(Kind.CASE,),
        needs=kinds(Kind.CASE),
    ),
    Rule(
        "history",
        of(_T.CHANGED),
        also=of(_T.CASES),
        takes=(Kind.CASE,),
        needs=kinds(Kind.CASE),
        is_asked=True,
    ),
    Rule(
        "recommendations",
        of(_T.RECOMMENDATIONS),
        also=of(_T.CASES, _T.AUDITS),
        takes=(Kind.CASE,),
        needs=kinds(Kind.CASE),
    ),
    Rule(
        "action",
        also=of(_T.ACTIONS, _T.OVERDUE, _T.DUE, _T.OPEN, _T.HISTORY, _T.WHY),
        takes=(Kind.ACTION,),
        needs=kinds(Kind.ACTION),
    ),
    Rule(
        "action",
        also=of(_T.ACTIONS, _T.FINISHED, _T.CHECK, _T.CHANGED, _T.WHY),
        takes=(Kind.ACTION,),
        needs=kinds(Kind.ACTION),
        is_asked=True,
    ),
    Rule(
        "case",
        also=of(_T.CASES, _T.ACTIONS, _T.OVERDUE, _T.DUE, _T.OPEN, _T.AUDITS, _T.GRADES, _T.GOING),
        takes=(Kind.CASE,),
        needs=kinds(Kind.CASE),
    ),
    Rule(
        "case",
        also=of(_T.CASES, _T.FINISHED, _T.AUDITS, _T.ACTIONS, _T.MODERATE),
        takes=(Kind.CASE,),
        needs=kinds(Kind.CASE),
        ignores=kinds(Kind.GRADE),
        is_asked=True,
    ),
)

_WAITING = (
    Rule("requests", of(_T.MORE_TIME, _T.WAITING), also=of(_T.ACTIONS), ignores=_EVERYONE),
    Rule("requests", of(_T.APPROVALS), also=of(_T.ACTIONS, _T.MORE_TIME), ignores=_EVERYONE),
    Rule("check", of(_T.CHECK), also=of(_T.ACTIONS, _T.WAITING, _T.FINISHED), ignores=_EVERYONE),
    Rule("moderate", of(_T.MODERATE), also=of(_T.AUDITS, _T.WAITING, _T.GRADES), ignores=_EVERYONE),
    Rule("waiting", of(_T.WAITING), also=of(_T.ACTIONS), ignores=_EVERYONE, is_asked=True),
)

_LISTS = (
    Rule("overdue", of(_T.OVERDUE), also=_PLAIN | of(_T.OPEN), takes=WHOSE),
    Rule("due", of(_T.DUE), also=_PLAIN | of(_T.OPEN), takes=_DUE),
    *(
        Rule("due", also=_PLAIN | of(_T.OPEN), takes=(kind, Kind.MINE), needs=kinds(kind, Kind.MINE))
        for kind in (Kind.SPAN, Kind.AHEAD)
    ),
    *(
        Rule("due", of(theme), also=_PLAIN, takes=_DUE, needs=kinds(kind))
        for theme in (_T.OPEN, _T.ACTIONS)
        for kind in _TO_COME
    ),
    Rule("mine", of(_T.ACTIONS), also=of(_T.OPEN), needs=kinds(Kind.MINE), ignores=kinds(Kind.MINE)),
    Rule("mine", of(_T.OPEN), needs=kinds(Kind.MINE), ignores=kinds(Kind.MINE)),
    Rule("cases", of(_T.CASES), needs=kinds(Kind.MINE), ignores=kinds(Kind.MINE)),
    Rule("open", of(_T.OPEN), also=_PLAIN, takes=WHOSE),
    Rule("open", of(_T.ACTIONS), takes=WHOSE, is_asked=True),
    *(Rule("open", of(_T.ACTIONS), takes=(kind,), needs=kinds(kind)) for kind in WHOSE),
)

_REPORTS = (
    Rule("changed", of(_T.CHANGED), also=_DONE, takes=_GONE, ignores=kinds(Kind.ALL)),
    *(
        Rule(
            "changed",
            of(_T.FINISHED),
            also=_DONE,
            takes=(kind,),
            needs=kinds(kind),
            ignores=kinds(Kind.ALL),
        )
        for kind in _GONE
    ),
    Rule(
        "grades",
        of(_T.GRADES),
        also=of(_T.AUDITS, _T.CASES),
        takes=_GRADES,
        ignores=kinds(Kind.ALL, Kind.GRADE),
    ),
    Rule(
        "grades",
        of(_T.AUDITS),
        also=of(_T.CASES),
        takes=_GRADES,
        needs=kinds(Kind.GRADE),
        ignores=kinds(Kind.ALL, Kind.GRADE),
    ),
    Rule(
        "grades",
        of(_T.CASES),
        takes=_GRADES,
        needs=kinds(Kind.GRADE),
        ignores=kinds(Kind.ALL, Kind.GRADE),
        is_asked=True,
    ),
    Rule("grades", of(_T.AUDITS), takes=_GRADES, needs=kinds(Kind.YEAR)),
    *(
        Rule("changed", of(_T.AUDITS), takes=(kind,), needs=kinds(kind), ignores=kinds(Kind.ALL))
        for kind in (Kind.PAST, Kind.MONTH)
    ),
    Rule("grades", takes=_GRADES, needs=kinds(*_GRADES)),
    Rule("programme", of(_T.PROGRAMME), also=_HELD, takes=_PROGRAMME, ignores=kinds(Kind.ALL)),
    Rule("programme", also=_HELD, takes=_PROGRAMME, needs=kinds(Kind.ACTIVITY), ignores=kinds(Kind.ALL)),
    Rule(
        "coverage", of(_T.UNAUDITED), "left", also=of(_T.CASES, _T.AUDITS, _T.OPEN), ignores=_AUDITED_OF_LATE
    ),
    Rule("coverage", of(_T.COVERAGE), also=of(_T.CASES, _T.AUDITS, _T.OPEN), ignores=_AUDITED_OF_LATE),
    Rule("coverage", of(_T.AUDITS, _T.OPEN), "me", also=of(_T.ROUNDS, _T.CASES), ignores=_EVERYONE),
    Rule("coverage", of(_T.OPEN, _T.ROUNDS), "me", also=of(_T.CASES), ignores=_EVERYONE),
    Rule("rounds", of(_T.ROUNDS), also=of(_T.AUDITS), ignores=_EVERYONE, is_asked=True),
    Rule("digest", of(_T.DIGEST), takes=(Kind.TEAM, Kind.ALL), ignores=kinds(Kind.SPAN, Kind.MINE)),
    # How a team is doing is in its digest, and how a cohort is in its grades.
    *(Rule("digest", of(_T.GOING), takes=(kind,), needs=kinds(kind)) for kind in (Kind.TEAM, Kind.ALL)),
    Rule("grades", of(_T.GOING), takes=_GRADES, needs=kinds(Kind.COHORT), is_asked=True),
    Rule("plan", of(_T.PLAN), also=of(_T.ACTIONS, _T.RECOMMENDATIONS), takes=(Kind.COHORT,), ignores=_WHOLE),
    Rule("plan", of(_T.PLAN, _T.OPEN), "open", also=of(_T.ACTIONS), takes=(Kind.COHORT,), ignores=_WHOLE),
    Rule("plan", of(_T.AREAS), "areas", also=of(_T.PLAN, _T.AUDITS), takes=(Kind.COHORT,), ignores=_WHOLE),
    Rule("plan", of(_T.THEMES), "themes", _PLAN | of(_T.AUDITS), (Kind.COHORT,), ignores=_WHOLE),
    Rule("plan", of(_T.BOARD), "board", also=_PLAN | of(_T.CHANGED), is_asked=True),
    Rule("plan", of(_T.PLAN_REVIEW), "review"),
    Rule("report", of(_T.REPORT), takes=(Kind.YEAR, Kind.COHORT), ignores=_WHOLE),
    Rule("export", of(_T.TRACKER), "actions", ignores=_WHOLE),
    Rule("impact", of(_T.IMPACT), also=_DONE, ignores=_WHOLE),
    Rule("meeting", of(_T.PACK), "pack", of(_T.MEETING), ignores=kinds(Kind.MINE)),
    Rule("meeting", of(_T.MINUTES), "minutes", of(_T.MEETING), ignores=kinds(Kind.MINE)),
    Rule("meeting", of(_T.MEETING), ignores=kinds(Kind.SPAN, Kind.MINE), is_asked=True),
    Rule("who", of(_T.WHO_TO_ASK)),
    Rule("who", of(_T.ADMINISTRATOR), "administrator"),
    Rule("help", of(_T.HELP), ignores=kinds(Kind.MINE)),
)

# The first that fits is meant.
RULES: Sequence[Rule] = (*_COUNTS, *_ONE, *_WAITING, *_LISTS, *_REPORTS)
