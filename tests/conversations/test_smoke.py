from tests.conversations.conftest import Slack
from tests.council import PRIYA


def test_case(slack: Slack) -> None:
    print(slack.ask(PRIYA, "/audit K7Q2M good"))
    print(slack.ask(PRIYA, "/case K7Q2M"))
    print(slack.ask(PRIYA, "/overdue me"))
    print(slack.ask(PRIYA, "/g2o casee"))
    print(slack.ask(PRIYA, "/audit help"))
    print(slack.ask(PRIYA, "/g2o grades"))
    assert 0
