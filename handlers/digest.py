"""`/g2o digest`, which shows it before it is posted; the digest's buttons; and what posting it needs."""

from dataclasses import replace

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.orm import Session

from bot import people
from bot.reports import digest as reports
from bot.rules.hours import WeeklyTime
from bot.visit import Moment
from handlers import actions, channels, parsing
from handlers.blocks import digest as blocks
from handlers.blocks.parts import Message, escape
from handlers.calls import Call
from handlers.office import Office
from storage.models import Letter, Team

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def preview(office: Office, call: Call) -> Message:
    """The digest as it stands now, and where and when it is posted, or why it is not."""
    with office.db.reading() as session:
        visit = call.visit(office, session)
        whose = parsing.digest_asked(call.text, people.team_names(session))
        team = reports.chosen(session, visit, whose)
        figures = reports.digest(session, visit.today, visit.terms, team)
        channel = channel_of(office, team)
    message = blocks.digest(figures, office.terms.duty_sentence)
    return blocks.preview(message, f"Only you see this preview. {_posted(office, team, channel)}")


def show_mine(office: Office, call: Call) -> Message:
    """Show me mine: the open actions of whoever clicked, for their eyes only."""
    return actions.mine(office, replace(call, text=""))


def show_all(office: Office, call: Call) -> Message:
    """Show all I may see: what is overdue of it, for the eyes of whoever clicked only."""
    return actions.overdue(office, replace(call, text="all"))


def channel_of(office: Office, team: Team | None) -> str:
    """Where the digest of the team, or of the service, is posted; empty where nowhere."""
    return (team.channel or "") if team else office.team_channel


def written(session: Session, letter: Letter, moment: Moment) -> Message:
    """The digest as it is to be posted, with a native chart."""
    figures = reports.digest(session, moment.today, moment.terms, letter.team)
    return replace(blocks.digest(figures, moment.terms.duty_sentence), key=letter.key)


def with_picture(session: Session, letter: Letter, moment: Moment, slack: WebClient) -> Message:
    """The same with the chart as a picture, for a workspace that takes no charts.

    Raises SlackApiError, SlackClientError or OSError where the picture cannot be uploaded.
    """
    from bot.reports import charts  # noqa: PLC0415 - heavy, and rarely needed

    figures = reports.digest(session, moment.today, moment.terms, letter.team)
    message = replace(blocks.digest(figures, moment.terms.duty_sentence), key=letter.key)
    if not figures.late:
        return message.in_older_blocks()
    alt_text = blocks.finding(figures)
    return blocks.with_picture(
        message, upload_chart(slack, charts.ageing_png(figures.ageing), alt_text), alt_text
    )


def refusal(slack: WebClient, channel: str) -> str | None:
    """Why no digest may be posted there, and what to do about it; None where one may.

    Raises SlackApiError where Slack refuses or cannot say just now, and OSError where it is out of reach.
    """
    found = channels.unfit(slack, channel)
    return str(found) if found else None


def upload_chart(slack: WebClient, png: bytes, alt_text: str) -> str:
    """Uploads the picture without sharing it anywhere, and gives the id by which a message shows it.

    Raises SlackApiError, SlackClientError or OSError.
    """
    done = slack.files_upload_v2(
        filename="late-actions.png", content=png, title="Late actions", alt_txt=alt_text
    )
    return str(done["files"][0]["id"])


def _posted(office: Office, team: Team | None, channel: str) -> str:
    if not channel:
        whose = escape(team.name) if team else "the whole service"
        return f"It is not posted, as no channel is set for {whose}. An administrator can set one."
    place = f"<#{channel}>" if channel.isalnum() else escape(channel)
    try:
        against = refusal(office.slack, channel)
    except (SlackApiError, SlackClientError, OSError):
        return f"Slack could not say just now whether it can be posted in {place}."
    if against:
        return f"It is not posted in {place} as things are. {against}"
    return f"It is posted in {place} {_when(office.terms.digest_at)}."


def _when(weekly: WeeklyTime) -> str:
    day = f"every {WEEKDAYS[weekly.weekday]} at {weekly.at:%H:%M}"
    return f"{day}, or where that is a day off, on the next working day of that week or the last one before"
