"""A mail server on this machine, as others run them: it takes letters, refuses some, hangs."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "race", "rung xanh/@:nui"


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """One letter that was taken."""

    #: As the envelope says it: what a server goes by.
    sender: str
    to: list[str]
    letter: EmailMessage


@dataclass(kw_only=True)
class PostOffice:
    """The server behind its port."""

    port: int
    #: What it answers to an address instead of taking it.
    answers: dict[str, str] = field(default_factory=dict)
    #: What it answers to the content of every letter.
    on_content: str = "250 OK"
    delivered: list[Delivered] = field(default_factory=list)
    #: Connections on which anything was handed over.
    peers: set[Any] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Its address, in the clear."""
        return f"smtp://127.0.0.1:{self.port}?starttls=no"

    async def handle_RCPT(  # noqa: N802 -- the name that aiosmtpd looks for
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """RCPT TO."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- as above
        self, _server: Any, session: Any, envelope: Envelope
    ) -> str:
        """The letter itself."""
        if not self.on_content.startswith("250"):
            return self.on_content
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.SMTP)
        assert isinstance(letter, EmailMessage)
        self.peers.add(session.peer)
        self.delivered.append(
            Delivered(sender=envelope.mail_from or "", to=[*envelope.rcpt_tos], letter=letter)
        )
        return "250 OK"


@contextmanager
def open_office(**how: Any) -> Iterator[PostOffice]:
    """A server until the block ends; `how` is as aiosmtpd takes it."""
    office = PostOffice(port=free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **how)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@contextmanager
def silent_office() -> Iterator[int]:
    """The port of a server that lets everybody in and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def free_port() -> int:
    """A port at which nobody is."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def knows_us(_server: Any, _session: Any, _envelope: Any, how: str, given: Any) -> AuthResult:
    """Whether somebody signs in with the right password."""
    right = LoginPassword(USER.encode(), PASSWORD.encode())
    known = how in {"PLAIN", "LOGIN"} and given == right
    return AuthResult(success=known, handled=False)  # aiosmtpd says no itself


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of this machine that it signed itself, and a server's use of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now().astimezone()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    trusted, both = folder / "trusted.pem", folder / "server.pem"
    pem = made.public_bytes(serialization.Encoding.PEM)
    trusted.write_bytes(pem)
    both.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + pem
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(both)
    return trusted, context
