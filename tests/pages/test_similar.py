"""What the desk says of two runs that look alike, for every way in which they may."""

from datetime import UTC, datetime

import pytest

from race.api.pages.organiser.similar import alike
from race.ingest.copies import Kind, Likeness
from race.services.likenesses import Similar

NUMBERS = Likeness(
    within_15cm=0.92,
    within_1_5m=0.98,
    speed=0.99,
    overlap=float("nan"),
    apart_m=float("nan"),
    pulse=0.87,
)
SAID = {
    Kind.SAME: "Cùng giờ, cùng chỗ: hai bài là một bản ghi.",
    Kind.VERTICES: "92,0% số điểm trùng trong 15 cm.",
    Kind.LINE: "98,0% số điểm nằm trong 1,5 m, và tốc độ lên xuống ở cùng chỗ.",
    Kind.SPEED: "Tốc độ lên xuống ở cùng chỗ suốt cả bài, còn đường chạy bị dời sang bên.",
    Kind.PULSE: "Nhịp tim giống nhau trong 87,0% thời gian.",
}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_copy_is_told_in_a_sentence(kind: Kind) -> None:
    other = Similar(
        event_id="e",
        event_slug="huu-lung",
        event_name="Hữu Lũng vẻ đẹp thanh bình",
        activity="a",
        bib="00074",
        name="Phùng Văn Giáp",
        kind=kind,
        likeness=NUMBERS,
        own=False,
        later=False,
        sent_at=datetime(2026, 11, 13, 12, tzinfo=UTC),
        started_at=None,
        state="accepted",
    )
    assert alike(other)["vi"] == SAID[kind]
    assert "nan" not in alike(other)["en"]
