"""Secrets that are shown once: only their SHA-256 is kept, and they are found by it."""

import hashlib
from typing import Final

from race.store.ids import random_text

#: How the API token of an organiser begins; anything else is the secret of an entry.
ORGANISER: Final = "rvn_"


def new_secret() -> str:
    """130 random bits as text for an address."""
    return random_text(26)


def digest(secret: str) -> str:
    """What is kept of a secret: SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
