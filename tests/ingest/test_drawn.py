"""Tracks that were drawn, and times that were pressed together: what is found, and who is not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from race import flags
from race.demo.atlas import ROADS
from race.demo.motion import Pacing
from race.demo.recording import DEVICES, Outing, simulate
from race.ingest.checks import thresholds
from race.ingest.checks.drawn import longest_step
from race.ingest.examine import Examination, judged, measured
from race.ingest.signals.body import Body
from race.ingest.signals.texture import Texture
from race.rules import CheckState
from race.track import Track
from race.verdict import Flag, Severity
from tests.ingest import forging
from tests.ingest.examining import HUU_LUNG, WINDOW, activity, circumstances, finding, severity

#: Asked for by name: tracks of other tests are as straight and even as a ruler, and leave it out.
ON = replace(HUU_LUNG, checks={"drawn": CheckState.ON, "time_scaled": CheckState.ON})
REVIEWED = (Severity.REVIEW, Severity.REJECT)
NUMBERS = range(24)


def looked_at(track: Track) -> Examination:
    return judged(measured(activity(track), WINDOW), circumstances(rules=ON))


def with_signals(*, texture: Texture | None = None, body: Body | None = None) -> Examination:
    """The even run, with signals put in by hand."""
    run = measured(activity(), WINDOW)
    signals = replace(run.signals, texture=texture or Texture(), body=body or Body())
    return judged(replace(run, signals=signals), circumstances(rules=ON))


def drawn(track: Track) -> Flag | None:
    return finding(looked_at(track), "LOOKS_DRAWN")


def recorded(number: int, device: str = "garmin") -> Track:
    """A run of the demo event, an hour before noon."""
    roads = sorted(ROADS)
    return simulate(
        Outing(
            road=ROADS[roads[number % len(roads)]],
            home_m=1200.0,
            direction=1,
            distance_m=5030.0,
            start=datetime(2026, 11, 14, 4, tzinfo=UTC),
            pacing=Pacing(s_per_km=280.0 + 20.0 * (number % 12)),
            device=DEVICES[device],
            seed=number,
        )
    )


class TestForgeries:
    """None passes unseen."""

    @pytest.mark.parametrize("decimals", [5, 6, 7])
    @pytest.mark.parametrize(
        "forger", [forging.by_pace, forging.evenly, forging.equal_steps, forging.every_second]
    )
    def test_a_drawn_line_is_rejected_or_looked_at(
        self, forger: Callable[..., Track], decimals: int
    ) -> None:
        missed = [
            n
            for n in NUMBERS
            if severity(looked_at(forger(n, decimals=decimals)), "LOOKS_DRAWN") not in REVIEWED
        ]
        assert missed == []

    @pytest.mark.parametrize("number", NUMBERS)
    def test_one_speed_on_straight_legs_does_not_count(self, number: int) -> None:
        found = drawn(forging.every_second(number))
        assert found is not None
        assert found.severity is Severity.REJECT
        assert {"line", "steps"} <= set(found.facts["sprung"])

    @pytest.mark.parametrize("noise_m", [0.5, 1.0, 2.0, 5.0])
    def test_white_noise_does_not_hide_it(self, noise_m: float) -> None:
        tracks = [forging.every_second(n, noise_m=noise_m) for n in NUMBERS]
        assert all(severity(looked_at(t), "LOOKS_DRAWN") in REVIEWED for t in tracks)

    def test_white_noise_alone_is_one_sign_and_for_a_referee(self) -> None:
        found = drawn(forging.every_second(3, noise_m=2.0))
        assert found is not None
        assert found.severity is Severity.REVIEW
        assert found.facts["sprung"] == ["scatter"]
        # Errors that do not know of each other bend a track as much over four steps as over one.
        assert found.measured == pytest.approx(1.0, abs=0.15)


class TestRecordings:
    """Nobody is accused."""

    @pytest.mark.parametrize("device", sorted(DEVICES))
    def test_recordings_of_every_device_pass(self, device: str) -> None:
        found = [drawn(recorded(n, device)) for n in range(8)]
        assert {flag.severity for flag in found if flag is not None} <= {Severity.PASS}

    @pytest.mark.parametrize("decimals", [4, 5, 6, 7])
    def test_rounded_positions_are_no_sign(self, decimals: int) -> None:
        found = [drawn(forging.rounded(recorded(n), decimals)) for n in range(8)]
        assert {flag.severity for flag in found if flag is not None} <= {Severity.PASS}

    @pytest.mark.parametrize("every", [3, 10, 30])
    def test_few_points_are_no_sign(self, every: int) -> None:
        found = [drawn(recorded(n).take(slice(None, None, every))) for n in range(8)]
        assert {flag.severity for flag in found if flag is not None} <= {Severity.PASS}

    @pytest.mark.parametrize("late_s", [0.0005, 0.003, 0.04])
    def test_watches_with_fractions_of_seconds_are_no_sign(self, late_s: float) -> None:
        """Apple's and Android's times: by the second, a fraction later, some of them late."""
        rng = np.random.default_rng(5)
        track = recorded(2)
        late = 0.413 + np.abs(rng.normal(0, late_s, len(track)))
        seen = looked_at(replace(track, time=track.time + late))
        assert severity(seen, "LOOKS_DRAWN") is Severity.PASS
        assert severity(seen, "TIME_SCALED") in (Severity.PASS, None)

    @pytest.mark.parametrize("every_s", [5.0, 15.0, 60.0])
    def test_points_that_a_program_filled_in_are_never_rejected(self, every_s: float) -> None:
        """They lie in line, and are as even as the way between two fixes."""
        for number in range(8):
            found = drawn(forging.filled_in(recorded(number), every_s))
            assert found is not None
            assert found.severity is Severity.REVIEW
            assert found.facts["sprung"] == ["line"]

    def test_standing_still_draws_nothing(self) -> None:
        """Ten minutes in one place are one place, and hours of it cannot be judged."""
        track = recorded(1)
        half = len(track) // 2
        which = np.concatenate([np.arange(half), np.full(600, half), np.arange(half, len(track))])
        waited = track.take(which)
        seconds = track.time[0] + np.arange(len(which))
        assert severity(looked_at(replace(waited, time=seconds)), "LOOKS_DRAWN") is Severity.PASS
        nowhere = track.take(np.zeros(2000, dtype=np.int64))
        stood = replace(nowhere, time=track.time[0] + np.arange(2000.0))
        assert drawn(stood) is None


#: (sign, at its limit, on the honest side of it); the rest of a texture is unknown.
SIDES: Sequence[tuple[str, Texture, Texture]] = (
    ("line", Texture(collinear=0.35), Texture(collinear=0.349)),
    (
        "steps",
        Texture(interval_s=1.0, even_steps=0.40, even_steps_strict=0.1),
        Texture(interval_s=1.0, even_steps=0.399, even_steps_strict=0.1),
    ),
    (
        "steps",
        Texture(interval_s=6.1, even_steps=0.9, even_steps_strict=0.40),
        Texture(interval_s=6.1, even_steps=0.9, even_steps_strict=0.399),
    ),
    (
        "spread",
        Texture(interval_s=1.0, speed_spread=0.06),
        Texture(interval_s=1.0, speed_spread=0.061),
    ),
    ("minutes", Texture(even_minutes=0.01), Texture(even_minutes=0.011)),
    (
        "scatter",
        Texture(memoryless=0.70, scatter_m=0.3, grid_m=0.0),
        Texture(memoryless=0.699, scatter_m=0.3, grid_m=0.0),
    ),
    (
        "clock",
        Texture(fractional=0.5, dominant=0.29, follows=0.985),
        Texture(fractional=0.5, dominant=0.29, follows=0.984),
    ),
)


class TestLimits:
    """At a limit a sign springs; short of it it is kept."""

    @pytest.mark.parametrize(("sign", "over", "short"), SIDES)
    def test_both_sides(self, sign: str, over: Texture, short: Texture) -> None:
        sprung = finding(with_signals(texture=over), "LOOKS_DRAWN")
        assert sprung is not None
        assert (sprung.severity, sprung.facts["sprung"]) == (Severity.REVIEW, [sign])
        kept = finding(with_signals(texture=short), "LOOKS_DRAWN")
        assert kept is not None
        assert (kept.severity, kept.facts["sprung"]) == (Severity.PASS, [])

    def test_two_signs_reject_and_are_both_named(self) -> None:
        texture = Texture(interval_s=1.0, collinear=0.87, even_steps_strict=0.92)
        found = finding(with_signals(texture=texture), "LOOKS_DRAWN")
        assert found is not None
        assert found.severity is Severity.REJECT
        said = flags.sentence(found)
        assert "87.0%" in said["en"]
        assert "92.0%" in said["en"]
        assert "điểm nằm thẳng hàng (87,0%)" in said["vi"]
        assert "tốc độ giữa các điểm bằng nhau tuyệt đối (92,0%)" in said["vi"]

    def test_an_even_speed_is_one_sign_however_it_is_seen(self) -> None:
        texture = Texture(interval_s=1.0, speed_spread=0.02, even_minutes=0.002)
        assert severity(with_signals(texture=texture), "LOOKS_DRAWN") is Severity.REVIEW

    @pytest.mark.parametrize(
        "texture",
        [
            pytest.param(Texture(interval_s=60.0, points_per_km=5.0, bare=True), id="few and bare"),
            pytest.param(Texture(interval_s=6.1, speed_spread=0.01), id="even, far apart"),
            pytest.param(Texture(interval_s=6.1, even_steps=1.0), id="even, far apart, in steps"),
            pytest.param(Texture(memoryless=1.0, scatter_m=0.29, grid_m=0.0), id="last digit"),
            pytest.param(Texture(memoryless=1.0, scatter_m=0.7, grid_m=1.1), id="rounding"),
            pytest.param(Texture(fractional=0.49, dominant=0.1, follows=1.0), id="whole seconds"),
            pytest.param(
                Texture(fractional=1.0, dominant=0.30, follows=1.0), id="a usual interval"
            ),
        ],
    )
    def test_what_tells_nothing_is_not_looked_at(self, texture: Texture) -> None:
        assert finding(with_signals(texture=texture), "LOOKS_DRAWN") is None

    def test_every_sign_has_its_words(self) -> None:
        for sign, over, _ in SIDES:
            found = finding(with_signals(texture=over), "LOOKS_DRAWN")
            assert found is not None
            assert found.facts["case"] == sign
            said, title = flags.sentence(found), flags.title(found)
            assert said["vi"].startswith("Chờ duyệt: ")
            assert said["en"].startswith("In review: ")
            assert title["vi"] != title["en"]
            assert flags.limit_words(found)["vi"] != flags.limit_words(found)["en"]


class TestPressedTogether:
    """Times pressed together, by the beat of the clock."""

    @pytest.mark.parametrize("factor", [0.7, 0.75, 0.8, 0.83, 0.9, 0.96])
    @pytest.mark.parametrize("device", sorted(DEVICES))
    def test_a_beat_of_another_length_is_looked_at(self, device: str, factor: float) -> None:
        found = finding(looked_at(forging.pressed(recorded(4, device), factor)), "TIME_SCALED")
        assert found is not None
        assert found.severity is Severity.REVIEW
        # The unit is the factor for devices that count seconds, 2 or 3 of it for those that write
        # each second or third one.
        units = (found.measured or 0.0) / factor
        assert units == pytest.approx(round(units), abs=0.002)

    def test_written_to_the_millisecond_or_the_hundredth_it_is_still_seen(self) -> None:
        track = forging.pressed(recorded(5), 0.83)
        for decimals in (3, 2):
            written = replace(track, time=np.round(track.time, decimals))
            assert severity(looked_at(written), "TIME_SCALED") is Severity.REVIEW

    def test_rounded_to_seconds_nobody_can_see_it(self) -> None:
        track = forging.pressed(recorded(5), 0.83)
        written = replace(track, time=np.round(track.time))
        assert severity(looked_at(written), "TIME_SCALED") is Severity.PASS

    @pytest.mark.parametrize("device", sorted(DEVICES))
    def test_the_beats_of_devices_pass(self, device: str) -> None:
        for factor in (1.0, 0.5, 0.25, 0.985, 1.02):
            seen = looked_at(forging.pressed(recorded(6, device), factor))
            assert severity(seen, "TIME_SCALED") in (Severity.PASS, None)

    @pytest.mark.parametrize(
        ("unit_s", "weighs"),
        [
            (0.599, Severity.PASS),
            (0.60, Severity.REVIEW),
            (0.97, Severity.REVIEW),
            (0.971, Severity.PASS),
            (1.0, Severity.PASS),
            (1.5, Severity.PASS),
            (1.66, Severity.REVIEW),
            (2.0, Severity.PASS),
            (2.49, Severity.PASS),
            (2.7, Severity.REVIEW),
            (3.0, Severity.PASS),
            (3.3, Severity.PASS),
        ],
    )
    def test_units_of_devices_and_others(self, unit_s: float, weighs: Severity) -> None:
        seen = with_signals(texture=Texture(time_grid_s=unit_s))
        assert severity(seen, "TIME_SCALED") is weighs

    def test_the_sentence_names_the_beat(self) -> None:
        found = finding(with_signals(texture=Texture(time_grid_s=0.83)), "TIME_SCALED")
        assert found is not None
        assert "830 ms" in flags.sentence(found)["en"]
        assert "830 ms" in flags.sentence(found)["vi"]


class TestGrownSteps:
    """Steps too long for their cadence."""

    @pytest.mark.parametrize(
        ("cadence", "step_m", "weighs"),
        [
            (145.0, 1.40, Severity.PASS),
            (145.0, 1.46, Severity.REVIEW),
            # Beyond 1.5 m it is a bicycle's turn, and BIKE_LIKE's.
            (145.0, 1.51, Severity.PASS),
            # 1.5 m at 165 steps/min is 4:02 /km: people run that.
            (165.0, 1.5, Severity.PASS),
        ],
    )
    def test_both_sides(self, cadence: float, step_m: float, weighs: Severity) -> None:
        body = Body(cadence=cadence, step_m=step_m, cadence_share=1.0)
        assert severity(with_signals(body=body), "TIME_SCALED") is weighs

    @pytest.mark.parametrize("cadence", [139.0, 211.0, float("nan")])
    def test_what_is_no_runners_cadence_says_nothing(self, cadence: float) -> None:
        body = Body(cadence=cadence, step_m=1.45, cadence_share=1.0)
        assert finding(with_signals(body=body), "TIME_SCALED") is None

    def test_a_cadence_now_and_then_says_nothing(self) -> None:
        body = Body(cadence=145.0, step_m=1.46, cadence_share=0.3)
        assert finding(with_signals(body=body), "TIME_SCALED") is None

    def test_who_makes_150_steps_runs_no_faster_than_4_m_s(self) -> None:
        assert longest_step(150.0) * 150.0 / 60.0 == pytest.approx(4.0)
        assert longest_step(140.0) == thresholds.LONG_STEP_M

    def test_the_sentence_names_cadence_and_step(self) -> None:
        body = Body(cadence=145.0, step_m=1.46, cadence_share=1.0)
        found = finding(with_signals(body=body), "TIME_SCALED")
        assert found is not None
        assert "145" in flags.sentence(found)["vi"]
        assert "146 cm" in flags.sentence(found)["vi"]
