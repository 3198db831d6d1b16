"""Spreadsheets in: each row is added, changed, left as it is, or refused with a sentence."""

from bot.intake.columns import Kind
from bot.intake.files import RawRow, Sheet, read_csv
from bot.intake.report import Outcome, Report, RowReport
from bot.intake.taking import take_in

__all__ = ["Kind", "Outcome", "RawRow", "Report", "RowReport", "Sheet", "read_csv", "take_in"]
