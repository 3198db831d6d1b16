"""Pictures and files. Nothing is loaded from another host: a picture elsewhere is shown by its words."""

from bot.sandbox.config import Json
from bot.sandbox.drawing.words import readable
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import tag
from bot.sandbox.workspace import File

FOLDER = "/page/files"
SHOWN = ("image/png", "image/jpeg", "image/gif")


def picture(surface: Surface, image: Json) -> None:
    """An image block or element."""
    words = readable(image.get("alt_text", ""))
    file = _file_of(surface, image.get("slack_file", {}))
    if file:
        tag("img", css="picture", src=f"{FOLDER}/{file.id}", alt=words)
    else:
        tag("p", f"A picture from elsewhere, which this page does not load: {words}", css="undrawn")


def attached(file: Json) -> None:
    """A file of a message: shown where it is a picture, and to be downloaded."""
    address, name = f"{FOLDER}/{file['id']}", readable(file["name"])
    with tag("figure", css="attached"):
        if file["mimetype"] in SHOWN:
            tag("img", css="picture", src=address, alt=readable(file.get("alt_txt") or file["title"]))
        with tag("figcaption"):
            size = f"{max(1, round(file['size'] / 1024)):,} KB"
            tag("a", f"{name} ({size})", href=f"{address}?download=1", download=name)


def _file_of(surface: Surface, named: Json) -> File | None:
    files = surface.visitor.world.workspace.files
    file = files.get(named.get("id") or named.get("url", "").rpartition("/")[2])
    return file if file and file.completed else None
