"""Is a recording a copy of another one: shifted, trimmed, reversed, thinned, jittered?"""

from race.ingest.copies.fingerprint import Fingerprint, fingerprint
from race.ingest.copies.likeness import Copied, Kind, Likeness, compare

__all__ = ["Copied", "Fingerprint", "Kind", "Likeness", "compare", "fingerprint"]
