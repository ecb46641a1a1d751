"""Results that can be checked without us: JSON signed by Ed25519 (RFC 8032).

A signed result has exactly two members::

    {"certificate": {…},
     "signature": {"alg": "Ed25519", "key_id": …, "public_key": …, "value": …}}

The signature covers `CONTEXT` followed by the canonical JSON of ``certificate``: UTF-8, members
sorted by name, no space between tokens, no escapes that JSON does not need, whole numbers without
a point, neither NaN nor infinity. The public key travels with the file, so that anybody can see
that nothing was changed; that the key is *ours* is known by comparing its `key_id` with the one
that the organiser publishes, or by checking against a published key.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from race.errors import BadSignature

ALGORITHM: Final = "Ed25519"
#: Keeps a signature made here from being taken for one over anything else.
CONTEXT: Final = b"chang certificate v1\n"
_SIGNATURE_MEMBERS: Final = {"alg", "key_id", "public_key", "value"}
#: Up to here every whole number has one form as a float (2**53).
_LARGEST_WHOLE: Final = 2.0**53


def new_key() -> Ed25519PrivateKey:
    """A new private key, from the random source of the system."""
    return Ed25519PrivateKey.generate()


def private_pem(key: Ed25519PrivateKey) -> bytes:
    """A private key as an unencrypted PKCS #8 PEM; keep the file to yourself."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(key: Ed25519PublicKey) -> bytes:
    """A public key as PEM, to publish."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def private_key(pem: bytes) -> Ed25519PrivateKey:
    """The key of a private PEM; ValueError when it holds no Ed25519 key."""
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 private key")
    return key


def public_key(pem: bytes) -> Ed25519PublicKey:
    """The key of a public PEM; ValueError when it holds no Ed25519 key."""
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 public key")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """The name of a key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def sign(document: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """`document` as a signed result; ValueError for NaN in it, TypeError for what is no JSON."""
    public = key.public_key()
    return {
        "certificate": dict(document),
        "signature": {
            "alg": ALGORITHM,
            "key_id": key_id(public),
            "public_key": _encoded(public.public_bytes_raw()),
            "value": _encoded(key.sign(CONTEXT + canonical(document))),
        },
    }


def verify(document: Mapping[str, Any], public_keys: Iterable[Ed25519PublicKey]) -> None:
    """Check a signed result against the keys one trusts; BadSignature in every other case."""
    signature = _signature(document)
    trusted = {key_id(key): key for key in public_keys}
    key = trusted.get(signature["key_id"])
    if key is None or _decoded(signature["public_key"]) != key.public_bytes_raw():
        raise BadSignature(reason="the key is not one of those trusted")
    try:
        signed = CONTEXT + canonical(document["certificate"])
        key.verify(_decoded(signature["value"]), signed)
    except (InvalidSignature, TypeError, ValueError, RecursionError) as error:
        raise BadSignature(reason="the content is not what was signed") from error


def embedded_key(document: Mapping[str, Any]) -> Ed25519PublicKey:
    """The key that a signed result brings along: trust it only by its `key_id`."""
    try:
        return Ed25519PublicKey.from_public_bytes(_decoded(_signature(document)["public_key"]))
    except ValueError as error:
        raise BadSignature(reason="the public key is damaged") from error


def canonical(value: Any) -> bytes:
    """The one way to write a JSON value that is signed."""
    return json.dumps(
        _plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")


def _plain(value: Any) -> Any:
    """Whole floats as integers: a reader that knows one kind of number writes 5000, not 5000.0."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= _LARGEST_WHOLE:
        return int(value)
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _signature(document: Mapping[str, Any]) -> Mapping[str, str]:
    """The signature member, its form checked: nothing unsigned may stand beside it."""
    signature = document.get("signature") if isinstance(document, Mapping) else None
    if not isinstance(signature, Mapping) or set(document) != {"certificate", "signature"}:
        raise BadSignature(reason="not a signed certificate")
    if set(signature) != _SIGNATURE_MEMBERS or signature["alg"] != ALGORITHM:
        raise BadSignature(reason="not a signature of this kind")
    if not all(isinstance(text, str) for text in signature.values()):
        raise BadSignature(reason="not a signature of this kind")
    return signature


def _encoded(raw: bytes) -> str:
    """Base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSignature(reason="not base64url") from error
    if _encoded(raw) != text:
        raise BadSignature(reason="not base64url")
    return raw
