"""Files that the bot does not fetch: somebody else's, those kept elsewhere, and those that are too large."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.errors import Refusal
from bot.settings import Terms
from handlers import dropped
from handlers.answers import Answers
from handlers.calls import Call
from handlers.office import Office
from storage.database import Database
from storage.words import Door
from tests.conftest import NOW
from tests.council import GRACE, Council


class Slack(WebClient):
    """A Slack that knows of one file, and gives none."""

    def __init__(self, facts: dict[str, Any]) -> None:
        super().__init__("xoxb-token")
        self.facts = facts

    def files_info(self, **_: Any) -> Any:
        return {"file": self.facts}


OWN = {"user": GRACE, "size": 3, "url_private_download": "https://files.slack.com/f"}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"user": "U0PRIYA01"}, "Somebody else dropped that file"),
        ({"is_external": True}, "kept outside Slack"),
        ({"url_private_download": ""}, "kept outside Slack"),
        ({"url_private_download": "https://elsewhere.example/f"}, "kept outside Slack"),
        ({"size": 20_000_001}, "larger than 20 MB"),
    ],
)
def test_a_file_that_is_not_to_be_fetched_is_refused_before_it_is(
    db: Database, council: Council, terms: Terms, facts: dict[str, Any], told: str
) -> None:
    slack = Slack({**OWN, **facts})
    call = Call(GRACE, Door.COMMAND, NOW, "", Answers(slack, GRACE))
    with pytest.raises(Refusal, match=told):
        dropped.look(Office(db, terms, slack), call, [{"id": "F1"}])
