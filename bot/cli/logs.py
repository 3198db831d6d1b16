"""The log: lines for people, or an object a line for machines. Ids, and never what anybody typed."""

import json
import logging
from datetime import UTC, datetime

PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"

# What every record has: anything beside it was given with `extra`, and is a field of its own.
_EVERY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One object a line: time (UTC), level, logger, message, and the fields that were given with it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _EVERY}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def start_log(level: str, form: str = "plain") -> None:
    """Lines on standard error. Slack's packages log what people type, so only their warnings pass."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(PLAIN))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("g2o").setLevel(level)
    logging.getLogger("g2o.socket").setLevel(logging.WARNING)
    # What it cannot send is told where it matters; at each attempt it would be too often.
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    # Bolt warns of environment variables that it finds and is told not to use.
    logging.getLogger("g2o.bolt").setLevel(logging.ERROR)
    # A turn of the clock that lasts until the next one takes its place: every turn reads what is due.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # Waitress warns of every moment in which all its threads are at work.
    logging.getLogger("waitress").setLevel(logging.ERROR)
