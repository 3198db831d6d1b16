"""What the log is made of: for machines an object a line, with nothing in it that a person typed."""

import json
import logging
from datetime import UTC, datetime

import pytest

from bot.cli.logs import JsonLines
from handlers import refusals


def line(**fields: object) -> dict[str, object]:
    record = logging.makeLogRecord({"name": "g2o", "levelname": "INFO", "levelno": logging.INFO, **fields})
    written = JsonLines().format(record)
    assert "\n" not in written
    read: dict[str, object] = json.loads(written)
    return read


def test_an_object_has_the_moment_in_utc_the_level_the_logger_and_the_message() -> None:
    at = datetime(2025, 3, 14, 10, 0, 0, 250_000, tzinfo=UTC)
    assert line(msg="letters delivered: %d", args=(3,), created=at.timestamp()) == {
        "time": "2025-03-14T10:00:00.250+00:00",
        "level": "INFO",
        "logger": "g2o",
        "message": "letters delivered: 3",
    }


def test_what_is_given_with_a_message_is_a_field() -> None:
    assert line(msg="gone", report="1f2e", letters=3).items() >= {"report": "1f2e", "letters": 3}.items()


def test_a_message_of_several_lines_is_one_line() -> None:
    assert line(msg="one\ntwo")["message"] == "one\ntwo"


def test_an_error_is_told_with_where_it_was() -> None:
    try:
        int("where")
    except ValueError as error:
        told = line(msg="lost", exc_info=(type(error), error, error.__traceback__))
    assert "ValueError" in str(told["trace"])


def test_a_report_is_a_field_and_what_was_typed_is_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    report = refusals.logged(ValueError("typed by a person"))
    (record,) = caplog.records
    written = JsonLines().format(record)
    assert json.loads(written)["report"] == report
    assert "typed by a person" not in written
