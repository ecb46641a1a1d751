"""What a runner and the staff are told of a copy, and what becomes of the run."""

from dataclasses import replace
from datetime import datetime

import pytest

from race import flags
from race.ingest.checks.evidence import History
from race.ingest.copies import Copied, Kind
from race.ingest.examine import Examination
from race.track import track_of
from race.verdict import Outcome, Severity
from tests.ingest.copying import ALIKE, YESTERDAY, earlier
from tests.ingest.examining import activity, examined, finding


def with_copies(*copies: Copied) -> Examination:
    return examined(history=History(copies=copies))


def test_a_run_like_no_other_keeps_the_rule() -> None:
    found = finding(with_copies(), "DUP_COPY")

    assert found is not None
    assert found.severity is Severity.PASS
    assert all(flags.measured_words(found).values())


def test_without_an_event_nobody_looks() -> None:
    assert finding(examined(history=None), "DUP_COPY") is None


def test_a_file_without_points_is_like_nothing() -> None:
    nothing = activity(track_of(time=[], lat=[], lon=[]))

    assert finding(examined(nothing, history=History()), "DUP_COPY") is None


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_copy_is_for_a_referee_and_never_rejected(kind: Kind, own: bool) -> None:
    examination = with_copies(earlier(kind, own=own))

    assert examination.verdict.outcome is Outcome.REVIEW
    assert [flag.code for flag in examination.verdict.flags] == ["DUP_COPY"]


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("kind", list(Kind))
def test_no_word_names_the_other_runner_and_the_facts_do(kind: Kind, own: bool) -> None:
    found = finding(with_copies(earlier(kind, own=own)), "DUP_COPY")
    assert found is not None
    told = (flags.title, flags.limit_words, flags.measured_words, flags.sentence, flags.advice)
    words = " ".join(text for say in told for text in say(found).values())

    assert "SOMEBODY" not in words
    assert "{" not in words
    assert all(all(say(found).values()) for say in told)
    assert found.facts["of"] == "ACTIVITY-OF-SOMEBODY"
    assert "BIB-OF-SOMEBODY" not in str(found)


@pytest.mark.parametrize(
    ("kind", "measured", "vietnamese"),
    [
        (Kind.SAME, 0.2, "cách nhau 20 cm"),
        (Kind.VERTICES, 0.98, "98,0% số điểm"),
        (Kind.LINE, 0.31, "lệch 31 cm"),
        (Kind.SPEED, 0.31, "lệch 31 cm"),
        (Kind.PULSE, 0.95, "95,0% thời gian"),
    ],
)
def test_what_shows_the_copy_is_measured(kind: Kind, measured: float, vietnamese: str) -> None:
    found = finding(with_copies(earlier(kind)), "DUP_COPY")

    assert found is not None
    assert found.measured == measured
    assert flags.measured_words(found)["vi"] == vietnamese


class TestOwn:
    """The runner's own run, sent a second time with another date."""

    def test_it_names_the_day_of_the_first_one(self) -> None:
        found = finding(with_copies(earlier(own=True)), "DUP_COPY")

        assert found is not None
        # Six in the morning in Việt Nam, a day before 14 November 2026.
        assert datetime.fromisoformat(found.facts["at"]).timestamp() == YESTERDAY
        assert "13/11/2026" in flags.sentence(found)["vi"]
        assert "13 Nov 2026" in flags.sentence(found)["en"]

    def test_another_recording_of_the_same_hours_is_no_copy(self) -> None:
        same_hours = earlier(own=True, likeness=replace(ALIKE, overlap=0.4))
        found = finding(with_copies(same_hours), "DUP_COPY")

        assert found is not None
        assert found.severity is Severity.PASS

    def test_without_a_date_it_is_told_like_any_other(self) -> None:
        found = finding(with_copies(earlier(own=True, started_at=float("nan"))), "DUP_COPY")

        assert found is not None
        assert found.severity is Severity.REVIEW
        assert all(flags.sentence(found).values())


class TestSeveral:
    """One flag, of the strongest."""

    def test_another_runners_comes_before_ones_own(self) -> None:
        own = earlier(Kind.SAME, own=True, activity="mine")
        other = earlier(Kind.SPEED, activity="theirs")

        assert _of(own, other) == ["theirs"]

    def test_the_strongest_proof_counts(self) -> None:
        weak, strong = earlier(Kind.SPEED, activity="weak"), earlier(activity="strong")

        assert _of(weak, strong) == ["strong"]

    def test_of_equals_the_earliest(self) -> None:
        first, second = earlier(activity="first"), earlier(activity="second")

        assert _of(first, second) == ["first"]


def _of(*copies: Copied) -> list[str]:
    found = [flag for flag in with_copies(*copies).findings if flag.code == "DUP_COPY"]
    return [flag.facts["of"] for flag in found]
