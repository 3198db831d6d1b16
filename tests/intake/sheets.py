"""Sheets as tests write them: a few lines of CSV, the headings first."""

import csv
from textwrap import dedent

from sqlalchemy.orm import Session

from bot.intake import Kind, RawRow, Report, take_in
from bot.visit import Visit
from storage import journal

PEOPLE = """
    slack_id,name,role,team,working_days,cover
    U0ROBIN09,Robin Vale,quality; administrator,Early Help,mon-wed,Wren Ashdale
    ,Wren Ashdale,social worker,,,
"""
TEAMS = """
    name,channel,manager,service_manager
    Fostering,C0FOSTER1,U0PRIYA01,Omara Finch
"""
CASES = """
    system_number,reference,cohort,team,worker,opened,closed
    2001.0,R8D4C,LAC,early help,Jude Ellery,14/03/2024,
    2002,,Care leaver,,,,
"""
ROUNDS = """
    name,kind,theme,basis,starts,ends,organisation,planned
    April 2025,Case audits,Housing,by risk,1 April 2025,30/4/25,Aidhour,31
"""
AUDITS = """
    case,round,date,auditor,organisation,sources,grade,moderated_grade,moderator,moderated_on
    K7Q2M,March 2025,04/03/2025,alana brook,,file; worker,RI,Good,Grace Obi,2025-03-07
    1002,,03/03/2025,Wren Ashdale,,all,2,,,
"""
RECOMMENDATIONS = """
    number,case,round,text,theme,source
    1,,March 2025,Introduce case mapping,Supervision,inspection
    ,K7Q2M,,Update the pathway plan,,
"""
ACTIONS = """
    recommendation,case,text,owner,due,status,done_on
    1,,Try case mapping twice,U0PRIYA01,31/03/2025,in progress,
    Update the pathway plan,K7Q2M,Meet the young person,Tomas Reid,10/03/2025,,07/03/2025
"""
PROGRAMME = """
    kind,theme,by,month,year,done_on
    Top 3 forum,,,,,
    Thematic audits,pathway plans,in-house,2024-06,,14/06/2024
    Case audit (eight closed cases),,Aidhour,September 2024,2024-25,
"""
SHEETS = {
    Kind.PEOPLE: PEOPLE,
    Kind.TEAMS: TEAMS,
    Kind.CASES: CASES,
    Kind.ROUNDS: ROUNDS,
    Kind.AUDITS: AUDITS,
    Kind.RECOMMENDATIONS: RECOMMENDATIONS,
    Kind.ACTIONS: ACTIONS,
    Kind.PROGRAMME: PROGRAMME,
}


def rows(text: str) -> list[RawRow]:
    """The rows below the headings, numbered as in the file."""
    lines = csv.DictReader(dedent(text).strip().splitlines())
    return [RawRow(number, cells) for number, cells in enumerate(lines, start=2)]


def take(session: Session, visit: Visit, kind: Kind, text: str, *, skip_bad: bool = False) -> Report:
    """Takes in a sheet."""
    return take_in(session, visit, kind, rows(text), skip_bad=skip_bad)


def take_one(session: Session, visit: Visit, kind: Kind, /, **cells: str) -> str:
    """Takes in one row; gives its outcome, or the sentence that refuses it."""
    (row,) = take_in(session, visit, kind, [RawRow(2, cells)], skip_bad=False).rows
    return row.problem or str(row.outcome)


def written(session: Session) -> int:
    """How many rows the journal has."""
    return journal.length(session)
