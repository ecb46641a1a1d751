"""What a visitor can fetch of a run holds nothing of the first and the last 200 metres.

Ánh lives at the end of a lane: 150 m to the east, then 5 km north on a road that winds 40 m to
both sides, then a lane of 150 m to the east again. Both lanes lie inside the cut, so to everybody
else her run is a narrow line; whoever sees it wide, sees the lanes.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from geographiclib.geodesic import Geodesic

from race.track import Track, track_of
from tests.cast import API, EVENT, Cast, Official, Runner, Sent, Visitor, certificate_code
from tests.runs import written
from tests.tracks import MORNING

HOME = (21.51234, 106.34567)
EAST, NORTH = 90.0, 0.0
#: Metres of a lane, of the road as the crow flies, and to how far it winds and how often.
LANE_M, ROAD_M, WINDING_M, PERIOD_M = 150.0, 5000.0, 40.0, 500.0
#: Nothing nearer than this to either end may be seen, metres of path.
HIDDEN_M = 200.0
#: Width by height of the whole way, and of the road alone.
WHOLE, ROAD = 2 * LANE_M / ROAD_M, 2 * WINDING_M / ROAD_M


def way() -> Track:
    """A point every 15 m and 5 s, laid out by geographiclib."""
    metres = np.arange(0.0, ROAD_M + 2 * LANE_M + 1, 15.0)
    places = [_place(float(m)) for m in metres]
    return track_of(
        time=MORNING + metres / 3.0,
        lat=[lat for lat, _ in places],
        lon=[lon for _, lon in places],
        ele=30 + 20 * np.sin(metres / 700),
    )


def _place(metres: float) -> tuple[float, float]:
    north = min(max(metres - LANE_M, 0.0), ROAD_M)
    winding = WINDING_M * np.sin(2 * np.pi * north / PERIOD_M)
    east = min(metres, LANE_M) + max(metres - LANE_M - ROAD_M, 0.0) + float(winding)
    on_the_road = _from(HOME, NORTH, north)
    return _from(on_the_road, EAST, east)


def _from(place: tuple[float, float], direction: float, metres: float) -> tuple[float, float]:
    found = Geodesic.WGS84.Direct(*place, direction, metres)
    return found["lat2"], found["lon2"]


TRACK = way()
RUN = written(TRACK, sport="running", app="Chạy cùng nhau", zoned=True)


@pytest.fixture
def sent(open_event: Cast) -> Sent:
    """Ánh's run, accepted in both races, with its certificate."""
    sent = open_event.anh.enters("5km", "10km").sends(RUN)
    assert (sent.state, sent.codes) == ("accepted", [])
    return sent


def public_bodies(visitor: Visitor) -> Iterator[tuple[str, bytes]]:
    """Every address that a visitor reaches from the first page by links, in both languages, and
    every list of the API."""
    boards = [f"5km-{kind}" for kind in ("overall", "female", "male", "teams")]
    waiting = ["/", API, f"{API}/{EVENT}", f"{API}/{EVENT}/leaderboards", "/api/v1/openapi.json"]
    waiting += [f"{API}/{EVENT}/leaderboards/{board}" for board in boards]
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        answer = visitor.sees(path)
        if answer.status_code == 200:
            yield path, answer.content
        for link in _links(
            path, answer.text if "html" in answer.headers.get("content-type", "") else ""
        ):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def _links(base: str, html: str) -> Iterator[str]:
    for link in re.findall(r'(?:href|src|action|content)="([^"#]+)', html):
        parts = urlsplit(urljoin(f"http://testserver{base}", link.replace("&amp;", "&")))
        # Filters of a board multiply without showing anything new: one at a time is enough.
        ours = parts.netloc == "testserver" and not parts.path.startswith("/static/")
        if ours and parts.query.count("=") < 2:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def hidden_numbers() -> set[bytes]:
    """The coordinates of the cut, to 4 decimals (10 m), that the rest of the way does not have."""
    along = np.arange(len(TRACK)) * 15.0
    cut = (along <= HIDDEN_M) | (along >= along[-1] - HIDDEN_M)
    near = {f"{value:.7f}"[:-3] for axis in (TRACK.lat, TRACK.lon) for value in axis[cut]}
    open_way = {f"{value:.7f}"[:-3] for axis in (TRACK.lat, TRACK.lon) for value in axis[~cut]}
    return {text.encode() for text in near - open_way}


