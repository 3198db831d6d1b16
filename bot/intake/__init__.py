"""Spreadsheets in: each row is added, changed, left as it is, or refused with a sentence."""

from bot.intake.files import read_file
from bot.intake.kinds import Kind
from bot.intake.report import Outcome, Report, RowReport
from bot.intake.rows import RawRow, Rows, Sheet
from bot.intake.taking import take_in

__all__ = ["Kind", "Outcome", "RawRow", "Report", "RowReport", "Rows", "Sheet", "read_file", "take_in"]
