"""The key that signs results: given by the installation, or made once and kept beside the data."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from race.certificates.signature import new_key, private_key, private_pem, public_pem


def signing_key(folder: Path, given: str | None) -> Ed25519PrivateKey:
    """The private key: of 64 hexadecimal digits when `given`, else that of `folder`, made there
    with mode 0600 when it is missing."""
    if given is not None:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(given))
    path = folder / "signing-key.pem"
    if not path.exists():
        _keep(path, new_key())
    return private_key(path.read_bytes())


def _keep(path: Path, key: Ed25519PrivateKey) -> None:
    """Write a new key, never over one that another process has just made."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(private_pem(key))
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    finally:
        unfinished.unlink()
    path.with_name("signing-key.pub").write_bytes(public_pem(key.public_key()))
