"""What stands on a certificate, said in one language. Nothing here knows where it stands."""

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from race import i18n, units
from race.certificates.certificate import Certificate, RoutePicture, Shown, Standing
from race.i18n import N_, say


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number of the strip, and what it is."""

    value: str
    label: str


_STANDINGS: Final = {
    "overall": N_("Overall rank"),
    "sex": N_("Rank, {label:word}"),
    "age_group": N_("Age group {label:word}"),
}
_ROUTES: Final[dict[Shown, str]] = {
    "run": N_("Your route"),
    "longest": N_("Your longest run"),
    "course": N_("The course"),
}
# The groups that a standing may name.
_GROUPS: Final = (N_("women"), N_("men"))


def title(language: str) -> str:
    """The one large word."""
    return say(N_("Certificate"), language).upper()


def achievement(certificate: Certificate, language: str) -> str:
    """What the certificate is for, in two or three words."""
    collected = certificate.kind == "collected"
    text = N_("of a journey completed") if collected else N_("of completion")
    return say(text, language).upper()


def introduction(language: str) -> str:
    """The words before the name."""
    return say(N_("is proudly presented to"), language)


def identity(certificate: Certificate, language: str) -> str:
    """Race number and unit."""
    bib = say(N_("BIB {bib}"), language, {"bib": certificate.bib})
    return f"{bib}  ·  {certificate.team}" if certificate.team else bib


def deed(certificate: Certificate, language: str) -> str:
    """What the runner did, up to the name of the event."""
    facts = {
        "race": _race(certificate, language),
        "covered": certificate.covered_m,
        "runs": certificate.runs,
    }
    if certificate.kind == "single":
        return say(N_("who completed {race} at"), language, facts)
    if not math.isfinite(certificate.covered_m):
        return say(N_("who reached the finish of {race} at"), language, facts)
    if certificate.runs is None:
        return say(N_("who reached the finish of {race}, {covered:km} in all, at"), language, facts)
    if certificate.runs == 1:
        return say(
            N_("who reached the finish of {race}, {covered:km} in one run, at"), language, facts
        )
    return say(
        N_("who reached the finish of {race}, {covered:km} in {runs:number} runs, at"),
        language,
        facts,
    )


def _race(certificate: Certificate, language: str) -> str:
    """The race with its distance, which many races already carry in their name."""
    distance = i18n.race_distance(certificate.distance_m, language)
    amount = re.escape(distance.split()[0])
    named = re.search(rf"(?<![\d.,]){amount}\s*k", certificate.race_name, re.IGNORECASE)
    return certificate.race_name if named else f"{certificate.race_name} {distance}"


def numbers(certificate: Certificate, language: str) -> tuple[Number, ...]:
    """The strip: one to six numbers, the one that counts first. What is unknown is left out."""
    timed = _times(certificate, language)
    ran = certificate.covered_m
    if certificate.kind == "collected" and math.isfinite(ran):
        timed = (_number(i18n.kilometres(ran, language), N_("Distance covered"), language), *timed)
    if not timed:
        distance = i18n.race_distance(certificate.distance_m, language)
        timed = (_number(distance, N_("Distance"), language),)
    return (*timed, *(_standing(standing, language) for standing in certificate.standings))


def _times(certificate: Certificate, language: str) -> tuple[Number, ...]:
    single = certificate.kind == "single"
    total = N_("Official time") if single else N_("Total time")
    pace = f"{units.pace(certificate.pace_s_per_km)} /km"
    known = (
        (certificate.time_s, units.clock(certificate.time_s), total),
        (certificate.pace_s_per_km, pace, N_("Average pace")),
    )
    return tuple(_number(text, label, language) for n, text, label in known if math.isfinite(n))


def _number(value: str, label: str, language: str) -> Number:
    return Number(value=value, label=say(label, language))


def _standing(standing: Standing, language: str) -> Number:
    rank = i18n.number(standing.rank, language)
    of = "" if standing.total is None else f" / {i18n.number(standing.total, language)}"
    label = say(_STANDINGS[standing.kind], language, {"label": standing.label})
    return Number(value=rank + of, label=label)


def provisional(certificate: Certificate, language: str) -> str:
    """That standings may still change; "" when they may not, or when there are none."""
    if certificate.provisional_as_of is None or not certificate.standings:
        return ""
    facts = {"as_of": certificate.provisional_as_of}
    return say(N_("Provisional ranks as of {as_of:moment}"), language, facts)


def issued(certificate: Certificate, language: str) -> str:
    """Place and date, as above a signature."""
    day = _long_day(certificate.issued_on, language)
    return f"{certificate.place}, {day}" if certificate.place else day[:1].upper() + day[1:]


def _long_day(when: date, language: str) -> str:
    """ "ngày 05 tháng 02 năm 2026": days under 10 and the months 1 and 2 carry a zero.

    Nghị định 30/2020/NĐ-CP, phụ lục I, II.4.
    """
    if language != "vi":
        return i18n.day(when, language)
    month = f"{when.month:02d}" if when.month < 3 else str(when.month)
    return f"ngày {when.day:02d} tháng {month} năm {when.year}"


def seal(certificate: Certificate, language: str) -> tuple[str, str, str]:
    """The words of the seal: distance, what was done, year."""
    done = say(N_("Finisher"), language).upper()
    return short_distance(certificate, language), done, str(certificate.issued_on.year)


def short_distance(certificate: Certificate, language: str) -> str:
    """ "5K", "21K", "800M"; "50 KM" when it was collected. A part of a kilometre is cut off."""
    metres = certificate.distance_m
    if metres < 1000:
        return f"{math.floor(metres)}M"
    return f"{stone(certificate, language)[0]}{'K' if certificate.kind == 'single' else ' KM'}"


def stone(certificate: Certificate, language: str) -> tuple[str, str]:
    """Number and unit on the kilometre stone: 21 km, 2,5 km, 800 m."""
    metres = certificate.distance_m
    if metres < 1000:
        return str(math.floor(metres)), "m"
    # A half is worth saying only where it is a large part of the race: 2.5, but 21.
    decimals = 1 if metres < 10_000 and metres % 1000 >= 100 else 0
    shown = math.floor(metres / 1000 * 10**decimals + 1e-9) / 10**decimals
    return i18n.number(shown, language, decimals), "km"


def route(picture: RoutePicture, certificate: Certificate, language: str) -> tuple[str, str]:
    """The headings of the picture of a route: what it shows, and how long that is."""
    heading = say(_ROUTES[picture.shown], language).upper()
    if picture.length_m is not None and math.isfinite(picture.length_m):
        return heading, i18n.kilometres(picture.length_m, language)
    if picture.shown == "longest":
        return heading, ""
    return heading, i18n.race_distance(certificate.distance_m, language)


def finish(certificate: Certificate, language: str) -> tuple[str, str]:
    """The headings of the picture that stands where there is no route."""
    distance = i18n.race_distance(certificate.distance_m, language)
    return say(N_("The finish"), language).upper(), distance


def elevation(language: str) -> str:
    """The heading of the profile."""
    return say(N_("Elevation"), language).upper()


def ascent(metres: float | None, language: str) -> str:
    """The climb in one line; "" when it is unknown."""
    if metres is None or not math.isfinite(metres):
        return ""
    return say(N_("Climb +{ascent:metres}"), language, {"ascent": metres})


def verification(certificate: Certificate, language: str) -> tuple[str, str, str]:
    """How to check the certificate: heading, invitation, the page to open."""
    address = urlsplit(certificate.verify_url)
    page = address.path.removesuffix(certificate.code).strip("/").lower()
    return (
        say(N_("Verify this certificate"), language).upper(),
        say(N_("Scan, or enter the code at"), language),
        f"{address.netloc.lower()}/{page}".strip("/"),
    )


def document_title(certificate: Certificate, language: str) -> str:
    """The title of the PDF."""
    return f"{say(N_('Certificate'), language)} – {certificate.name} – {certificate.event_name}"


def document_subject(certificate: Certificate, language: str) -> str:
    """One line about the PDF."""
    first = numbers(certificate, language)[0]
    return f"{_race(certificate, language)}: {first.value}"
