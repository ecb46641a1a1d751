"""What runners are told, one kind each: a subject and a sentence. A new kind is a line in WORDS."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from race import i18n
from race.i18n import N_


@dataclass(frozen=True, kw_only=True)
class Words:
    """How a kind of notice speaks; both are msgids.

    Fields of the text: day (of the run, or the day on which it was sent), distance_m, reason, and
    what its kind tells.
    """

    subject: str
    text: str


WORDS: Final[Mapping[str, Words]] = {
    "accepted": Words(
        subject=N_("Your run counts"),
        text=N_("Your run of {day:day} ({distance_m:km}) counts. {reason}"),
    ),
    "rejected": Words(
        subject=N_("Your run does not count"),
        text=N_("Your run of {day:day} ({distance_m:km}) does not count. {reason}"),
    ),
    "asked": Words(
        subject=N_("A question about your run"),
        text=N_("The referee asks about your run of {day:day} ({distance_m:km}): {reason}"),
    ),
    "judged": Words(
        subject=N_("Your run was judged again"),
        text=N_("Your run of {day:day} ({distance_m:km}) was judged by the rules again. {reason}"),
    ),
    "amended": Words(
        subject=N_("Your run was corrected"),
        text=N_("The referee corrected your run of {day:day} ({distance_m:km}). {reason}"),
    ),
    "entered": Words(
        subject=N_("A result was entered for you"),
        text=N_("The referee entered a run of {day:day} ({distance_m:km}) for you. {reason}"),
    ),
    "upheld": Words(
        subject=N_("Your protest was upheld"),
        text=N_("Protest upheld: your run of {day:day} ({distance_m:km}) counts. {reason}"),
    ),
    "denied": Words(
        subject=N_("Your protest was not upheld"),
        text=N_("Protest not upheld: your run of {day:day} ({distance_m:km}). {reason}"),
    ),
    "rules-accepted": Words(
        subject=N_("The rules were changed"),
        text=N_(
            "By rules no. {version:number} your run of {day:day} ({distance_m:km}) counts. {reason}"
        ),
    ),
    "rules-review": Words(
        subject=N_("The rules were changed"),
        text=N_(
            "By rules no. {version:number} a referee looks at your run of {day:day} "
            "({distance_m:km}). {reason}"
        ),
    ),
    "rules-rejected": Words(
        subject=N_("The rules were changed"),
        text=N_(
            "By rules no. {version:number} your run of {day:day} ({distance_m:km}) does not count "
            "any more. {reason}"
        ),
    ),
    "out": Words(
        subject=N_("You are out of the competition"),
        text=N_("All your runs are taken out of the competition. {reason}"),
    ),
}


def subject(kind: str) -> dict[str, str]:
    """What a notice is about, in both languages."""
    return i18n.both(WORDS[kind].subject)


def sentence(kind: str, facts: Mapping[str, Any]) -> dict[str, str]:
    """What a notice says, in both languages; `facts` are as `Words` names them."""
    return {
        language: i18n.say(WORDS[kind].text, language, facts).strip() for language in i18n.LANGUAGES
    }
