"""Names for things: random text that can be read aloud, typed and put into an address."""

import secrets
from typing import Final

#: Crockford's base 32 in lower case: no i, l, o, u, nothing that an address has to escape.
ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def random_text(characters: int) -> str:
    """`characters` random ones of `ALPHABET`, 5 bits each, from the system's secure source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(characters))


def new_id() -> str:
    """A name for a row: 80 bits, so that a billion of them meet with a chance of one in a
    million. It is a name, not a secret."""
    return random_text(16)
