"""One field of a form, or one select, asked until the answer can be used."""

from bot.sandbox import drawing, forms
from bot.sandbox.terminal.answers import READ_AS, Cancelled, Unclear, begins, numbered
from bot.sandbox.terminal.session import Session

KEEP = object()
"""The answer that leaves a field as it is."""

HOW = {
    "datepicker": "a day, such as 2025-03-14",
    "timepicker": "a time, such as 09:30",
    "datetimepicker": "a day and time, such as 2025-03-14 09:30",
    "number_input": "a number",
    "external_select": "the first letters",
    "multi_external_select": "the first letters",
}

_FROM_CHOICES = frozenset(kind for kind in forms.VALUE_NAMES if kind.endswith("_select")) | {
    "radio_buttons",
    "checkboxes",
}


class Question:
    """One field, asked until the answer can be used."""

    def __init__(self, session: Session, about: forms.Field, complaint: str = "") -> None:
        self.session = session
        self.field = about
        self.complaint = complaint
        self.default = drawing.initial(about.element, session.reader)
        self.choices = self.first_choices()

    def answer(self) -> object:
        """The field's value as `Workspace.submit` takes it, or KEEP. Raises Cancelled."""
        self.put()
        while True:
            typed = self.typed()
            if typed.casefold() == "cancel":
                raise Cancelled
            try:
                return self.value(typed)
            except Unclear as problem:
                self.session.complain(f"  {problem}")

    def put(self) -> None:
        """Write the label, what was said against it, the hint and the choices."""
        block, say = self.field.block, self.session.say
        optional = " (optional)" if block["type"] == "input" and not self.field.required else ""
        say("")
        say((drawing.plain(block.get("label")) or "Choose") + optional, "bold")
        if self.complaint:
            self.session.complain(f"  ! {self.complaint}")
        if block.get("hint"):
            say(f"  {drawing.plain(block['hint'])}", "italic")
        self.list_choices()

    def list_choices(self) -> None:
        for number, (_, label) in enumerate(self.choices, start=1):
            self.session.say(f"  {number:>2} {label}")

    def typed(self) -> str:
        """What was typed; a field of several lines is read until an empty one."""
        skip = "skip" if self.field.block["type"] == "input" and not self.field.required else ""
        default = self.default or skip
        asking = " ".join(filter(None, (self.how(), f"[{default}]" if default else "", "> ")))
        lines = [self.session.read(f"  {asking}").strip()]
        if self.field.element.get("multiline") and lines[0].casefold() not in {"", "-", "cancel"}:
            while more := self.session.read("  > ").strip():
                lines.append(more)
        return "\n".join(lines)

    def how(self) -> str:
        """What kind of answer is wanted, in a few words."""
        if self.choices:
            return "numbers, with commas" if self.field.type in forms.MANY else "a number"
        if self.field.element.get("multiline"):
            return "lines, then an empty one"
        return HOW.get(self.field.type) or drawing.plain(self.field.element.get("placeholder"))

    def value(self, typed: str) -> object:
        """What was typed as the field's value. Raises Unclear."""
        if not typed:
            if self.default or not self.field.required:
                return KEEP
            raise Unclear("This one is needed. Type an answer, or cancel to close the form.")
        if typed == "-" and not self.field.required:
            return None
        if self.choices or self.field.type in _FROM_CHOICES:
            return self.picked(typed)
        read = READ_AS.get(self.field.type)
        return read(typed, self.session.zone) if read else typed

    def picked(self, typed: str) -> object:
        """The values of the choices typed by number or by name; an external select looks them up first."""
        if self.field.type not in forms.MANY:
            return self.one(typed)
        return [self.one(each.strip()) for each in typed.split(",") if each.strip()]

    def one(self, typed: str) -> str:
        at = numbered(typed, self.choices)
        if at is not None:
            return self.choices[at][0]
        named = [
            value for value, label in self.choices if typed.casefold() in {label.casefold(), value.casefold()}
        ]
        begun = named or [value for value, label in self.choices if begins(label, typed)]
        if len(begun) == 1:
            return begun[0]
        if "external" in self.field.type:
            self.suggest(typed)
        raise Unclear(f"Type a number from 1 to {len(self.choices)}.")

    def suggest(self, typed: str) -> None:
        """Have the app offer choices for the letters typed. Raises Unclear when it has none."""
        session = self.session
        offered = session.slack.suggest(session.me.id, self.field.key[1], typed)
        self.choices = [(each["value"], drawing.plain(each["text"])) for each in offered]
        if not self.choices:
            raise Unclear(f"Nothing was found for {typed}. Type other letters.")
        self.list_choices()

    def first_choices(self) -> list[tuple[str, str]]:
        """(value, label) of what can be chosen before anything is typed."""
        kind = self.field.type
        if "users" in kind:
            return [(each.id, each.name) for each in self.session.people]
        if "conversations" in kind or "channels" in kind:
            channels = self.session.look()["channels"]
            return [(each["id"], each["name"]) for each in channels if each["kind"] != "im"]
        return [
            (each["value"], drawing.labelled(each, self.session.reader).plain)
            for each in forms.options(self.field.element)
        ]
