"""`python -m race rescore`: everything examined anew, or only shown what that would change."""

from dataclasses import replace

import pytest

from race.__main__ import main
from race.processes import Here
from race.services.work import Tools
from race.settings import Settings
from race.store import events
from race.store.blobs import FileBlobs
from race.store.database import Engine, transaction
from tests.conftest import Clock
from tests.runs import DAY_S, gpx, steady
from tests.services.eventful import Eventful
from tests.tracks import MORNING


@pytest.fixture
def story(
    engine: Engine, settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Eventful:
    """Thirty runs, ten of them at 6:00 /km; the rules were changed past everything that follows."""
    monkeypatch.setenv("RACE_DATA_DIR", str(settings.data_dir))
    tools = Tools(
        engine=engine,
        blobs=FileBlobs(folder=settings.data_dir / "blobs"),
        clock=clock,
        scratch=settings.data_dir / "scratch",
    )
    story = Eventful(tools=tools, clock=clock).opens()
    for n in range(30):
        pace_s = 360 if n % 3 == 0 else 300
        entry = story.enters(f"Vận động viên {n}")
        story.sends(entry, gpx(steady(1200, 1.2 * pace_s), start=MORNING - DAY_S + 60 * n))
    with transaction(engine) as connection:
        row = events.get(connection, story.id)
        assert row is not None
        events.update(connection, replace(row, rules={**row.rules, "pace_slow_s": 330.0}))
    return story


def test_a_dry_run_names_who_would_stand_otherwise_and_changes_nothing(
    story: Eventful, capsys: pytest.CaptureFixture[str]
) -> None:
    before = story.everything()
    assert main(["rescore", "huu-lung", "--dry-run"], Here()) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert len(lines) == 10
    assert "00001  Vận động viên 0: accepted → rejected  TOO_SLOW" in lines[0]
    assert last == "Runs that would stand otherwise: 10. Nothing was changed."
    assert story.everything() == before


def test_it_says_how_far_it_is_and_what_came_of_it(
    story: Eventful, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rescore", "huu-lung"], Here()) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "Uploads to be examined by rules no. 1: 30",
        "  20 of 30",
        "Runs that stand otherwise than before: 10",
        "  rejected: 10",
    ]
    assert sorted(story.states().values()) == ["accepted"] * 20 + ["rejected"] * 10

    assert main(["rescore", "huu-lung"], Here()) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Runs that stand otherwise than before: 0"


def test_official_results_and_unknown_events_are_usage_errors(
    story: Eventful, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rescore", "nowhere"], Here()) == 64
    with transaction(story.tools.engine) as connection:
        row = events.get(connection, story.id)
        assert row is not None
        events.update(connection, replace(row, state="final"))
    assert main(["rescore", "huu-lung"], Here()) == 64
    assert "official" in capsys.readouterr().err
