"""What counts stays right when runs, rulings, entries and days change around it."""

from race.ingest import formats
from race.ingest.examine import measured
from tests.cast import API, EVENT, Cast, certificate_code, told
from tests.runs import gpx, stating, steady

#: 5,050 m at 5:00 /km.
FIVE_KM = steady(5050, 1515)


def test_a_phone_on_a_table_runs_nothing_under_any_preset(open_event: Cast) -> None:
    still = gpx((600.0, 0.0))
    sent = open_event.anh.enters("5km").sends(still)
    assert sent.codes == ["TOO_SHORT"]
    for path in ("", "/bxh", f"/vdv/{open_event.anh.bib}"):
        assert open_event.visitor.sees(f"/e/{EVENT}{path}").status_code == 200


def test_a_noisy_watch_does_not_win(open_event: Cast) -> None:
    """The device states 5,000 m, our curve of the same file is longer: the window is, too."""
    plain = gpx(steady(5240, 1500))
    noisy = stating(plain, 5000)
    measured_runs = [
        measured(formats.read(data, "run.gpx")[0], None, (5000.0,)) for data in (plain, noisy)
    ]
    efforts = [run.race_efforts[0].elapsed_s for run in measured_runs]
    assert efforts[0] < 1440
    assert abs(efforts[1] - 1500) < 1.5


def test_a_run_that_a_referee_accepts_is_not_counted_twice(open_event: Cast) -> None:
    """One device jumps and is rejected, the other counts; then the first is ruled in."""
    jump = gpx(steady(2000, 660), steady(1000, 165), steady(2000, 660))
    smooth = gpx(steady(5000, 1500))
    anh = open_event.anh.enters("10km")
    first, second = anh.sends(jump), anh.sends(smooth, "watch.gpx")
    assert (first.state, second.state) == ("rejected", "accepted")
    open_event.binh.accepts(first, because="GPS nhảy dưới vách núi.")
    board = open_event.visitor.board("10km-overall")["standings"]
    assert [row["runs"] for row in board] == [1]


def test_leaving_a_race_takes_its_certificate_along(open_event: Cast) -> None:
    anh = open_event.anh.enters("5km", "10km")
    anh.sends(gpx(FIVE_KM))
    code = certificate_code(open_event, anh)
    open_event.binh.corrects(anh, races=["10km"])
    checked = told(open_event.visitor.sees(f"/api/v1/certificates/{code}"))
    assert checked["state"] == "revoked"


def test_another_race_entered_in_the_same_browser_keeps_the_bib(open_event: Cast) -> None:
    form = {"name": "Lý Thị Hương", "sex": "F", "birth_year": "1990", "consent": "true"}
    browser = open_event.visitor.http
    assert browser.post(f"/e/{EVENT}/dang-ky", data={**form, "race": "5km"}).status_code == 201
    again = browser.post(f"/e/{EVENT}/dang-ky", data={**form, "race": "10km"})
    assert again.status_code == 303
    assert again.headers["location"] == f"/e/{EVENT}/vdv/00001"


def test_two_files_in_one_request_are_refused_and_none_is_lost_in_silence(
    open_event: Cast,
) -> None:
    anh = open_event.anh.enters("5km")
    two = [("file", (name, gpx(FIVE_KM))) for name in ("a.gpx", "b.gpx")]
    answer = anh.asks("POST", f"{API}/{EVENT}/submissions", files=two)
    assert answer.status_code == 422
    assert answer.json()["code"] == "INVALID_FIELD"
