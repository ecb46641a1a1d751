"""What an event may ask of hearts and steps, and what nobody's body does."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.flags import WORDINGS
from race.ingest.checks import thresholds
from race.ingest.examine import Examination
from race.track import FloatArray
from race.verdict import Flag, Severity
from tests.ingest.examining import HUU_LUNG, activity, examined
from tests.ingest.wearing import heart, strides, worn
from tests.tracks import run


def found(what: Activity, code: str, **rules: Any) -> list[Flag]:
    seen: Examination = examined(what, rules=replace(HUU_LUNG, **rules))
    return [flag for flag in seen.findings if flag.code == code]


def weighs(what: Activity, code: str, **rules: Any) -> tuple[Severity, str] | None:
    """What the one finding of a code weighs, and its case."""
    flags = found(what, code, **rules)
    assert len(flags) < 2
    return None if not flags else (flags[0].severity, flags[0].facts["case"])


def sensed(seconds: int = 1800, m_s: float = 3.2, **sensors: Any) -> Activity:
    honest = {"heart_rate": heart(seconds), "cadence": strides(seconds)}
    return activity(worn(run((seconds, m_s)), **honest | sensors), written="fit")


class TestAskedFor:
    """An event may ask for a heart rate or a cadence of files that can hold one."""

    @pytest.mark.parametrize(
        ("written", "app", "severity"),
        [
            ("fit", None, Severity.REJECT),
            ("tcx", "Connect Api", Severity.REJECT),
            ("gpx", "StravaGPX iPhone", Severity.REJECT),
            ("gpx", "Garmin Connect", Severity.REJECT),
            ("gpx", "Apple Health Export", Severity.INFO),
            ("gpx", "Health Auto Export - https://example.org", Severity.INFO),
            ("gpx", "HealthFit", Severity.INFO),
            ("health-auto-export", "Health Auto Export", Severity.REJECT),
            ("nmea", None, Severity.INFO),
            ("takeout", None, Severity.INFO),
            ("table", None, Severity.INFO),
            ("gpx", None, Severity.REVIEW),
            ("gpx", "keep", Severity.REVIEW),
        ],
    )
    def test_a_file_without_a_heart_rate(
        self, written: str, app: str | None, severity: Severity
    ) -> None:
        what = activity(written=written, app=app)
        assert weighs(what, "HEART_RATE", heart_rate_required=True) == (severity, "required")

    @pytest.mark.parametrize(
        ("written", "app", "severity"),
        [
            ("fit", None, Severity.REJECT),
            ("gpx", "Runkeeper - http://www.runkeeper.com", Severity.INFO),
            ("health-auto-export", "Health Auto Export", Severity.INFO),
            ("tcx", "TomTom MySports", Severity.REVIEW),
        ],
    )
    def test_a_file_without_a_cadence(
        self, written: str, app: str | None, severity: Severity
    ) -> None:
        what = activity(written=written, app=app)
        assert weighs(what, "CADENCE", cadence_required=True) == (severity, "required")

    @pytest.mark.parametrize(
        ("share", "severity"),
        [
            (0.02, Severity.REJECT),
            (0.10, Severity.REVIEW),
            (0.45, Severity.REVIEW),
            (0.55, Severity.PASS),
            (1.00, Severity.PASS),
        ],
    )
    def test_an_optical_sensor_that_lost_the_wrist_is_looked_at(
        self, share: float, severity: Severity
    ) -> None:
        # The run is so long that the half minute which a sample speaks for is nothing.
        beats = np.where(np.arange(9001) < share * 9000, heart(9000), np.nan)
        flags = found(sensed(9000, heart_rate=beats), "HEART_RATE", heart_rate_required=True)
        asked = [flag for flag in flags if flag.facts["case"] == "required"]
        assert [flag.severity for flag in asked] == [severity]

    def test_nobody_is_asked_where_the_event_does_not(self) -> None:
        assert found(activity(written="fit"), "HEART_RATE") == []
        assert found(activity(written="fit"), "CADENCE") == []


class TestHearts:
    """What no heart does goes to a person, and never further."""

    def test_a_runner_s_heart_is_kept(self) -> None:
        assert weighs(sensed(), "HEART_RATE") == (Severity.PASS, "fast")

    @pytest.mark.parametrize(
        ("beats", "expected"),
        [
            (heart(1800) + 62, (Severity.PASS, "fast")),
            (heart(1800) + 80, (Severity.REVIEW, "fast")),
            (heart(1800) - 70, (Severity.PASS, "fast")),
            (heart(1800) - 90, (Severity.REVIEW, "slow")),
            (np.where(np.arange(1801) < 850, 150, heart(1800)), (Severity.PASS, "fast")),
            (np.where(np.arange(1801) < 950, 150, heart(1800)), (Severity.REVIEW, "same")),
            (heart(1800) + np.resize([0, 3], 1801), (Severity.PASS, "fast")),
            (140 + np.resize([0, 9, 2, 11], 1801), (Severity.REVIEW, "jumps")),
        ],
    )
    def test_both_sides_of_each_limit(
        self, beats: FloatArray, expected: tuple[Severity, str]
    ) -> None:
        assert weighs(sensed(heart_rate=beats), "HEART_RATE") == expected

    def test_a_strap_that_starts_late_is_not_judged(self) -> None:
        beats = np.where(np.arange(1801) > 1700, 20, np.nan)
        assert found(sensed(heart_rate=beats), "HEART_RATE") == []

    def test_a_slow_heart_on_a_walk_is_a_healthy_one(self) -> None:
        what = sensed(3000, 1.4, heart_rate=heart(3000) - 85)
        assert weighs(what, "HEART_RATE") == (Severity.PASS, "fast")


class TestSteps:
    """Steps a minute, and streams that stand still; long steps are told elsewhere."""

    def test_a_runner_s_steps_are_kept(self) -> None:
        assert weighs(sensed(), "CADENCE") == (Severity.PASS, "many")

    @pytest.mark.parametrize(
        ("about", "m_s", "expected"),
        [
            (226, 3.2, (Severity.PASS, "many")),
            (236, 3.2, (Severity.REVIEW, "many")),
            (126, 2.6, (Severity.PASS, "many")),
            (114, 2.6, (Severity.REVIEW, "few")),
        ],
    )
    def test_both_sides_of_each_limit(
        self, about: float, m_s: float, expected: tuple[Severity, str]
    ) -> None:
        what = sensed(m_s=m_s, cadence=strides(1800, about=about))
        assert weighs(what, "CADENCE") == expected

    def test_turns_of_a_bicycle_are_not_told_twice(self) -> None:
        """5 m/s at 90 turns a minute, read as 90 steps: steps of 3.3 m are BIKE_LIKE alone."""
        what = sensed(m_s=5.0, cadence=strides(1800, about=90))
        assert weighs(what, "CADENCE") == (Severity.PASS, "many")
        assert found(what, "BIKE_LIKE")[0].severity is Severity.REVIEW

    @pytest.mark.parametrize(
        ("asked", "seconds", "severity"),
        [
            (False, 1100, Severity.PASS),
            (False, 1300, Severity.INFO),
            (True, 1300, Severity.REVIEW),
        ],
    )
    def test_an_average_all_along_is_no_cadence_where_one_is_asked_for(
        self, asked: bool, seconds: int, severity: Severity
    ) -> None:
        cadence = np.where(np.arange(1801) < seconds, 170, strides(1800))
        flags = found(sensed(cadence=cadence), "CADENCE", cadence_required=asked)
        assert flags[-1].severity is severity
        assert flags[-1].facts["case"] == ("many" if severity is Severity.PASS else "same")

    @pytest.mark.parametrize("sport", [Sport.RIDE, Sport.SWIM, Sport.OTHER])
    def test_turns_and_strokes_are_no_steps(self, sport: Sport) -> None:
        what = sensed(cadence=strides(1800, about=240))
        other = replace(what, stated=replace(what.stated, sport=sport))
        assert found(other, "CADENCE") == []

    def test_a_walker_s_steps_are_not_a_runner_s(self) -> None:
        what = sensed(m_s=2.6, cadence=strides(1800, about=114))
        walk = replace(what, stated=replace(what.stated, sport=Sport.WALK))
        assert weighs(walk, "CADENCE") == (Severity.PASS, "same")


def test_every_case_has_words_of_its_own() -> None:
    assert set(WORDINGS["HEART_RATE"].cases) == {"required", "slow", "same", "jumps"}
    assert set(WORDINGS["CADENCE"].cases) == {"required", "few", "same"}


def test_what_never_holds_a_sensor_is_not_said_to_give_it() -> None:
    assert not set(thresholds.NEVER_HEART_RATE) & set(thresholds.GIVES_HEART_RATE)
    assert not set(thresholds.NEVER_CADENCE) & set(thresholds.GIVES_CADENCE)
