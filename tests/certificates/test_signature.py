import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from race.certificates import document, signature
from race.errors import BadSignature
from tests.certificates.finishers import collector, finisher

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def signed() -> dict[str, Any]:
    return signature.sign(document(finisher()), KEY)


def test_the_name_of_a_key_is_the_start_of_its_sha_256() -> None:
    # The public key of RFC 8032, section 7.1, TEST 1, given to sha256sum.
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    assert signature.key_id(key) == "21fe31dfa154a261"


def test_a_signed_result_is_verified_with_the_right_key() -> None:
    signature.verify(signed(), [OTHER.public_key(), KEY.public_key()])


def test_a_signed_result_survives_being_written_and_read_anywhere() -> None:
    rewritten = json.dumps(signed(), indent=4, ensure_ascii=True, sort_keys=False)
    signature.verify(json.loads(rewritten), [KEY.public_key()])


def test_a_reader_that_writes_whole_numbers_without_a_point_breaks_nothing() -> None:
    result = signature.sign({"distance_m": 5000.0, "time_s": 1755}, KEY)
    result["certificate"] = {"time_s": 1755.0, "distance_m": 5000}
    signature.verify(result, [KEY.public_key()])


def test_a_file_alone_shows_that_it_was_not_changed() -> None:
    result = signed()
    embedded = signature.embedded_key(result)
    signature.verify(result, [embedded])
    assert signature.key_id(embedded) == signature.key_id(KEY.public_key())


def test_the_key_that_a_forger_embeds_is_not_the_published_one() -> None:
    forged = signature.sign({**document(finisher()), "name": "Ai Khác"}, OTHER)
    signature.verify(forged, [signature.embedded_key(forged)])
    with pytest.raises(BadSignature):
        signature.verify(forged, [KEY.public_key()])


def test_a_forger_who_claims_the_published_key_is_found_out() -> None:
    forged = signature.sign(document(finisher()), OTHER)
    forged["signature"] |= {"key_id": signature.key_id(KEY.public_key())}
    with pytest.raises(BadSignature):
        signature.verify(forged, [KEY.public_key()])


@pytest.mark.parametrize("field", sorted(document(finisher())))
def test_changing_any_field_is_noticed(field: str) -> None:
    result = signed()
    result["certificate"][field] = "changed"
    with pytest.raises(BadSignature):
        signature.verify(result, [KEY.public_key()])


@pytest.mark.parametrize("field", sorted(document(finisher())))
def test_leaving_out_any_field_is_noticed(field: str) -> None:
    result = signed()
    del result["certificate"][field]
    with pytest.raises(BadSignature):
        signature.verify(result, [KEY.public_key()])


def _second_certificate(result: dict[str, Any]) -> None:
    result["note"] = "unsigned words beside signed ones"


def _flip(result: dict[str, Any]) -> None:
    value = result["signature"]["value"]
    result["signature"]["value"] = ("B" if value[0] == "A" else "A") + value[1:]


def _pad(result: dict[str, Any]) -> None:
    result["signature"]["value"] += "=="


def _blank(result: dict[str, Any]) -> None:
    result["signature"]["value"] = ""


def _not_text(result: dict[str, Any]) -> None:
    result["signature"]["value"] = 7


def _algorithm(result: dict[str, Any]) -> None:
    result["signature"]["alg"] = "none"


def _public(result: dict[str, Any]) -> None:
    result["signature"]["public_key"] = signed()["signature"]["public_key"][:-4] + "AAAA"


def _no_certificate(result: dict[str, Any]) -> None:
    result["certificate"] = None


def _not_a_number(result: dict[str, Any]) -> None:
    result["certificate"]["time_s"] = float("nan")


def _no_signature(result: dict[str, Any]) -> None:
    del result["signature"]


@pytest.mark.parametrize(
    "damage",
    [
        _second_certificate,
        _flip,
        _pad,
        _blank,
        _not_text,
        _algorithm,
        _public,
        _no_certificate,
        _not_a_number,
        _no_signature,
    ],
)
def test_any_damage_is_one_kind_of_error(damage: Callable[[dict[str, Any]], None]) -> None:
    result = copy.deepcopy(signed())
    damage(result)
    with pytest.raises(BadSignature):
        signature.verify(result, [KEY.public_key()])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(json_values)
def test_nothing_that_json_can_hold_is_a_signed_result_or_raises_anything_else(value: Any) -> None:
    for damaged in (value, {"certificate": {}, "signature": value}):
        with pytest.raises(BadSignature):
            signature.verify(damaged, [KEY.public_key()])


@given(st.dictionaries(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers()))
def test_the_order_of_the_members_does_not_matter(members: dict[str, int]) -> None:
    turned = dict(reversed(members.items()))
    assert signature.canonical(members) == signature.canonical(turned)


def test_canonical_json_is_sorted_tight_and_plain() -> None:
    value = {"b": [1.0, 2.5, None], "ă": 'Hữu "Lũng"', "a": {"y": True, "x": "/"}}
    expected = '{"a":{"x":"/","y":true},"b":[1,2.5,null],"ă":"Hữu \\"Lũng\\""}'
    assert signature.canonical(value) == expected.encode()


def test_a_number_that_is_none_cannot_be_signed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        signature.sign({"time_s": float("nan")}, KEY)


def test_keys_survive_being_kept_in_files() -> None:
    key = signature.new_key()
    kept = signature.private_key(signature.private_pem(key))
    published = signature.public_key(signature.public_pem(key.public_key()))
    signature.verify(signature.sign({"code": "x"}, kept), [published])


def test_a_key_of_another_kind_is_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    other = X25519PrivateKey.generate()
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(ValueError, match="Ed25519"):
        signature.private_key(pem)
    public = other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(ValueError, match="Ed25519"):
        signature.public_key(public)


def test_a_certificate_of_unknown_time_can_still_be_signed() -> None:
    claims = document(collector(time_s=float("nan"), pace_s_per_km=float("nan")))
    assert claims["time_s"] is None
    assert claims["distance_m"] == 50_000
    signature.verify(signature.sign(claims, KEY), [KEY.public_key()])
