"""Whole exports as the services pack them: each run once, with all that its account knows of it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from race.activity import Activity, Sport
from race.ingest.archives.members import Skipped
from race.ingest.examine import Measured
from tests.gpx_writing import one_run, seconds
from tests.ingest.archives.packed import at, everything, gzipped, run, zipped
from tests.ingest.writing import (
    fit,
    garmin_export,
    runkeeper,
    strava_export,
    tcx,
)

MONITORING = fit.fit(fit.file_id(kind=32), fit.timer(0, 0))
#: A recording of the device with nothing about it as a whole.
UNTOLD = fit.fit(fit.file_id(), fit.timer(0, 0), fit.records(600))


def read(folder: Path, members: Mapping[str, bytes]) -> tuple[dict[str, Activity], dict[str, str]]:
    """(the activities, the codes of what was passed over), both by the name of the member."""
    runs, skipped = everything(at(folder, zipped(members)))
    assert len({each.activity.member for each in runs}) == len(runs)
    return {_name(each): each.activity for each in runs}, _codes(skipped)


def _name(found: Measured) -> str:
    return str(found.activity.member)


def _codes(skipped: list[Skipped]) -> dict[str, str]:
    return {each.member: each.code for each in skipped}


def test_of_one_run_in_three_formats_the_fit_file_is_taken(tmp_path: Path) -> None:
    members = {
        "run.gpx": one_run(*seconds(600)),
        "run.tcx": tcx.recording(600),
        "run.fit": fit.fit(fit.run(600)),
    }
    runs, skipped = everything(at(tmp_path, zipped(members)))

    assert [_name(each) for each in runs] == ["run.fit"]
    assert _codes(skipped) == {"run.gpx": "TWIN", "run.tcx": "TWIN"}
    assert {each.facts["other"] for each in skipped} == {"run.fit"}


class TestStrava:
    """`activities.csv`, and the files as they were uploaded."""

    LIST = strava_export.export(
        [
            strava_export.Run(file="activities/11.gpx.gz", metres=2015.5),
            strava_export.Run(file="activities/12.fit.gz", metres=1500.4),
            strava_export.Run(file="activities/13.tcx.gz", sport="Hike"),
            strava_export.Run(file="", name="gõ tay", metres=7000.0),
        ]
    )
    MEMBERS: Mapping[str, bytes] = {
        "activities.csv": LIST,
        "activities/11.gpx.gz": gzipped(run(13)),
        "activities/12.fit.gz": gzipped(UNTOLD),
        "activities/13.tcx.gz": gzipped(tcx.recording(600).replace(b"2026-11-08", b"2026-11-09")),
        "profile.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF",
        "comments.csv": b"Comment Date,Comment\n2026-11-08 06:00:00,hay\n",
    }

    def test_files_get_what_the_list_says_and_they_do_not(self, tmp_path: Path) -> None:
        found, skipped = read(tmp_path, self.MEMBERS)

        assert found.keys() == {
            "activities/11.gpx.gz",
            "activities/12.fit.gz",
            "activities/13.tcx.gz",
            "activities.csv",
        }
        gpx, untold = found["activities/11.gpx.gz"], found["activities/12.fit.gz"]
        assert (gpx.stated.sport, gpx.stated.distance_m) == (Sport.RUN, 2015.5)
        assert (untold.stated.sport, untold.stated.distance_m) == (Sport.RUN, 1500.4)
        assert (gpx.stated.elapsed_s, gpx.stated.timer_s) == (1800, 1750)
        assert skipped == {"profile.jpg": "UNKNOWN_FORMAT", "comments.csv": "UNKNOWN_FORMAT"}

    def test_what_a_file_says_itself_counts_first(self, tmp_path: Path) -> None:
        found, _ = read(tmp_path, self.MEMBERS)
        stated = found["activities/13.tcx.gz"].stated

        assert (stated.sport, stated.distance_m) == (Sport.RUN, 1800.0)

    def test_a_run_that_was_typed_in_has_no_track(self, tmp_path: Path) -> None:
        found, _ = read(tmp_path, self.MEMBERS)
        typed = found["activities.csv"]

        assert (len(typed.track), typed.stated.distance_m) == (0, 7000.0)
        assert typed.format == "strava"


class TestGarmin:
    """An account, with an archive in it, and one activity."""

    PARTS = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip"
    LIST = "DI_CONNECT/DI-Connect-Fitness/lan_0_summarizedActivities.json"

    def account(self, *activities: object) -> dict[str, bytes]:
        inner = zipped({"lan@example.org_1.fit": UNTOLD, "lan@example.org_2.fit": MONITORING})
        return {
            self.PARTS: inner,
            self.LIST: garmin_export.export(*activities),
            "DI_CONNECT/DI-Connect-User/user.json": b'{"userName": "lan"}',
        }

    def test_a_recording_gets_the_distance_of_the_list_by_its_start(self, tmp_path: Path) -> None:
        listed = garmin_export.activity(
            beginTimestamp=(fit.SIX_EPOCH + 20) * 1000, distance=150_000
        )
        found, skipped = read(tmp_path, self.account(listed))
        name = f"{self.PARTS}/lan@example.org_1.fit"

        assert list(found) == [name]
        assert (found[name].stated.sport, found[name].stated.distance_m) == (Sport.RUN, 1500.0)
        assert skipped == {
            f"{self.PARTS}/lan@example.org_2.fit": "NOT_ACTIVITY",
            "DI_CONNECT/DI-Connect-User/user.json": "UNKNOWN_FORMAT",
        }

    def test_what_was_never_recorded_comes_without_a_track(self, tmp_path: Path) -> None:
        listed = garmin_export.activity(beginTimestamp=(fit.SIX_EPOCH + 7200) * 1000)
        found, _ = read(tmp_path, self.account(listed))

        assert found.keys() == {f"{self.PARTS}/lan@example.org_1.fit", self.LIST}
        assert found[f"{self.PARTS}/lan@example.org_1.fit"].stated.distance_m is None
        assert len(found[self.LIST].track) == 0

    def test_an_original_is_one_file_in_an_archive(self, tmp_path: Path) -> None:
        found, skipped = read(tmp_path, {"20804532372_ACTIVITY.fit": fit.sample()})

        assert list(found) == ["20804532372_ACTIVITY.fit"]
        assert skipped == {}


class TestRunkeeper:
    """The list has the runner's own clock, the files have UTC."""

    def test_a_file_gets_its_distance_in_miles(self, tmp_path: Path) -> None:
        listed = runkeeper.line(date="2026-11-08 13:00:00", file="2026-11-08-130000.gpx")
        found, skipped = read(
            tmp_path,
            {
                "cardioActivities.csv": runkeeper.export(listed, names=runkeeper.MI),
                "2026-11-08-130000.gpx": run(8),
                "measurements.csv": b"Date,Type,Value\n2026-11-08 13:00:00,weight,52\n",
            },
        )

        assert list(found) == ["2026-11-08-130000.gpx"]
        stated = found["2026-11-08-130000.gpx"].stated
        assert stated.distance_m == pytest.approx(5.02 * 1609.344)
        assert stated.timer_s == 29 * 60 + 36
        assert skipped == {"measurements.csv": "UNKNOWN_FORMAT"}

    @pytest.mark.parametrize(
        ("date", "once"),
        [
            ("2026-11-08 13:00:20", True),  # in Việt Nam
            ("2026-11-08 11:45:00", True),  # in Nepal
            ("2026-11-07 20:00:00", True),  # in Hawaii
            ("2026-11-08 13:07:30", False),  # no zone is half a quarter of an hour off
            ("2026-11-08 21:00:00", False),  # nor 15 hours ahead
            ("2026-11-09 13:00:00", False),  # the next day
        ],
    )
    def test_a_run_whose_file_has_another_name_comes_once(
        self, tmp_path: Path, date: str, once: bool
    ) -> None:
        listed = runkeeper.line(date=date, file="gone.gpx")
        found, _ = read(
            tmp_path, {"cardioActivities.csv": runkeeper.export(listed), "renamed.gpx": run(8)}
        )

        assert found.keys() == {"renamed.gpx"} | (set() if once else {"cardioActivities.csv"})

    def test_a_run_typed_in_says_nothing_of_one_of_another_hour(self, tmp_path: Path) -> None:
        listed = runkeeper.line(date="2026-11-08 06:00:00", file="", distance="3.00")
        found, _ = read(
            tmp_path, {"cardioActivities.csv": runkeeper.export(listed), "other.gpx": run(8)}
        )

        assert found["other.gpx"].stated.distance_m is None
