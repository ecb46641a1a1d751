"""What a guide is: how to get the file of a run out of one app, in sentences to be translated.

Only what is known of an app stands in a guide. Apps change: what was not seen in every version is
said to be so in some, and what an app cannot do is said too, with what to do instead.
"""

from dataclasses import dataclass
from typing import Final

from race.i18n import N_

RECORD_BESIDE: Final = N_(
    "Record your next runs with OpenTracks (Android) beside it: free, no account."
)


@dataclass(frozen=True, kw_only=True)
class Guide:
    """One app. Texts are sentences of the catalogue; a name may be the same in all languages."""

    #: In the address.
    slug: str
    #: As the app calls itself.
    name: str
    #: What comes out of it: the kind of file.
    gives: str
    #: What to do for one run, in order; choosing the file on the upload page follows.
    steps: tuple[str, ...]
    #: Where people go wrong, the usual first.
    traps: tuple[str, ...] = ()
    #: What to do for the archive of the whole account; empty where that is no good way.
    account: tuple[str, ...] = ()
    #: Words of the names of apps, files and devices by which it is known, in small letters.
    known_by: tuple[str, ...] = ()
    #: Guides that it names, by their slugs.
    see: tuple[str, ...] = ()
