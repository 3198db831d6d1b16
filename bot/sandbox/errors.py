"""How the sandbox says no: to the app in Slack's words, to whoever plays a person in plain ones."""

from typing import Any


class SlackError(Exception):
    """A Web API refusal: `error` is Slack's code, `details` further fields of the answer."""

    def __init__(self, error: str, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.details = details


class CannotDo(Exception):  # noqa: N818 - said to a person, who cannot do this
    """A person tried what Slack's client would not let them do. `kind` names the client's exception."""

    kind = "CannotDo"


class FieldMissing(CannotDo):
    """A form was submitted without a required field, or with a value the field does not take."""

    kind = "FieldMissing"


class NotOnScreen(CannotDo):
    """There is no such button, field, message, view or person."""

    kind = "NotOnScreen"


class NothingSaid(CannotDo):
    """What was waited for did not happen in time."""

    kind = "NothingSaid"
