"""The floor: a stock Bolt app that knows nothing and answers a constant.

Run: python -m bench.answers.stock socket|http, with SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN,
SLACK_SIGNING_SECRET and PORT in the environment.
"""

import os
import sys

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

CONSTANT = "constant"


def main() -> None:
    """Answers until it is killed."""
    client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])
    for name in ("/case", "/overdue", "/audit"):
        app.command(name)(_answer)
    app.action("open_case")(_answer)
    app.event("message")(_say)
    if sys.argv[1] == "http":
        app.start(int(os.environ["PORT"]))
    else:
        web_client = WebClient(base_url=os.environ["SLACK_API_URL"])
        SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], web_client=web_client).start()


def _answer(ack: Ack, respond: Respond) -> None:
    ack()
    respond(CONSTANT)


def _say(say: Say) -> None:
    say(CONSTANT)


if __name__ == "__main__":
    main()
