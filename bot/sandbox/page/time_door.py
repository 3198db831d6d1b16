"""The day and time in a corner of the page, and the way ahead."""

from datetime import date, datetime
from functools import partial

from nicegui import ui

from bot.sandbox import days
from bot.sandbox.page.dates import UNREADABLE, date_field, show_day
from bot.sandbox.page.journey import Journey
from bot.sandbox.page.tags import button, note, tag
from bot.sandbox.page.visitor import Visitor

FIELD = "time-day"
PROMISE = "The app's clock goes with you, day by day. What it would write on the way, it writes."
_SECONDS = 5.0


class TimeDoor:
    """A button that tells the time; it opens a small form with the places to go to."""

    def __init__(self, visitor: Visitor, journey: Journey) -> None:
        self.visitor = visitor
        self.journey = journey
        self._opener = tag("button", css="tool", type="button", aria_haspopup="dialog")
        with self._opener:
            tag("span", "🕘", aria_hidden="true")
            tag("span", "Go ahead in time. It is ", css="unseen")
            with tag("span"):
                self._weekday, self._time = note("span", css="weekday"), note("span")
        self._opener.on("click", lambda _: self._open())
        with ui.dialog() as self._dialog, tag("div", css="modal small"):
            self._dialog.props("aria-labelledby=time-title")
            self._form()
        self._arrival = note("p", css="unseen", role="status")
        ui.timer(_SECONDS, self.refresh)

    @property
    def _local(self) -> datetime:
        return self._here(self.journey.clock.now())

    def refresh(self) -> None:
        """Tell the time as it is now."""
        weekday, _, rest = days.to_the_minute(self._local).partition(" ")
        self._weekday.set_text(f"{weekday} ")
        self._time.set_text(rest)

    def _here(self, moment: datetime) -> datetime:
        return moment.astimezone(self.visitor.reader.zone)

    def _form(self) -> None:
        tag("h2", "Go ahead in time", css="modal-title", id="time-title")
        with tag("div", css="modal-body"):
            tag("p", PROMISE)
            self._places = tag("div", css="destinations")
            tag("label", "Or to the morning of another day", css="label", for_=FIELD)
            self._trouble = note("p", css="complaint", id=f"{FIELD}-wrong", role="alert")
            self._day: date | None = None
            with tag("div", css="another-day"):
                date_field(FIELD, "", self._typed, label="the day", aria_describedby=f"{FIELD}-wrong")
                button("Go", self._go_to_day)
        with tag("div", css="modal-foot"):
            button("Stay here", self._dialog.close)

    def _open(self) -> None:
        self._trouble.set_text("")
        self._places.clear()
        with self._places:
            for name, to in self.journey.clock.places().items():
                with button("", partial(self._go, to), css="button destination"):
                    tag("strong", name)
                    tag("span", days.long(self._here(to).date()), css="quiet")
        self._dialog.open()

    def _typed(self, text: str) -> None:
        self._day = days.read(text, self._local.date())
        is_wrong = bool(text.strip()) and self._day is None
        self._trouble.set_text(UNREADABLE if is_wrong else "")
        if self._day:
            show_day(FIELD, self._day)

    async def _go_to_day(self) -> None:
        if self._day is None:
            self._trouble.set_text(UNREADABLE)
            return
        await self._go(self.journey.clock.morning_of(self._day))

    async def _go(self, to: datetime) -> None:
        is_ahead = to > self.journey.clock.now() and not self.journey.to
        if is_ahead:
            self._dialog.close()
        self._arrival.set_text("")
        sentence = await self.journey.go(to)
        if not sentence:
            self._arrival.set_text(f"It is {days.to_the_minute(self._local)} now.")
        elif is_ahead:
            self.visitor.say(sentence)
        else:
            self._trouble.set_text(sentence)


def going(visitor: Visitor, journey: Journey) -> str:
    """What is said while time goes ahead; nothing where it does not."""
    if journey.to is None:
        return ""
    return f"Going to {days.long(journey.to.astimezone(visitor.reader.zone).date())} …"
