"""What the doctor says of one thing that was looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`mend` is what to do where it is not well. A note need not be mended before the bot can work."""

    what: str
    mend: str = ""
    is_note: bool = False

    @property
    def is_fault(self) -> bool:
        return bool(self.mend) and not self.is_note

    @property
    def told(self) -> str:
        word = "MEND" if self.is_fault else "note" if self.is_note else "ok  "
        return f"{word}  {self.what}" + (f"\n      {self.mend}" if self.mend else "")


def note(what: str, mend: str = "") -> Finding:
    return Finding(what, mend, is_note=True)
