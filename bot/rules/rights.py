"""Who may do what, and how far: the one table of roles by rights."""

from collections.abc import Collection, Mapping
from enum import StrEnum, auto

from storage.words import Role


class Right(StrEnum):
    """Something that not everybody may do."""

    LOG_AUDIT = auto()
    AMEND_AUDIT = auto()
    ADD_RECOMMENDATION = auto()
    AGREE_ACTION = auto()
    COMPLETE_ACTION = auto()
    REOPEN_ACTION = auto()
    CHECK_ACTION = auto()
    DECIDE_EXTENSION = auto()
    END_ACTION = auto()
    MODERATE_AUDIT = auto()
    PLAN_ROUNDS = auto()
    CHALLENGE_GRADE = auto()
    SEE_CASE = auto()
    SEE_ACTIONS = auto()
    SEE_GRADES = auto()
    SEE_DIGEST = auto()
    SEE_PLAN = auto()
    REVIEW_PLAN = auto()
    RECOMMEND_TO_SERVICE = auto()
    SEE_IMPACT = auto()
    SEE_PACK = auto()
    RUN_MEETING = auto()
    MAKE_DOCUMENTS = auto()
    EXPORT_CASE = auto()
    HOLD_CASE = auto()
    PURGE_CASE = auto()
    IMPORT_FILES = auto()
    SEE_PROGRAMME = auto()
    CHANGE_PROGRAMME = auto()
    SEE_COVERAGE = auto()
    NOTE_LEAVE = auto()
    SET_PEOPLE_UP = auto()


class Reach(StrEnum):
    """To which cases and actions a right extends."""

    NONE = auto()  # the role does not have the right
    OWN = auto()  # those where the person is worker or owner, and the meetings that they are a member of
    TEAM = auto()  # those of the teams the person manages
    ROUNDS = auto()  # those audited in the rounds of the person's organisation
    ALL = auto()


_NONE, _OWN, _TEAM, _ROUNDS, _ALL = Reach.NONE, Reach.OWN, Reach.TEAM, Reach.ROUNDS, Reach.ALL

_COLUMNS = (
    Role.PRACTITIONER,
    Role.MANAGER,
    Role.QUALITY,
    Role.LEADER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)

# Everybody's grades are totals only, so a manager sees those of the whole service.
# An auditor comes from outside: what becomes of an audit afterwards is not theirs to see.
# An administrator sees no case content; whoever needs both has a second role.
# fmt: off
_ROWS = {
    #                          practitioner manager quality leader  auditor  administrator
    Right.LOG_AUDIT:          (_NONE,       _TEAM,  _ALL,   _ALL,   _ROUNDS, _NONE),
    Right.AMEND_AUDIT:        (_NONE,       _TEAM,  _ALL,   _ALL,   _ROUNDS, _NONE),
    Right.ADD_RECOMMENDATION: (_NONE,       _TEAM,  _ALL,   _ALL,   _ROUNDS, _NONE),
    Right.AGREE_ACTION:       (_NONE,       _TEAM,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.COMPLETE_ACTION:    (_OWN,        _TEAM,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.REOPEN_ACTION:      (_OWN,        _TEAM,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.CHECK_ACTION:       (_NONE,       _TEAM,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.DECIDE_EXTENSION:   (_NONE,       _TEAM,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.END_ACTION:         (_NONE,       _TEAM,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.MODERATE_AUDIT:     (_NONE,       _NONE,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.PLAN_ROUNDS:        (_NONE,       _NONE,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.CHALLENGE_GRADE:    (_OWN,        _TEAM,  _ALL,   _ALL,   _ROUNDS, _NONE),
    Right.SEE_CASE:           (_OWN,        _TEAM,  _ALL,   _ALL,   _ROUNDS, _NONE),
    Right.SEE_ACTIONS:        (_OWN,        _TEAM,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.SEE_GRADES:         (_NONE,       _ALL,   _ALL,   _ALL,   _NONE,   _NONE),
    Right.SEE_DIGEST:         (_NONE,       _TEAM,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.SEE_PLAN:           (_NONE,       _ALL,   _ALL,   _ALL,   _NONE,   _NONE),
    Right.REVIEW_PLAN:        (_NONE,       _NONE,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.RECOMMEND_TO_SERVICE: (_NONE,     _NONE,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.SEE_IMPACT:         (_NONE,       _ALL,   _ALL,   _ALL,   _NONE,   _NONE),
    Right.SEE_PACK:           (_OWN,        _OWN,   _ALL,   _ALL,   _NONE,   _NONE),
    Right.RUN_MEETING:        (_NONE,       _NONE,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.MAKE_DOCUMENTS:     (_NONE,       _NONE,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.EXPORT_CASE:        (_NONE,       _NONE,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.HOLD_CASE:          (_NONE,       _NONE,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.PURGE_CASE:         (_NONE,       _NONE,  _NONE,  _ALL,   _NONE,   _NONE),
    Right.IMPORT_FILES:       (_NONE,       _NONE,  _ALL,   _NONE,  _NONE,   _NONE),
    Right.SEE_PROGRAMME:      (_NONE,       _ALL,   _ALL,   _ALL,   _NONE,   _NONE),
    Right.CHANGE_PROGRAMME:   (_NONE,       _NONE,  _ALL,   _ALL,   _NONE,   _NONE),
    Right.SEE_COVERAGE:       (_NONE,       _TEAM,  _ALL,   _ALL,   _ROUNDS, _NONE),
    Right.NOTE_LEAVE:         (_NONE,       _TEAM,  _ALL,   _ALL,   _NONE,   _ALL),
    Right.SET_PEOPLE_UP:      (_NONE,       _NONE,  _NONE,  _NONE,  _NONE,   _ALL),
}
# fmt: on

TABLE: Mapping[Right, Mapping[Role, Reach]] = {
    right: dict(zip(_COLUMNS, row, strict=True)) for right, row in _ROWS.items()
}


def reaches(roles: Collection[Role], right: Right) -> frozenset[Reach]:
    """How far the right goes for somebody with these roles; empty where they do not have it."""
    return frozenset(TABLE[right][role] for role in roles) - {Reach.NONE}
