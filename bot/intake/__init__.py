"""Spreadsheets in: each row is added, changed, left as it is, or refused with a sentence."""

from bot.intake.files import read_file
from bot.intake.guides import Guide
from bot.intake.kinds import Kind
from bot.intake.report import Outcome, Report, RowReport
from bot.intake.reviews import Review
from bot.intake.rows import RawRow, Rows, Sheet
from bot.intake.taking import take_in

__all__ = [
    "Guide",
    "Kind",
    "Outcome",
    "RawRow",
    "Report",
    "Review",
    "RowReport",
    "Rows",
    "Sheet",
    "read_file",
    "take_in",
]
