"""What the page of a result by hand shows; see `views_runner` for how sentences arrive."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from race.api.pages.views_organiser import OrganisedEvent
from race.api.pages.views_runner import Said


@dataclass(frozen=True, kw_only=True)
class ByHandForm:
    """The form as it was typed."""

    km: str = ""
    #: "49:12" or "1:58:42".
    time: str = ""
    #: As browsers send ``datetime-local``.
    started_at: str = ""
    sport: str = "run"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ByHandPage:
    """A result to be entered for a runner."""

    event: OrganisedEvent
    bib: str
    name: str
    #: The races that the runner is in, in one line.
    race: str
    #: Sports that count in the event, by `race.activity.Sport`.
    sports: tuple[str, ...]
    form: ByHandForm = ByHandForm()
    #: What is wrong, by field; under "" what is wrong with the whole.
    errors: Mapping[str, Said] = field(default_factory=dict)
