"""Several recordings of one runner at one time: the best of them counts, and nobody loses one."""

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest

from race.ingest.checks.sources import Recorded, Source, settled, source
from race.verdict import Decision, Outcome, Severity
from tests.tracks import MORNING

PASS, REVIEW, REJECT = Severity.PASS, Severity.REVIEW, Severity.REJECT
HOUR = 3600.0


def recorded(
    begins: float = 0.0, ends: float = HOUR, source: Source = Source.TRACK, **about: Any
) -> Recorded:
    """A clean run; `begins` and `ends` in seconds after six."""
    made = Recorded(
        started_at=MORNING + begins,
        ended_at=MORNING + ends,
        source=source,
        whole=True,
        outcome=Outcome.ACCEPTED,
    )
    return replace(made, **about)


def weighs(*runs: Recorded) -> list[Severity]:
    """What is said to each, in the order in which they came in."""
    return [flag.severity for flag in settled(runs, UTC)]


PHONE = recorded()
WATCH = recorded(5, HOUR - 5, Source.FIT)
Fields = dict[str, Any]
DOUBTFUL: Fields = {"outcome": Outcome.REVIEW}
OUT: Fields = {"outcome": Outcome.REJECTED}
ACCEPTED: Fields = {"decision": Decision.ACCEPT}
REFUSED: Fields = {"decision": Decision.REJECT}
ASKED: Fields = {"decision": Decision.ASK}


class TestWhichCounts:
    def test_a_run_alone_counts(self) -> None:
        assert weighs(PHONE) == [PASS]
        assert weighs(PHONE, recorded(HOUR, 2 * HOUR)) == [PASS, PASS]
        assert weighs() == []

    def test_the_better_source_counts_whichever_came_first(self) -> None:
        assert weighs(WATCH, PHONE) == [PASS, REJECT]
        assert weighs(PHONE, WATCH) == [REJECT, PASS]

    def test_of_equal_sources_the_first_counts(self) -> None:
        assert weighs(PHONE, replace(PHONE)) == [PASS, REJECT]

    def test_a_whole_file_counts_before_a_better_one_that_breaks_off(self) -> None:
        assert weighs(PHONE, replace(WATCH, whole=False)) == [PASS, REJECT]

    def test_a_run_without_doubts_counts_before_a_better_source(self) -> None:
        assert weighs(PHONE, replace(WATCH, **DOUBTFUL)) == [PASS, REJECT]
        assert weighs(replace(WATCH, **DOUBTFUL), PHONE) == [REJECT, PASS]
        assert weighs(replace(WATCH, **ASKED), PHONE) == [REJECT, PASS]

    def test_what_a_referee_accepted_is_never_displaced(self) -> None:
        assert weighs(replace(PHONE, **ACCEPTED), WATCH) == [PASS, REJECT]
        assert weighs(replace(PHONE, **DOUBTFUL, **ACCEPTED), WATCH) == [PASS, REJECT]

    def test_what_does_not_count_keeps_nobody_out(self) -> None:
        assert weighs(replace(WATCH, **OUT), PHONE) == [PASS, PASS]
        assert weighs(PHONE, replace(WATCH, **OUT)) == [PASS, REJECT]

    def test_of_two_doubtful_ones_one_waits(self) -> None:
        assert weighs(replace(PHONE, **DOUBTFUL), replace(WATCH, **DOUBTFUL)) == [REJECT, PASS]

    def test_the_words_say_when_the_better_one_began(self) -> None:
        earlier, _ = settled((PHONE, WATCH), UTC)
        assert earlier.facts == {"at": "2026-11-13T23:00:05+00:00", "case": "better"}
        _, later = settled((WATCH, PHONE), UTC)
        assert "case" not in later.facts


class TestPartsOfOneRun:
    def test_a_watch_that_stopped_early_does_not_take_an_hour_away(self) -> None:
        stopped = recorded(0, 300, Source.FIT)
        assert weighs(stopped, PHONE) == [REJECT, PASS]
        assert weighs(PHONE, stopped) == [PASS, REJECT]
        assert weighs(replace(PHONE, whole=False), stopped) == [PASS, REJECT]

    def test_a_long_one_with_doubts_leaves_a_short_one_alone_and_waits(self) -> None:
        short, long = recorded(0, HOUR), recorded(0, 3 * HOUR, **DOUBTFUL)
        assert weighs(short, long) == [PASS, REVIEW]
        assert weighs(long, short) == [PASS, PASS]

    @pytest.mark.parametrize(("shared_s", "said"), [(60.0, PASS), (61.0, REVIEW), (1800.0, REVIEW)])
    def test_less_than_half_is_looked_at_and_a_minute_is_a_watch_stopped_late(
        self, shared_s: float, said: Severity
    ) -> None:
        later = recorded(HOUR - shared_s, 2 * HOUR - shared_s, Source.FIT)
        assert weighs(PHONE, later) == [PASS, said]

    def test_just_more_than_half_is_the_same_run(self) -> None:
        assert weighs(PHONE, recorded(1799, HOUR + 1799)) == [PASS, REJECT]


class TestSentAgain:
    def test_what_a_referee_refused_is_looked_at_again(self) -> None:
        assert weighs(replace(PHONE, **REFUSED), WATCH) == [PASS, REVIEW]

    def test_it_takes_nothing_from_a_run_that_counts(self) -> None:
        assert weighs(PHONE, replace(WATCH, **REFUSED), WATCH) == [PASS, REJECT, REJECT]

    def test_a_refused_one_says_nothing_to_those_before_it(self) -> None:
        assert weighs(PHONE, replace(WATCH, **REFUSED)) == [PASS, REJECT]


class TestFloods:
    def test_a_thousand_recordings_of_one_doubtful_run_are_one_on_the_desk(self) -> None:
        again = [recorded(n / 10, HOUR + n / 10, **DOUBTFUL) for n in range(1000)]
        assert weighs(*again).count(REJECT) == 999

    def test_a_thousand_that_were_refused_and_sent_again_are_one_on_the_desk(self) -> None:
        again = [recorded(n / 10, HOUR + n / 10) for n in range(1000)]
        found = weighs(replace(PHONE, **REFUSED), *again)
        assert (found.count(REVIEW), found.count(REJECT)) == (1, 999)

    def test_a_chain_of_runs_is_looked_at_only_where_it_touches_what_counts(self) -> None:
        chain = [recorded(n * 0.6 * HOUR, (n * 0.6 + 1) * HOUR) for n in range(5)]
        assert weighs(*chain) == [PASS, REVIEW, PASS, REVIEW, PASS]


class TestSources:
    """The order in which UpRace, a Vietnamese event over weeks, takes them."""

    def test_they_are_ranked(self) -> None:
        none = {"positions": True, "heart": False, "cadence": False}
        heart = none | {"heart": True}
        ranked = [
            source("fit", **none),
            source("tcx", **heart),
            source("gpx", **heart),
            source("kml", **heart),
            source("gpx", **none),
            source("fit", **heart | {"positions": False}),
        ]
        assert ranked == list(Source)
        assert source("tcx", **none | {"cadence": True}) is Source.SENSORS
        assert source("tcx", **none) is Source.TRACK
