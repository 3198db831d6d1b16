"""What the words of a question mean: themes, periods, grades, and the words that change nothing.

A question may hold these words, teams, cohorts, people, cases, actions, years and days, and nothing else: one
word that is not here, and it is not taken for a question at all.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto


class Theme(Enum):
    """What a question is about."""

    OVERDUE = auto()
    DUE = auto()
    OPEN = auto()
    ACTIONS = auto()
    CASES = auto()
    RECOMMENDATIONS = auto()
    HISTORY = auto()
    AUDITS = auto()
    LOG = auto()
    GRADES = auto()
    CHECK = auto()
    MODERATE = auto()
    MORE_TIME = auto()
    APPROVALS = auto()
    WAITING = auto()
    MEETING = auto()
    PACK = auto()
    MINUTES = auto()
    CHANGED = auto()
    FINISHED = auto()
    COUNT = auto()
    HELP = auto()
    WHO_TO_ASK = auto()
    ADMINISTRATOR = auto()
    WHY = auto()
    GOING = auto()
    DIGEST = auto()
    PLAN = auto()
    THEMES = auto()
    AREAS = auto()
    BOARD = auto()
    PLAN_REVIEW = auto()
    IMPACT = auto()
    PROGRAMME = auto()
    COVERAGE = auto()
    UNAUDITED = auto()
    ROUNDS = auto()
    REPORT = auto()
    TRACKER = auto()


class Kind(StrEnum):
    """What a question may be narrowed down to."""

    MINE = auto()
    ALL = auto()
    OWN_TEAM = auto()
    TEAM = auto()
    COHORT = auto()
    PERSON = auto()
    CASE = auto()
    ACTION = auto()
    YEAR = auto()
    SPAN = auto()
    AHEAD = auto()
    PAST = auto()
    MONTH = auto()
    DAY = auto()
    GRADE = auto()
    ACTIVITY = auto()


def spelt(words: str) -> tuple[str, ...]:
    """The spellings in a row of a table, which commas part."""
    return tuple(" ".join(spelling.split()) for spelling in words.split(",") if spelling.strip())


THEMES: Mapping[Theme, str] = {
    Theme.OVERDUE: """overdue, over due, late, lateness, past due, past the due date, past its date,
        past their date, past its due date, past their due date, past their due dates, past deadline,
        past the deadline, missed deadline, missed deadlines, behind on, behind with, behind schedule,
        out of timescale, out of time, most overdue, longest overdue, to chase, do i need to chase,
        should i chase, do i have to chase, can i chase, needs chasing, need chasing, chase list,
        have slipped, has slipped, furthest behind, most behind""",
    Theme.DUE: """due, due soon, coming up, upcoming, deadlines, deadline, falls due, fall due,
        falling due, to be done by, needs doing, need doing, needs to be done, need to be done""",
    Theme.OPEN: """still open, unfinished, not done, not finished, undone, to do, left to do, still to do,
        to be done, in progress, not yet done, not been done, not been finished, open for, open with,
        is left for, are left for, working on""",
    Theme.ACTIONS: "action, actions, task, tasks, action points, action point",
    Theme.CASES: "case, cases, file, files, case file, case files, case record, record",
    Theme.RECOMMENDATIONS: "recommendation, recommendations, recommended, recommend, recs",
    Theme.HISTORY: """history, timeline, audit trail, chronology, what has happened, what happened,
        happened, past""",
    Theme.AUDITS: "audit, audits, audited, file audit, file audits, case audit, case audits, auditing",
    Theme.LOG: """log an audit, log audit, log a new audit, record an audit, record a new audit,
        enter an audit, submit an audit, how do i log an audit, how do i record an audit,
        how can i log an audit, how can i record an audit, where do i log an audit""",
    Theme.GRADES: """grade, grades, graded, grading, gradings, rating, ratings, rated, judgement,
        judgements, judgment, judgments, scores, how did we do, how well did we do,
        moderation agreement, how often do moderators agree, grades were changed by moderation""",
    Theme.CHECK: """check, to check, checking, needs checking, need checking, unchecked, not checked,
        not been checked, not yet checked, be checked, to be checked, waiting to be checked,
        awaiting a check, a check, checks, sign off, to sign off, verify, to verify, done but not checked,
        done and not checked""",
    Theme.MODERATE: """moderate, to moderate, moderation, moderating, be moderated, to be moderated,
        unmoderated, not moderated, not been moderated, not yet moderated, awaiting moderation,
        waiting for moderation, a moderated grade, wait for moderation, waits for moderation,
        wait to be moderated, challenged, grades were challenged, challenged grades, challenges""",
    Theme.MORE_TIME: "more time, extra time, extension, extensions, longer, time extensions",
    Theme.APPROVALS: """pending approval, pending approvals, waiting for approval, waiting for my approval,
        awaiting approval, awaiting my approval, approve requests, requests to approve,
        requests are waiting, requests are there, requests wait, requests waiting, waiting requests,
        requests are pending, requests pending, pending requests, requests are open, open requests,
        requests do i have, requests are in the queue""",
    Theme.WAITING: """waiting, waits, awaiting, await, pending, queue, in the queue, that wait, request,
        requests, requested, to approve, to decide, needs my attention, need my attention,
        do you need from me, anything for me, is there anything for me, waiting on me""",
    Theme.MEETING: """meeting, meetings, meet, getting from good to outstanding meeting,
        good to outstanding meeting, agenda, last meeting""",
    Theme.PACK: "pack, packs, meeting pack, pack for the meeting, papers, papers for the meeting",
    Theme.MINUTES: """minutes, minuted, what was decided, what has been decided, decided at the meeting,
        decided at the last meeting, what did the meeting decide, what did we decide, decisions""",
    Theme.CHANGED: """changed, changes, what is new, anything new, any new, any news, what is the news,
        happening, happened this week, happened since monday, what happened this week,
        what has happened this week, moved on, what went on, updates, any update, an update,
        what is going on""",
    Theme.FINISHED: """done, finished, completed, complete, checked, agreed, recorded, logged, got done,
        been done, carried out""",
    Theme.COUNT: "how many, number of, the number of, count, total, total number of, how much, tally",
    Theme.HELP: """help, what can you do, what do you do, what can i ask, what can i ask you,
        what can i say, commands, what can you tell me, what else can you do, what questions can i ask,
        what can we ask, how does this work, how do you work, how do i use you, how do i use this,
        instructions, menu, options, what can i do, what can i do here,
        what are you for, what do you know, who are you, can you help, can you help me""",
    Theme.WHO_TO_ASK: """who to ask, whom to ask, who do i ask, who should i ask, who can i ask,
        who can help, who can help me, who do i speak to, who should i speak to, who can i speak to,
        who do i talk to, who should i talk to, who do i contact, who should i contact, who is my manager""",
    Theme.ADMINISTRATOR: """who runs this, who runs this bot, who looks after this bot, who looks after you,
        who is the administrator, who is an administrator, who is administrator, who is the admin,
        who is an admin, who is admin, who are the administrators, who are the admins""",
    Theme.WHY: "why",
    Theme.DIGEST: """digest, weekly digest, summary, weekly summary, round-up, roundup, overview,
        how are we doing, how are we getting on""",
    Theme.PLAN: """improvement plan, service improvement plan, the plan, plan, on the plan, in the plan,
        on the improvement plan, in the improvement plan, our plan""",
    Theme.THEMES: """themes, common themes, the themes, recurring themes, main themes, most common themes,
        themes come up, themes keep coming up, keeps coming up, comes up most, come up most""",
    Theme.AREAS: """areas for development, area for development, areas to develop, areas for improvement,
        areas to improve, areas of development, development areas""",
    Theme.BOARD: """board pack, board's pack, pack for the board, the board pack, improvement board,
        service improvement board, board, the board, for the board""",
    Theme.PLAN_REVIEW: "quarterly review, plan review, review the plan, review of the plan",
    Theme.REPORT: "report to members, members report, members' report, annual report, report for members",
    Theme.TRACKER: """action tracker, the tracker, tracker, actions tracker, action tracker as a spreadsheet,
        tracker as a spreadsheet, tracker in excel, action tracker in excel, actions in excel,
        actions as a spreadsheet, spreadsheet of the actions""",
    Theme.IMPACT: """impact, did it make a difference, does it make a difference, do we make a difference,
        did we make a difference, are we making a difference, is it making a difference, did it help,
        did it work, does it work, is it working, does all this work, does any of it work, make a difference,
        made a difference, making a difference, how long do actions take, how long does an action take,
        how long does it take to finish an action, how long do things take, do actions make a difference,
        did actions make a difference, did the actions make a difference, how long it takes""",
    Theme.PROGRAMME: """programme, program, programme of audits, audit programme, annual programme,
        programme of the year, quality assurance programme, qa programme, planned, is planned, are planned,
        planned activities, planned activity, activities, audit plan""",
    Theme.COVERAGE: "coverage, audit coverage, covered by audits, how far are we with audits",
    Theme.UNAUDITED: """not audited, not been audited, not yet audited, not yet been audited, never audited,
        unaudited, without an audit, have no audit, has no audit, not been covered""",
    Theme.ROUNDS: "round, rounds, this round, audit round, audit rounds, round of audits, rounds of audits",
}

# They mean the theme only where something of the trade stands beside them: "is Early Help behind".
HINTS: Mapping[Theme, str] = {
    Theme.OVERDUE: "behind, missed, slipped, slipping, chase, chasing",
    Theme.DUE: "coming, ahead, what is next",
    Theme.OPEN: "open, left, assigned, incomplete",
    Theme.GRADES: """results, scored, score, percentage, percent, proportion, share, split, breakdown,
        trend, trends, compare, compared, comparison""",
    Theme.WAITING: """approve, approval, approvals, decide, decision, decisions, asked for, asking for,
        wants, asked""",
    Theme.CHANGED: "progress, moved, different",
    Theme.REPORT: "report, reports",
    Theme.GOING: "doing, getting on, going, looking, performing, faring",
}

MINE = """my, mine, me, my own, myself, for me, on me, i have, do i have, have i got, have i, i have got,
    am i, do i, did i, should i, must i, i am, i need to, i owe, do i need, do i need to, do i owe,
    i must, i should, my name, to me, from me, i have to, do i have to, i got"""

MY_ACTIONS = """on my plate, on my list, on my desk, my list, my to-do list, my to do list, my workload,
    i have to do, do i have to do, do i need to do, i need to do, should i do, should i be doing,
    must i do, have i still got to do, have i got to do, i have got to do, i still have to do,
    do i still have to do, i own, do i own, what is mine, which is mine, which are mine, which ones are mine,
    what are mine"""

OWN_TEAM = "my team, our team, my teams, my people, my staff, my lot, people in my team, my workers"

ALL = """all, everything, everyone, everybody, whole service, the whole service, across the service,
    service, council, all teams, every team, all of them, overall, in total, altogether, all cohorts,
    anyone, anybody"""

# What has an end today, and what lies ahead or behind.
SPANS: Mapping[str, str] = {
    "today": "today, by the end of today, tonight",
    "week": "week, the week",
    "this week": """this week, since monday, over the week, so far this week, end of the week,
        by the end of the week, by the end of this week, the end of the week""",
    "month": "month, the month",
    "this month": """this month, by the end of the month, by the end of this month, end of the month,
        the end of the month, month end, so far this month""",
}

AHEADS: Mapping[str, str] = {
    "tomorrow": "tomorrow",
    "week": """in a week, next 7 days, next seven days, 7 days, seven days, within a week, the week ahead,
        the next week""",
    "fortnight": """fortnight, next fortnight, this fortnight, two weeks, 2 weeks, next two weeks,
        next 2 weeks, 14 days, next 14 days, ten working days, 10 working days, couple of weeks""",
    "month": """next 30 days, 30 days, next 31 days, four weeks, 4 weeks, next four weeks, next 4 weeks,
        the month ahead, within a month, in a month""",
    "next week": "next week",
    "next month": "next month",
}

PASTS: Mapping[str, str] = {
    "yesterday": "yesterday",
    "last week": "last week, the last week, previous week, the week before",
    "last month": "last month, the last month, previous month, the month before",
}

GRADES: Mapping[str, str] = {
    "good or better": """good or better, good and better, good or outstanding, good and outstanding,
        good or above""",
    "good": "good, goods",
    "outstanding": "outstanding, outstandings",
    "requires improvement": """requires improvement, require improvement, requiring improvement,
        required improvement, ri, ris""",
    "inadequate": "inadequate, inadequates",
    "not graded": "not graded, ungraded",
}

# Activities of the programme. Early Help audits are left out: they may be audits of Early Help's cases.
ACTIVITIES: Mapping[str, str] = {
    "thematic audits": "thematic audit, thematic audits, thematics",
    "closed-case audits": """closed case audit, closed case audits, audit of closed cases,
        audits of closed cases""",
    "consultations": """consultation, consultations, consultation with families, consultations with families,
        consultation with children and families, consultations with children and families""",
    "multi-agency audits": "multi agency audit, multi agency audits, multiagency audit, multiagency audits",
    "line of sight": "line of sight",
    "top 3 forum": "top 3 forum, top three forum",
    "supervision audits": """supervision audit, supervision audits, audit of supervision,
        audits of supervision""",
    "direct observations": "direct observation, direct observations, practice observations",
    "dip samples": "dip sample, dip samples, dip sampling",
}

YEARS_AGO: Mapping[int, str] = {
    0: "this year, year, the year, year to date",
    1: "last year, previous year, a year ago, the year before",
}

NUMBERS = spelt("one, two, three, four, five, six, seven, eight, nine, ten")
WEEKDAYS = spelt("monday, tuesday, wednesday, thursday, friday, saturday, sunday")
