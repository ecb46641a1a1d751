"""Letters are handed over to a real server; an address of one is read, and keeps its secrets."""

import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from race import mailer
from race.mailer import Later, Post, Refused, Server
from tests.post_office import (
    PASSWORD,
    USER,
    PostOffice,
    certificate,
    free_port,
    knows_us,
    open_office,
    silent_office,
)

SECRET = "Mật-khẩu-9"


def post_to(url: str) -> Post:
    """The way to a server, as the settings make it."""
    post = mailer.post_of(mailer.server_of(url), mailer.sender_of("Chặng <run@example.org>"))
    assert post is not None
    return post


def letter(to: str = "anh@example.org") -> EmailMessage:
    written = EmailMessage()
    written["To"] = mailer.address(to, name="Nguyễn Thị Ngọc Ánh")
    written["Subject"] = "Bài chạy của bạn được tính"
    written.set_content("Chào Ánh,\n", cte="base64")
    return written


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_office() as opened:
        yield opened


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate that this machine trusts from now on."""
    path, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return context


class TestAddressesOfServers:
    """One line says where, how safely, and who we are there."""

    @pytest.mark.parametrize(
        ("text", "server"),
        [
            (
                "smtp://mail.example.org",
                Server(host="mail.example.org", port=587, security="starttls"),
            ),
            ("smtps://mail.example.org", Server(host="mail.example.org", port=465, security="tls")),
            (
                "smtp://127.0.0.1:1025?starttls=no",
                Server(host="127.0.0.1", port=1025, security="none"),
            ),
            (
                "smtp://run%40example.org:a%2Fb%23c@mail.example.org:2525/",
                Server(
                    host="mail.example.org",
                    port=2525,
                    security="starttls",
                    user="run@example.org",
                    password="a/b#c",
                ),
            ),
        ],
    )
    def test_it_is_read(self, text: str, server: Server) -> None:
        assert mailer.server_of(text) == server

    @pytest.mark.parametrize(
        "text",
        [
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtp://host:0",
            "smtp://host:70000",
            "smtp://host/path",
            "smtps://host?starttls=no",
            "smtp://host?starttls=maybe",
            "smtp://user@host",
            f"smtp://:{SECRET}@host",
            f"smtp://user:{SECRET}#@host",
            f"smtp://user:{SECRET}/@host",
            f"smtp://user:{SECRET}?@host",
            f"smtp://user:{SECRET}@",
            f"smtp://user:{SECRET}\u2100@host",  # a letter that would become a/c in a host
            f"smtp://user:[{SECRET}@host",
        ],
    )
    def test_what_is_none_is_refused_without_being_repeated(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"smtp|user") as refused:
            mailer.server_of(text)
        assert SECRET not in str(refused.value)
        assert "host:70000" not in str(refused.value)

    def test_none_is_none(self) -> None:
        assert mailer.server_of("") is None
        assert mailer.post_of(None, mailer.sender_of("run@example.org")) is None

    def test_the_password_is_not_in_what_is_printed_of_it(self) -> None:
        assert SECRET not in repr(mailer.server_of(f"smtp://user:{quote(SECRET)}@host"))


class TestAddressesOfPeople:
    """One address, of one person."""

    @pytest.mark.parametrize(
        ("text", "name", "plain"),
        [
            ("run@example.org", "", "run@example.org"),
            ("Chặng <run@example.org>", "Chặng", "run@example.org"),
            ('"Giải chạy, 2026" <run@example.org>', "Giải chạy, 2026", "run@example.org"),
        ],
    )
    def test_a_sender_is_read(self, text: str, name: str, plain: str) -> None:
        sender = mailer.sender_of(text)
        assert sender is not None
        assert (sender.display_name, sender.addr_spec) == (name, plain)

    @pytest.mark.parametrize(
        "text",
        [
            "run",
            "run@",
            "@example.org",
            "a@b@c",
            "a b@example.org",
            "a@example.org, b@example.org",
            "<run@example.org",
            "run@example.org>",
            "a@example.org\r\nBcc: b@example.org",
        ],
    )
    def test_what_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"run@example\.org"):
            mailer.address(text)


class TestHandingOver:
    """To a server as they are."""

    def test_a_letter_arrives_as_it_was_written(self, office: PostOffice) -> None:
        with post_to(office.url)() as send:
            send(letter())
        (found,) = office.delivered
        assert (found.sender, found.to) == ("run@example.org", ["anh@example.org"])
        assert found.letter["From"] == "Chặng <run@example.org>"
        assert found.letter["To"] == "Nguyễn Thị Ngọc Ánh <anh@example.org>"
        assert found.letter["Subject"] == "Bài chạy của bạn được tính"
        assert found.letter.get_content() == "Chào Ánh,\n"

    def test_several_go_over_one_connection(self, office: PostOffice) -> None:
        with post_to(office.url)() as send:
            for name in ("anh", "huong", "thang"):
                send(letter(f"{name}@example.org"))
        assert (len(office.delivered), len(office.peers)) == (3, 1)

    def test_a_refused_address_leaves_the_connection_to_the_others(
        self, office: PostOffice
    ) -> None:
        office.answers["gone@example.org"] = "550 5.1.1 no such user"
        with post_to(office.url)() as send:
            with pytest.raises(Refused):
                send(letter("gone@example.org"))
            send(letter())
        assert [found.to for found in office.delivered] == [["anh@example.org"]]

    def test_one_that_is_put_off_too(self, office: PostOffice) -> None:
        office.answers["grey@example.org"] = "451 4.7.1 come back in some minutes"
        with post_to(office.url)() as send:
            with pytest.raises(Later):
                send(letter("grey@example.org"))
            send(letter())
        assert [found.to for found in office.delivered] == [["anh@example.org"]]

    @pytest.mark.parametrize(
        ("answer", "error"),
        [("554 5.7.1 looks like spam", Refused), ("452 4.3.1 no room", Later)],
    )
    def test_the_content_may_be_refused_as_well(
        self, office: PostOffice, answer: str, error: type[Exception]
    ) -> None:
        office.on_content = answer
        with post_to(office.url)() as send, pytest.raises(error):
            send(letter())

    @pytest.mark.parametrize("answer", ["421 4.3.2 shutting down", "530 5.7.0 sign in first"])
    def test_an_answer_about_us_is_no_refusal_of_the_letter(
        self, office: PostOffice, answer: str
    ) -> None:
        office.answers["anh@example.org"] = answer
        with pytest.raises(smtplib.SMTPRecipientsRefused), post_to(office.url)() as send:
            send(letter())

    def test_an_address_of_letters_that_the_server_does_not_know_is_refused(self) -> None:
        with open_office(enable_SMTPUTF8=False) as office, post_to(office.url)() as send:
            with pytest.raises(Refused):
                send(letter("ánh@example.org"))
            send(letter())
            assert len(office.delivered) == 1

    def test_and_taken_where_it_does(self, office: PostOffice) -> None:
        with post_to(office.url)() as send:
            send(letter("ánh@example.org"))
        assert office.delivered[0].to == ["ánh@example.org"]


class TestServersThatDoNotWork:
    """Each is an OSError, soon."""

    def test_one_that_is_away(self) -> None:
        post = post_to(f"smtp://127.0.0.1:{free_port()}?starttls=no")
        with pytest.raises(ConnectionRefusedError), post():
            pass

    def test_one_that_hangs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mailer, "PATIENCE_S", 0.2)
        with silent_office() as port:
            post = post_to(f"smtp://127.0.0.1:{port}?starttls=no")
            with pytest.raises(OSError, match="timed out"), post():
                pass

    def test_one_without_encryption_gets_no_password(self, office: PostOffice) -> None:
        post = post_to(f"smtp://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{office.port}")
        with pytest.raises(smtplib.SMTPNotSupportedError, match="STARTTLS"), post():
            pass

    @pytest.mark.filterwarnings("ignore:ssl_context:UserWarning")
    def test_one_whose_certificate_nobody_vouches_for(self, tmp_path: Path) -> None:
        _, context = certificate(tmp_path)
        with open_office(tls_context=context) as office:
            post = post_to(f"smtp://127.0.0.1:{office.port}")
            with pytest.raises(ssl.SSLCertVerificationError), post():
                pass


class TestEncrypted:
    """With a certificate that is vouched for."""

    def test_starttls_and_signing_in(self, trusted: ssl.SSLContext) -> None:
        how = {"tls_context": trusted, "require_starttls": True, "auth_required": True}
        with open_office(**how, authenticator=knows_us) as office:
            url = f"smtp://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{office.port}"
            with post_to(url)() as send:
                send(letter())
            assert len(office.delivered) == 1
            wrong = post_to(f"smtp://{USER}:wrong@127.0.0.1:{office.port}")
            with pytest.raises(smtplib.SMTPAuthenticationError), wrong():
                pass

    def test_encrypted_from_the_first_byte(self, trusted: ssl.SSLContext) -> None:
        with open_office(ssl_context=trusted) as office:
            with post_to(f"smtps://127.0.0.1:{office.port}")() as send:
                send(letter())
            assert len(office.delivered) == 1
