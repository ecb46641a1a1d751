"""The addresses of our own static files, which name their content and so never grow old.

All files share one fingerprint: a module may import its neighbour by a relative address, and a
browser that holds any file of a release holds it for ever.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

STATIC_DIR: Final = Path(__file__).resolve().parents[3] / "static"


@cache
def fingerprint() -> str:
    """12 hex digits of the SHA-256 over the names and bytes of every static file."""
    digest = hashlib.sha256()
    for path in sorted(STATIC_DIR.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC_DIR).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def asset(name: str) -> str:
    """Where the browser finds `name` of the static directory: ``/static/<fingerprint>/app.css``."""
    return f"/static/{fingerprint()}/{name}"
