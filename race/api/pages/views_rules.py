"""What the organiser's pages about the rules show: one frozen value a page.

What somebody typed comes back as it was typed, beside what is wrong with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from race.api.pages.views import RulesView
from race.api.pages.views_organiser import LooserLine, OrganisedEvent
from race.api.pages.views_runner import Said
from race.presets import Preset
from race.verdict import Outcome


@dataclass(frozen=True, kw_only=True)
class RuleDiff:
    """One rule that changed."""

    #: What the rule is called.
    label: Said
    before: Said
    after: Said


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One version in the list of versions."""

    #: 1 at first.
    version: int
    #: When it was published, in the event's zone.
    at: datetime
    #: The account that published it; "" of the first, and where it is gone.
    by: str
    #: Why; "" of the first.
    reason: str
    #: What changed from the version before.
    changes: tuple[RuleDiff, ...]


@dataclass(frozen=True, kw_only=True)
class Work:
    """A job about the rules, and how far it is."""

    #: Where it answers as JSON.
    url: str
    #: The page that shows what came of it.
    outcome_url: str
    #: "queued", "running", "done" or "failed".
    state: str
    #: Runs looked at so far.
    done: int
    #: Runs in all; None while nobody knows.
    total: int | None
    #: What it changed, one sentence each; empty while it is not done.
    outcome: tuple[Said, ...] = ()
    #: Why it was given up.
    error: Said | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be waited for."""
        return self.state in {"queued", "running"}


@dataclass(frozen=True, kw_only=True)
class WhyRejected:
    """One reason by which runs are rejected."""

    #: The reason, with its limit.
    label: Said
    #: Runs that it rejects, and those that it sends to the referee.
    rejected: int
    reviewed: int
    #: Runners of both.
    runners: int
    #: Share of all rejected runs, 0..1; a run counts once, under its first reason.
    share: float
    #: Runs on which a referee decided otherwise.
    overruled: int
    looser: tuple[LooserLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RulesDeskPage:
    """`/btc/{event}/the-le`."""

    event: OrganisedEvent
    #: The rules in force.
    rules: RulesView
    #: Every version, the newest first.
    versions: tuple[VersionLine, ...]
    #: Why runs are rejected, the commonest first; empty while they are examined again.
    why: tuple[WhyRejected, ...]
    #: Whether this account may change them now, and whether the results are official.
    may_edit: bool
    final: bool
    #: The re-examination by the newest version; None when there was none.
    work: Work | None = None
    #: The form of the rules in force, as the names and values of its fields, where their
    #: re-examination failed and may be asked for again.
    again: tuple[tuple[str, str], ...] = ()
    notice: Said | None = None


@dataclass(frozen=True, kw_only=True)
class HoursRow:
    """Hours that do not count, as typed."""

    #: 1 for Monday … 7 for Sunday.
    days: frozenset[int] = frozenset()
    #: "08:00".
    begins: str = ""
    ends: str = ""
    error: Said | None = None


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """A circle in which runs must lie, as typed."""

    name: str = ""
    #: "21.505, 106.345".
    middle: str = ""
    #: Kilometres.
    radius: str = ""
    error: Said | None = None


@dataclass(frozen=True, kw_only=True)
class RulesForm:
    """The rules as typed so far."""

    #: Numbers by the name of their rule; "" for no limit.
    numbers: Mapping[str, str]
    sports: tuple[str, ...] = ()
    pace_basis: str = ""
    indoor: str = ""
    #: "1" where it is asked for.
    heart_rate_required: str = ""
    cadence_required: str = ""
    hours: tuple[HoursRow, ...] = ()
    areas: tuple[AreaRow, ...] = ()
    #: State by the name of the check.
    checks: Mapping[str, str] = field(default_factory=dict)
    #: The version that the form was filled from, as typed.
    base: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckFamily:
    """Checks of one subject, each as it stands in the form."""

    #: A msgid.
    title: str
    #: (name, what it asks (a msgid), state).
    checks: tuple[tuple[str, str, str], ...]
    #: How many do not stand as usual.
    changed: int


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the form offers, as (value, words); words are msgids."""

    sports: tuple[tuple[str, str], ...]
    bases: tuple[tuple[str, str], ...]
    indoor: tuple[tuple[str, str], ...]
    #: States of a check.
    states: tuple[tuple[str, str], ...]
    #: Monday first, msgids.
    weekdays: tuple[str, ...]
    #: Names of the rules, and what their numbers are written in, msgids.
    labels: Mapping[str, str]
    units: Mapping[str, str]
    #: Sets of rules to start from.
    presets: tuple[Preset, ...]


@dataclass(frozen=True, kw_only=True)
class RulesFormPage:
    """`/btc/{event}/the-le/sua`."""

    event: OrganisedEvent
    form: RulesForm
    choices: Choices
    families: tuple[CheckFamily, ...]
    #: Whether there is room for more rows.
    more_hours: bool
    more_areas: bool
    #: The preset that the form was filled from; "" for the rules in force.
    preset: str = ""
    #: What is wrong, by the name of the rule; "" for what belongs to none.
    errors: Mapping[str, Said] = field(default_factory=dict)
    #: What was filled in on the way here.
    filled: RuleDiff | None = None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Runs that come from one state to another."""

    before: Outcome
    after: Outcome
    runs: int
    runners: int


@dataclass(frozen=True, kw_only=True)
class MovedRun:
    """One run that would be judged otherwise."""

    activity: str
    bib: str
    name: str
    before: Outcome
    after: Outcome
    #: Why, in a few words each.
    why: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class ByRule:
    """What one rule does to the runs that come to another state."""

    label: Said
    accepted: int
    review: int
    rejected: int


@dataclass(frozen=True, kw_only=True)
class MovedRank:
    """One runner whose rank changes; None is without a rank."""

    bib: str
    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class RaceRanks:
    """The ranks of one race that change."""

    name: str
    #: The first of them.
    ranks: tuple[MovedRank, ...]
    #: How many there are.
    total: int


@dataclass(frozen=True, kw_only=True)
class PreviewPage:
    """`/btc/{event}/the-le/xem-truoc`: what rules that are not published yet would do."""

    event: OrganisedEvent
    #: The number that they would have.
    version: int
    changes: tuple[RuleDiff, ...]
    #: The form again, as the names and values of its fields.
    fields: tuple[tuple[str, str], ...]
    #: How many runs go from which state to which, the most first.
    moved: tuple[Moved, ...]
    by_rule: tuple[ByRule, ...]
    #: The first runs that come to another state, and how many there are.
    runs: tuple[MovedRun, ...]
    total: int
    ranks: tuple[RaceRanks, ...]
    #: Why, as typed.
    reason: str = ""
    #: What is wrong with the reason, or with the whole.
    errors: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TryingPage:
    """`/btc/{event}/the-le/xem-truoc/{job}` while runs are still read."""

    event: OrganisedEvent
    work: Work
    changes: tuple[RuleDiff, ...]
    #: The form again, as the names and values of its fields.
    fields: tuple[tuple[str, str], ...]
