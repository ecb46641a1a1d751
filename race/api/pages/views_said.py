"""What people say about a run, and how far the results of an event are, as pages show it.

Nobody is named here: a referee is "the referee", and who reported a run is nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from race.event import Phase, Stage

#: One sentence in every language, as in `views_runner`, which builds on this module.
Said = Mapping[str, str]

#: What was said: by the runner, then by a referee.
Kind = Literal["answer", "protest", "accept", "reject", "ask", "judge"]


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """What a referee corrected in a run; it stands on the public page too."""

    #: Entered by a referee: there is no record.
    by_hand: bool = False
    #: Seconds by which the clock was slow; 0 where it was right.
    shift_s: float = 0.0
    #: The part that counts, seconds since the start of the recording; None is an end of it.
    from_s: float | None = None
    to_s: float | None = None
    reason: str

    @property
    def cuts(self) -> bool:
        """Whether only a part counts."""
        return self.from_s is not None or self.to_s is not None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One thing that was said."""

    kind: Kind
    #: As it was written; "" where nothing was.
    text: str
    #: In the event's zone.
    at: datetime
    #: Of a decision that answers a protest: whether the runner was right.
    upheld: bool | None = None
    #: It came with a card.
    card: bool = False
    corrected: Corrected | None = None

    @property
    def by_runner(self) -> bool:
        """Whether the runner said it."""
        return self.kind in {"answer", "protest"}


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form that can be sent: empty, or as it came back."""

    #: Where it goes.
    url: str
    #: What was typed.
    text: str = ""
    #: What is wrong with it; None when nothing is.
    error: Said | None = None
    #: Where there is more to see about that; None without.
    more_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What was said about a run and what can be said now; all empty on the page of a stranger."""

    #: The first first.
    turns: tuple[Turn, ...] = ()
    #: What was corrected, as it stands now; None for nothing. Everybody may know.
    corrected: Corrected | None = None
    #: The question that waits for its answer.
    question: Turn | None = None
    #: The runner protests, since then.
    protesting_since: datetime | None = None
    answer: Form | None = None
    protest: Form | None = None
    #: Until when a protest is heard, in the event's zone; None: as long as results are made.
    protest_until: datetime | None = None
    #: Seconds for a protest, once results are published.
    protest_within_s: float = 0.0
    #: There was a time for protests, and it is over.
    protest_over: bool = False
    #: The results are official.
    final: bool = False
    withdraw: Form | None = None
    replace: Form | None = None
    #: Runs that came in the same file: they go with it.
    in_the_file: int = 1
    report: Form | None = None
    #: What was just done.
    done: Said | None = None
    #: What could not be done, where there is no form any more to say it at.
    error: Said | None = None

    @property
    def can_do(self) -> bool:
        """Whether there is anything that the runner can do beside answering the question."""
        more = self.answer is not None and self.question is None
        return more or any((self.protest, self.replace, self.withdraw))

    @property
    def is_by_hand(self) -> bool:
        """Whether a referee entered the result."""
        return self.corrected is not None and self.corrected.by_hand

    @property
    def protest_decided(self) -> bool:
        """Whether the last decision is the one about a protest: it is final."""
        decided = [turn for turn in self.turns if not turn.by_runner and turn.kind != "ask"]
        return bool(decided) and decided[-1].upheld is not None

    @property
    def before(self) -> tuple[Turn, ...]:
        """What was said before the last thing that a referee said, which stands over the run; with
        that where the runner has said something since."""
        by_referee = self.turns and not self.turns[-1].by_runner
        return self.turns[:-1] if by_referee else self.turns


@dataclass(frozen=True, kw_only=True)
class StageView:
    """How far the results of an event are."""

    stage: Stage
    #: Where the event stands, for while runs come in; None where that is not told.
    phase: Phase | None = None
    #: Until when protests are heard, in the event's zone; None before results are published.
    protests_until: datetime | None = None
    #: When the results became official, in the event's zone.
    since: datetime | None = None
    #: Of the document that was frozen, hexadecimal; "" before.
    sha256: str = ""
    #: Where the document is; "" before.
    document_url: str = ""

    @property
    def early(self) -> bool:
        """Whether they became official before protests were over."""
        return bool(self.since and self.protests_until and self.since <= self.protests_until)

    @property
    def fingerprint(self) -> str:
        """The hash as people compare it: "4a1f … 09c2"."""
        return (
            f"{self.sha256[:4]}\N{NO-BREAK SPACE}…\N{NO-BREAK SPACE}{self.sha256[-4:]}"
            if self.sha256
            else ""
        )


@dataclass(frozen=True, kw_only=True)
class LateChange:
    """A result that changed after it was official."""

    #: Its number in the list under a board, from 1.
    number: int
    #: In the event's zone.
    at: datetime
    bib: str
    #: As it may be shown.
    name: str
    reason: str
    #: The result before and after, JSON values of `race.services.official`; empty for none.
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Unranked:
    """Who is out of the competition by cards."""

    bib: str
    #: As it may be shown.
    name: str


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that the runner was told."""

    subject: Said
    text: Said
    #: In the event's zone.
    at: datetime
    #: The run that it is about; None without one, or when it is gone.
    url: str | None
    #: The runner is to answer, and has not.
    asks: bool = False