def test_a_visitor_who_follows_every_link_meets_nothing_that_is_hidden(
    open_event: Cast, sent: Sent
) -> None:
    """No coordinate of the cut, no secret, no address, no minute at which the house is left."""
    anh = open_event.anh
    open_event.binh.corrects(anh, phone="0912345678", email="anh@example.org")
    places = hidden_numbers()
    assert len(places) > 20
    assert all(number in RUN for number in places)
    words = [anh.secret, "0912345678", "anh@example.org", sent.id, sent.body["sha256"]]
    words += ["2026-11-13T23:00", "2026-11-14T06:00", ">06:00", "06:00 ngày", "06:00 on"]
    hidden = places | {word.encode() for word in words}

    bodies = dict(public_bodies(open_event.visitor))
    page = f"{anh.page}/{sent.run['id']}"
    assert {page, anh.page, f"/e/{EVENT}", f"/e/{EVENT}/bxh"} <= set(bodies)
    assert any(path.endswith(".pdf") for path in bodies)
    assert any(path.endswith(".json") and "certificates" in path for path in bodies)
    leaks = [(path, text) for path, body in bodies.items() for text in hidden if text in body]
    assert leaks == []


def _drawn(who: Visitor, page: str) -> np.ndarray:
    """The points of the route on the page of a run, in units of the picture, shape (n, 2)."""
    html = who.sees(page).text
    (line,) = re.findall(r'<path id="rt-line" d="([^"]+)"', html)
    return _absolute(line)


def _absolute(line: str) -> np.ndarray:
    """The points of a path of M, L, l, H, h, V and v."""
    here, found = np.zeros(2), []
    for letter, text in re.findall(r"([MLlHhVv])([^A-Za-z]*)", line):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]
        steps = _steps(letter, numbers)
        for step in steps:
            known = ~np.isnan(step)
            here = np.where(known, step + (here if letter.islower() else 0.0), here)
            found.append(here)
    return np.array(found)


def _steps(letter: str, numbers: list[float]) -> list[np.ndarray]:
    if letter in "Hh":
        return [np.array([n, np.nan]) for n in numbers]
    if letter in "Vv":
        return [np.array([np.nan, n]) for n in numbers]
    return [np.array(pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]


def _bend(points: np.ndarray) -> float:
    """How wide a line is by how long it is."""
    width, height = np.ptp(points, axis=0)
    return float(width / height)


class TestPictures:
    """With its lanes the way is 300 m wide on 5,000, without them 80."""

    def test_the_page_of_the_run_draws_the_road_alone_for_everybody_else(
        self, open_event: Cast, sent: Sent
    ) -> None:
        page = f"{open_event.anh.page}/{sent.run['id']}"
        assert _bend(_drawn(open_event.anh, page)) == pytest.approx(WHOLE, abs=0.01)
        assert _bend(_drawn(open_event.binh, page)) == pytest.approx(WHOLE, abs=0.01)
        strangers: tuple[Visitor, ...] = (
            open_event.visitor,
            open_event.huong.enters("5km"),
            open_event.cuong,
        )
        for stranger in strangers:
            assert _bend(_drawn(stranger, page)) == pytest.approx(ROAD, abs=0.005)

    def test_the_certificate_draws_the_road_alone_even_for_its_runner(
        self, open_event: Cast, sent: Sent
    ) -> None:
        anh = open_event.anh
        code = certificate_code(open_event, anh)
        for who, path in ((open_event.visitor, f"/c/{code}.pdf"), (anh, _own_pdf(anh))):
            routes = [line for line in _lines_on(who.sees(path).content) if _is_upright(line)]
            assert routes, "the route is on the certificate"
            assert all(_bend(line) == pytest.approx(ROAD, abs=0.005) for line in routes)

    def test_the_certificate_of_a_minor_draws_no_route(self, open_event: Cast) -> None:
        an = open_event.runner("Hoàng Thu An", birth_year=2012).enters("5km")
        an.sends(RUN)
        lines = _lines_on(an.sees(_own_pdf(an)).content)
        assert not [line for line in lines if _is_upright(line)]

    def test_a_run_that_is_not_accepted_is_nobodys_but_the_runners(
        self, open_event: Cast, sent: Sent
    ) -> None:
        page = f"{open_event.anh.page}/{sent.run['id']}"
        vy: Official = open_event.vy
        for rule in (vy.wonders, vy.rejects):
            rule(sent, because="Xem lại.")
            assert open_event.visitor.sees(page).status_code == 404
            assert page not in open_event.visitor.sees(open_event.anh.page).text
            assert open_event.anh.sees(page).status_code == 200


def _own_pdf(runner: Runner) -> str:
    return f"{API}/{EVENT}/entries/{runner.bib}/certificate.pdf?race=5km"


def _is_upright(line: np.ndarray) -> bool:
    """A line of many points that is much higher than wide: the road north."""
    width, height = np.ptp(line, axis=0)
    return len(line) > 30 and bool(height > 10 * width)


def _lines_on(pdf: bytes) -> list[np.ndarray]:
    """The points of every path on the first page."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    try:
        paths = [o for o in page.get_objects(max_depth=5) if o.type == pdfium.FPDF_PAGEOBJ_PATH]
        return [_points(path.raw) for path in paths]
    finally:
        page.close()
        document.close()


def _points(path: object) -> np.ndarray:
    count = pdfium.FPDFPath_CountSegments(path)
    x, y = pdfium.c_float(), pdfium.c_float()
    found = []
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        found.append((x.value, y.value))
    return np.array(found).reshape(-1, 2)
