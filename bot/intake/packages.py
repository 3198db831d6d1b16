"""The zip file that a workbook is: refused where it is another kind of file, damaged, or made to do harm.

Everything is inflated once and counted before anything is parsed, because the sizes that a zip file declares
may lie. XML is read by expat in a stream; a DOCTYPE is refused, so no entity can grow.
"""

import posixpath
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.errors import Refusal

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0"
SAVE_AS_XLSX = "Open it in Excel and choose File, Save a copy, Excel workbook (.xlsx)."
DAMAGED = f"The file is damaged or was not copied whole. {SAVE_AS_XLSX}"

MOST_ENTRIES = 5_000
MOST_INFLATED = 200_000_000
MOST_RATIO = 250  # sheets of nothing but formatted blank cells reach about a hundred
SMALL = 10_000_000  # bytes that harm nobody, however well they were compressed
CHUNK = 1 << 20

_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED_BY_EXCEL = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_IS_ENCRYPTED = 0x1
_DAMAGE = (
    BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    ArithmeticError,
)
_MAIN = "/officeDocument"

Attributes = Mapping[str, str]


def refuse_old_format(content: bytes) -> None:
    """Raises Refusal where Excel's format before 2007 holds a workbook, or encryption one of today."""
    if not content.startswith(OLE):
        return
    if _ENCRYPTED_BY_EXCEL in content:
        raise Refusal(
            "This workbook is protected by a password. Please save a copy without one: "
            "File, Info, Protect Workbook, Encrypt with Password, and leave it blank."
        )
    raise Refusal(f"This is a file of an old version of Office, such as .xls. {SAVE_AS_XLSX}")


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Around the reading of a file that anybody may have made: what is wrong with it is a Refusal."""
    try:
        yield
    except _DAMAGE:
        raise Refusal(DAMAGED) from None


class Package:
    """A workbook's zip file, whose every part was inflated once. Parts go by their names in small letters."""

    @refusing_damage()
    def __init__(self, content: bytes) -> None:
        if content.count(_CENTRAL_ENTRY) > MOST_ENTRIES:
            raise Refusal(f"The file holds more parts than any workbook would. {SAVE_AS_XLSX}")
        self._zip = ZipFile(BytesIO(content))
        infos = self._zip.infolist()
        self._names = {info.filename.lower(): info.filename for info in infos}
        if len(self._names) < len(infos) or not all(map(_is_usual, infos)):
            raise Refusal(f"The file is put together as Excel puts none together. {SAVE_AS_XLSX}")
        self._refuse_bombs(len(content))
        self._refuse_other_formats()

    def __contains__(self, part: str) -> bool:
        return part in self._names

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, a little at a time."""
        with self._zip.open(self._names[part]) as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], object],
        end: Callable[[str], object] | None = None,
        text: Callable[[str], object] | None = None,
    ) -> None:
        """Calls `start` and `end` for each element of the part, and `text` for what stands in them."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = start
        if end is not None:
            parser.EndElementHandler = end
        if text is not None:
            parser.CharacterDataHandler = text
        for chunk in self.chunks(part):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat names it isfinal, and takes it by place alone
        parser.Parse(b"", True)  # noqa: FBT003

    def main_part(self) -> str:
        """The part that the workbook begins in."""
        related = [part for kind, part in self.related("").values() if kind.endswith(_MAIN)]
        if len(related) != 1 or related[0] not in self:
            raise Refusal(f"This is a zip file, but there is no Excel workbook in it. {SAVE_AS_XLSX}")
        return related[0]

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to within the file: by id the kind of the relation and the other part."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            # What lies outside the file is never followed.
            if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
                found[attributes["Id"]] = attributes["Type"], target.lstrip("/").lower()

        if relations in self:
            self.parse(relations, start)
        return found

    def _refuse_bombs(self, size: int) -> None:
        total = 0
        for part in self._names:
            before = b""
            for chunk in self.chunks(part):
                total += len(chunk)
                if total > MOST_INFLATED or total > max(SMALL, MOST_RATIO * size):
                    raise Refusal(
                        "Unpacked, the file is far larger than any of the seven kinds would be. "
                        f"Is it the right one? {SAVE_AS_XLSX}"
                    )
                # Pictures may have one, and nobody opens them.
                if "/media/" not in part and any(doctype in before + chunk for doctype in _DOCTYPES):
                    _refuse_doctype()
                before = chunk[-2 * len(_DOCTYPES[0]) :]

    def _refuse_other_formats(self) -> None:
        if any(part.endswith("vbaproject.bin") for part in self._names) or self._declares(b"macroEnabled"):
            raise Refusal(
                f"This is a workbook with macros, and the bot opens none that could run. {SAVE_AS_XLSX}"
            )
        if "xl/workbook.bin" in self:
            raise Refusal(f"This is a binary workbook (.xlsb). {SAVE_AS_XLSX}")
        if "mimetype" in self and "content.xml" in self:
            raise Refusal(f"This is an OpenDocument file, such as .ods. {SAVE_AS_XLSX}")

    def _declares(self, kind: bytes) -> bool:
        part = "[content_types].xml"
        return part in self and kind.lower() in b"".join(self.chunks(part)).lower()


def local(tag: str) -> str:
    """An element's or attribute's name without the prefix of its namespace."""
    return tag.rpartition(":")[2] if ":" in tag else tag


def _is_usual(info: ZipInfo) -> bool:
    return info.compress_type in {ZIP_STORED, ZIP_DEFLATED} and not info.flag_bits & _IS_ENCRYPTED


def _refuse_doctype(*_: object) -> None:
    raise Refusal(f"The file declares a DOCTYPE, which Excel never does, so it is not opened. {SAVE_AS_XLSX}")
