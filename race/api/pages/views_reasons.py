"""The reasons that a referee can choose, each with the message that it drafts for the runner."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from race.api.pages.views_runner import Said, bare
from race.i18n import LANGUAGES, N_, both, say


@dataclass(frozen=True, kw_only=True)
class ReasonChoice:
    """A reason to choose, with the message it drafts."""

    #: What the form sends.
    code: str
    #: The reason in a few words.
    label: Said
    #: The message to the runner, in the language that the runner reads; "" where it is to be typed.
    text: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A reason that a referee can give."""

    #: What the form sends.
    code: str
    #: The reason in a few words; a msgid.
    label: str
    #: The message it drafts, for a rejection and a question alike; a msgid with `finding`.
    draft: str
    #: Flag codes that suggest it.
    flags: Collection[str]


OTHER: Final = Reason(code="other", label=N_("Something else"), draft="", flags=())
REASONS: Final = (
    Reason(
        code="gps",
        label=N_("GPS jumped"),
        draft=N_(
            "{finding} The GPS seems to have jumped here. If another device recorded the same run, "
            "send its file."
        ),
        flags=("TELEPORTS", "POOR_GPS", "KM_TOO_FAST", "BURST", "MISMATCH_DISTANCE", "LONG_PAUSE"),
    ),
    Reason(
        code="vehicle",
        label=N_("Part of it ridden"),
        draft=N_(
            "{finding} This part looks like a ride. If you did run it, please tell the organiser."
        ),
        flags=("VEHICLE_PART", "BIKE_LIKE", "TOO_FAST_WR", "TOO_FAST"),
    ),
    Reason(
        code="copy",
        label=N_("Copied run"),
        draft=N_(
            "{finding} A run counts for one runner only. If it is yours, please tell the organiser."
        ),
        flags=("DUP_SAME_FILE", "DUP_COPY"),
    ),
    OTHER,
)
#: No finding: of a message that goes to several runners.
_NOTHING: Final = dict.fromkeys(LANGUAGES, "")


def choices(
    language: str, finding: Said | None = None, first: str = ""
) -> tuple[ReasonChoice, ...]:
    """The reasons to choose from, each with its draft in the language of the runner; the one that
    fits the flag `first` stands at the head, where one is named."""
    told = bare(finding or _NOTHING)[language]
    found = (
        ReasonChoice(
            code=reason.code,
            label=both(reason.label),
            text=say(reason.draft, language, {"finding": told}).strip(),
        )
        for reason in REASONS
    )
    fitting = suggested(first) if first else REASONS[0].code
    return tuple(sorted(found, key=lambda choice: choice.code != fitting))


def suggested(flag: str) -> str:
    """The code of the reason that fits a flag best; `other` where none does."""
    return next((reason.code for reason in REASONS if flag in reason.flags), OTHER.code)


def drafted(reasons: Collection[ReasonChoice], code: str, typed: str) -> str:
    """What the runner reads: what was typed, or else the draft of the reason that was chosen."""
    drafts = {choice.code: choice.text for choice in reasons}
    return typed if typed.strip() else drafts.get(code, "")
