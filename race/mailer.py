"""Letters out of the house: an SMTP server as one address names it, and a connection to it.

Nothing here is about runners: a letter comes as an `EmailMessage`, is handed over or refused.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from functools import partial
from typing import Final, Literal, NoReturn, TypeAlias
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

#: Hands one letter over; its sender is put in. `Refused` and `Later` are about this letter alone;
#: whatever else comes is an OSError: the server is away, or does not want us.
Send: TypeAlias = Callable[[EmailMessage], None]
#: Opens a connection for some letters; OSError.
Post: TypeAlias = Callable[[], AbstractContextManager[Send]]
#: How letters travel: "starttls" begins in the clear and goes on encrypted, or not at all.
Security: TypeAlias = Literal["none", "starttls", "tls"]

#: Seconds that a server may take for each answer. RFC 5321 (section 4.5.3.2) would wait for five
#: minutes; a letter is tried again, so nothing need hang for so long.
PATIENCE_S: Final = 20.0
#: Answers that are about us and not about a letter: the server ends the connection (RFC 5321,
#: section 3.8), or wants us to sign in (RFC 4954, section 6).
_ABOUT_US: Final = frozenset({421, 530})
#: From here on an answer is a refusal for good (RFC 5321, section 4.2.1).
_FOR_GOOD: Final = 500
#: Submission (RFC 6409), and submission over TLS (RFC 8314).
_PORTS: Final = {"none": 587, "starttls": 587, "tls": 465}
#: Hosts that are this machine.
_OURSELVES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
#: One plain address: nothing in it means anything to a header.
_ADDRESS: Final = re.compile(r'([^\s@,;:<>()\[\]\\"]+)@([^\s@,;:<>()\[\]\\"]+)')


class Refused(Exception):
    """This letter will never be taken: there is no such address, or nobody can write to it."""


class Later(Exception):
    """This letter is not taken now; others may be."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where letters are handed over."""

    host: str
    port: int
    security: Security
    #: Both or none.
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def is_overheard(self) -> bool:
        """Whether letters travel in the clear, and leave this machine so."""
        return self.security == "none" and self.host not in _OURSELVES


def server_of(text: str) -> Server | None:
    """The server of an address like ``smtp://user:password@host:587``; None of an empty one.

    ValueError says what is wrong and never what was given: that may hold a password.
    """
    if not text:
        return None
    try:
        url = urlsplit(text)
        host, port, user, password = url.hostname, url.port, url.username, url.password
    except ValueError:
        host, port, user, password = None, None, None, None
    if not host or port == 0 or url.path not in {"", "/"} or url.fragment:
        raise ValueError("not like smtp://user:password@host:587, with %40 for @ in a password")
    if bool(user) != bool(password):
        raise ValueError("a user needs a password, and a password a user")
    security = _security(url)
    return Server(
        host=host,
        port=_PORTS[security] if port is None else port,
        security=security,
        user=unquote(user) if user else None,
        password=unquote(password) if password else None,
    )


def _security(url: SplitResult) -> Security:
    asked = parse_qs(url.query, keep_blank_values=True)
    if url.scheme == "smtps" and not asked:
        return "tls"
    if url.scheme == "smtp" and not asked:
        return "starttls"
    if url.scheme == "smtp" and asked == {"starttls": ["no"]}:
        return "none"
    raise ValueError("only smtp://…, smtps://… and smtp://…?starttls=no are known")


def sender_of(text: str) -> Address | None:
    """Who letters come from, like ``Chặng <run@example.org>``; None of an empty text. ValueError
    says what is wrong."""
    if not text:
        return None
    name, bracket, rest = text.rpartition("<")
    plain = rest.removesuffix(">") if bracket else text
    return address(plain, name=name.strip().strip('"'))


def address(text: str, *, name: str = "") -> Address:
    """One address of one person; ValueError where a letter could not be sent to it alone."""
    parts = _ADDRESS.fullmatch(text)
    if parts is None:
        raise ValueError("not like run@example.org, or Name <run@example.org>")
    return Address(display_name=name, username=parts[1], domain=parts[2])


def post_of(server: Server | None, sender: Address | None) -> Post | None:
    """The way to a server; None where there is none, or nobody who writes."""
    if server is None or sender is None:
        return None
    return partial(_connection, server, sender)


@contextmanager
def _connection(server: Server, sender: Address) -> Iterator[Send]:
    with closing(_connected(server, sender)) as smtp:
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if server.user is not None and server.password is not None:
            smtp.login(server.user, server.password)
        yield partial(_hand_over, smtp, sender)
        with suppress(OSError):
            smtp.quit()


def _connected(server: Server, sender: Address) -> smtplib.SMTP:
    # We name ourselves after the sender: asking the network for our own name may take long.
    name, patience = sender.domain, PATIENCE_S
    if server.security == "tls":
        trust = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=patience, context=trust)
    return smtplib.SMTP(server.host, server.port, name, timeout=patience)


def _hand_over(smtp: smtplib.SMTP, sender: Address, letter: EmailMessage) -> None:
    letter["From"] = sender
    to = [each.addr_spec for each in letter["To"].addresses]
    try:
        smtp.send_message(letter, sender.addr_spec, to)
    except smtplib.SMTPRecipientsRefused as error:
        _refused(max(code for code, _ in error.recipients.values()), error)
    except smtplib.SMTPDataError as error:
        _refused(error.smtp_code, error)
    except smtplib.SMTPNotSupportedError:  # an address of letters that this server does not know
        raise Refused from None


def _refused(code: int, error: smtplib.SMTPException) -> NoReturn:
    if code in _ABOUT_US:
        raise error
    raise (Refused if code >= _FOR_GOOD else Later) from None
