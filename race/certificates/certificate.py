"""What a certificate says, as one value: every fact is known before a line is drawn."""

import math
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

#: A race run once, or a distance collected in many runs.
Kind = Literal["single", "collected"]
#: Whose run the picture shows: the one that counted, the longest of many, or the course itself.
Shown = Literal["run", "longest", "course"]

#: More standings than this do not fit into the strip of numbers.
MOST_STANDINGS: Final = 3
#: More signatures than this do not fit beside the seal.
MOST_SIGNATORIES: Final = 2


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A place among others."""

    kind: Literal["overall", "sex", "age_group"]
    #: The words of the group, translated where they are known ("women", "30-39"); "" for overall.
    label: str = ""
    #: From 1.
    rank: int
    #: How many are ranked; None when it is not said.
    total: int | None = None


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Somebody who signs above the line."""

    title: str
    name: str


@dataclass(frozen=True, kw_only=True)
class KmMark:
    """A kilometre stone on the map."""

    #: What is written on it: "5".
    label: str
    #: Metres east and north of the same origin as the route.
    east_m: float
    north_m: float


@dataclass(frozen=True, kw_only=True, eq=False)
class RoutePicture:
    """A route as it may be shown in public: its ends are cut for privacy before it comes here.

    NaN in `east_m` or `north_m` breaks the line; ValueError when arrays do not fit together.
    """

    #: Metres from any origin, shape (n,).
    east_m: FloatArray
    north_m: FloatArray
    km_marks: tuple[KmMark, ...] = ()
    #: Metres run and metres above sea level, shape (k,); both None when no elevation is known.
    distance_m: FloatArray | None = None
    ele_m: FloatArray | None = None
    #: Metres climbed; None when unknown.
    ascent_m: float | None = None
    #: Metres of the whole run, its hidden ends included; None when it is not said.
    length_m: float | None = None
    shown: Shown = "run"

    def __post_init__(self) -> None:
        profile = (self.distance_m, self.ele_m)
        if self.east_m.ndim != 1 or self.east_m.shape != self.north_m.shape:
            raise ValueError("a route has as many metres east as north")
        if (profile[0] is None) != (profile[1] is None):
            raise ValueError("a profile has distances and elevations, or neither")
        if (
            profile[0] is not None
            and profile[1] is not None
            and profile[0].shape != profile[1].shape
        ):
            raise ValueError("a profile has as many distances as elevations")


@dataclass(frozen=True, kw_only=True, eq=False)
class Certificate:
    """One finisher, one race. ValueError when there is more than a page can hold."""

    event_name: str
    #: The body that issues it: "Huyện Đoàn Hữu Lũng, tỉnh Lạng Sơn".
    organiser: str
    #: Where it is issued: "Hữu Lũng".
    place: str
    name: str
    bib: str
    team: str | None = None
    race_name: str
    kind: Kind
    #: Metres of the race, or of the goal of a collected one.
    distance_m: float
    #: Metres that were run; NaN when it is not said.
    covered_m: float = math.nan
    #: In how many runs a collected distance was covered; None when it is not said.
    runs: int | None = None
    #: Seconds, official; NaN when the race is not timed.
    time_s: float
    #: Seconds a kilometre; NaN when unknown.
    pace_s_per_km: float
    standings: tuple[Standing, ...] = ()
    #: When the standings were taken, if they may still change; None when they are final.
    provisional_as_of: datetime | None = None
    issued_on: date
    signatories: tuple[Signatory, ...] = ()
    #: As people type it: "7XK4-D9QF-2M3H".
    code: str
    #: The absolute address of the page that vouches for the code; printed as it is into the QR.
    verify_url: str
    route: RoutePicture | None = None

    def __post_init__(self) -> None:
        if len(self.standings) > MOST_STANDINGS:
            raise ValueError(f"a certificate holds at most {MOST_STANDINGS} standings")
        if len(self.signatories) > MOST_SIGNATORIES:
            raise ValueError(f"a certificate holds at most {MOST_SIGNATORIES} signatories")
        if not (math.isfinite(self.distance_m) and self.distance_m > 0):
            raise ValueError("the distance of a race is a positive number of metres")

    @property
    def provisional(self) -> bool:
        """Whether the standings may still change."""
        return self.provisional_as_of is not None


def document(certificate: Certificate) -> dict[str, Any]:
    """What a certificate claims, as plain JSON values to sign and publish; no route, no address.

    Distances in metres, times in seconds, dates in ISO 8601; null where unknown.
    """
    as_of = certificate.provisional_as_of
    return {
        "code": certificate.code,
        "event": certificate.event_name,
        "organiser": certificate.organiser,
        "place": certificate.place,
        "name": certificate.name,
        "bib": certificate.bib,
        "team": certificate.team,
        "race": certificate.race_name,
        "kind": certificate.kind,
        "distance_m": certificate.distance_m,
        "covered_m": _known(certificate.covered_m),
        "runs": certificate.runs,
        "time_s": _known(certificate.time_s),
        "pace_s_per_km": _known(certificate.pace_s_per_km),
        "standings": [asdict(standing) for standing in certificate.standings],
        "provisional_as_of": None if as_of is None else as_of.isoformat(),
        "issued_on": certificate.issued_on.isoformat(),
    }


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
