"""The typefaces of a certificate, registered once a process; see decision 0004.

Be Vietnam Pro ships one file a weight. Playfair Display ships one variable file, of which
reportlab would draw the default weight only, so the weights we want are cut out here: in memory,
since a face without its layout tables is cut in a third of a second.
"""

import io
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import fontpkg
from fontTools import subset
from fontTools.ttLib import TTFont as FontFile
from fontTools.varLib import instancer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

Face = Literal["title", "name", "sans", "medium", "semibold", "bold", "italic"]


@dataclass(frozen=True, kw_only=True)
class Cut:
    """One weight of one family."""

    family: str
    weight: int
    italic: bool = False
    #: Whether the file holds all weights and this one has to be cut out of it.
    variable: bool = False
    #: The face that is asked for letters that this one lacks.
    fallback: Face


_SANS: Final = "be-vietnam-pro"
_SERIF: Final = "playfair-display"
CUTS: Final[dict[Face, Cut]] = {
    "title": Cut(family=_SERIF, weight=700, variable=True, fallback="semibold"),
    "name": Cut(family=_SERIF, weight=500, italic=True, variable=True, fallback="italic"),
    "sans": Cut(family=_SANS, weight=400, fallback="title"),
    "medium": Cut(family=_SANS, weight=500, fallback="title"),
    "semibold": Cut(family=_SANS, weight=600, fallback="title"),
    "bold": Cut(family=_SANS, weight=800, fallback="title"),
    "italic": Cut(family=_SANS, weight=400, italic=True, fallback="name"),
}

#: What stands for a letter that no face has; the serif has this one.
UNKNOWN: Final = "□"
#: What only a shaper reads. Reading these tables would take longer than all the rest.
_LAYOUT_TABLES: Final = frozenset({"GPOS", "GSUB", "GDEF", "STAT", "MVAR"})
_POSTSCRIPT_NAME: Final = 6
_registering: Final = threading.Lock()


def font(face: Face) -> TTFont:
    """The registered font of a face; two threads that ask at once get the same one."""
    with _registering:
        return _registered(face)


def has(face: Face, character: str) -> bool:
    """Whether a face can draw a character."""
    return ord(character) in font(face).face.charToGlyph


def nearest(character: str) -> str:
    """What is written for a character that no face has: its plain letters, nothing, or a box.

    A letter is never left out silently. A symbol (most of them emoji) and a lone mark are: a
    certificate reads better without them than with a box.
    """
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)
    )
    if plain and all(has("sans", c) for c in plain):
        return plain
    category = unicodedata.category(character)
    if category == "Pd":
        return "-"
    return "" if category[0] in "SM" else UNKNOWN


@cache
def _registered(face: Face) -> TTFont:
    cut = CUTS[face]
    path = fontpkg.path(cut.family, cut.weight, style="italic" if cut.italic else "normal")
    source = io.BytesIO(_instance(str(path), cut.weight)) if cut.variable else str(path)
    # asciiReadable would embed 95 glyphs that nobody asked for into every file.
    made = TTFont(f"Certificate-{face}", source, asciiReadable=False, shapable=False)
    pdfmetrics.registerFont(made)
    return made


def _instance(path: str, weight: int) -> bytes:
    """One weight of a variable font, all its letters and none of its layout tables."""
    # Keeping the time stamp of the source keeps equal certificates equal in every process.
    whole = FontFile(path, recalcTimestamp=False)
    for table in _LAYOUT_TABLES & set(whole.keys()):
        del whole[table]
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=whole.getBestCmap())
    cutter.subset(whole)
    instancer.instantiateVariableFont(whole, {"wght": weight}, inplace=True)
    for record in whole["name"].names:
        if record.nameID == _POSTSCRIPT_NAME:
            record.string = f"{record.toUnicode()}{weight}"
    result = io.BytesIO()
    whole.save(result)
    return result.getvalue()
