"""What an upload is, from what its runs are."""

from collections.abc import Sequence

from race.verdict import Outcome


def state_of(outcomes: Sequence[Outcome | str]) -> str:
    """The best of the runs; "unreadable" without any."""
    for best in (Outcome.ACCEPTED, Outcome.REVIEW, Outcome.REJECTED):
        if best in outcomes:
            return best.value
    return "unreadable"
