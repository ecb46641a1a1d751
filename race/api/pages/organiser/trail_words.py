"""The trail in words: what each action is called, and what more is told of it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from race import i18n
from race.api.pages.views_runner import Said
from race.i18n import N_, both
from race.store.audit import AuditRow

#: What was done, by its action. A new action is a line here.
ACTIONS: Final[Mapping[str, str]] = {
    "event.create": N_("Event created"),
    "event.amend": N_("Event changed"),
    "event.draft": N_("Event taken back to a draft"),
    "event.open": N_("Event opened"),
    "event.closed": N_("Event closed"),
    "event.final": N_("Results made official"),
    "procedure.change": N_("Handling of doubt changed"),
    "rules.publish": N_("Rules published"),
    "entry.correct": N_("Entry corrected"),
    "entry.remove": N_("Runner erased"),
    "activity.rule": N_("Run decided"),
    "activity.answer": N_("Question answered"),
    "activity.protest": N_("Protest made"),
    "activity.report": N_("Run reported"),
    "result.enter": N_("Result entered by hand"),
    "submission.withdraw": N_("File taken back"),
    "submission.replace": N_("File replaced"),
    "demo.seeded": N_("Demo event filled in"),
}
#: What runners do themselves: nobody with an account has done it.
OF_RUNNERS: Final = frozenset(
    {
        "activity.answer",
        "activity.protest",
        "activity.report",
        "submission.withdraw",
        "submission.replace",
    }
)
#: Actions whose subject is a run, and those whose subject is a bib.
OF_RUNS: Final = frozenset(
    {"activity.rule", "activity.answer", "activity.protest", "activity.report", "result.enter"}
)
OF_ENTRIES: Final = frozenset({"entry.correct", "entry.remove"})

_DECISIONS: Final[Mapping[str, str]] = {
    "accept": N_("The run counts."),
    "reject": N_("The run does not count."),
    "ask": N_("The runner was asked."),
    "judge": N_("The rules were to judge it again."),
}
_FIELDS: Final[Mapping[str, str]] = {
    "name": N_("name"),
    "organiser": N_("organiser"),
    "place": N_("place"),
    "contact": N_("contact"),
    "starts_at": N_("first moment"),
    "ends_at": N_("last moment"),
    "timezone": N_("time zone"),
    "language": N_("language"),
    "signatories": N_("who signs certificates"),
}
#: Sentences of what was switched, by the field of `race.event.Procedure`.
_SWITCHED: Final[Mapping[str, str]] = {
    "protest_within_s": N_("Time for protests: {before:hours} → {after:hours} hours."),
    "runner_out_at": N_("Cards that take a runner out: {before} → {after}."),
    "team_out_at": N_("Cards that take a unit out: {before} → {after}."),
}
_ON_OR_OFF: Final[Mapping[tuple[str, bool], str]] = {
    ("reports", True): N_("Reports by other runners are taken."),
    ("reports", False): N_("Reports by other runners are not taken any more."),
    ("cards", True): N_("Referees may show cards."),
    ("cards", False): N_("Referees show no cards any more."),
}


def called(action: str) -> Said:
    """What was done, in a few words; an action of another release by its own name."""
    known = ACTIONS.get(action)
    return dict.fromkeys(i18n.LANGUAGES, action) if known is None else both(known)


def details(row: AuditRow) -> tuple[Said, ...]:
    """What more is told of it, sentence by sentence."""
    tell = _DETAILS.get(row.action)
    return () if tell is None else tell(row.detail)


def _ruled(detail: Mapping[str, Any]) -> tuple[Said, ...]:
    decision = _DECISIONS.get(detail["decision"])
    return (
        *((both(decision),) if decision else ()),
        *((both(N_("The record was corrected.")),) if detail.get("amends") else ()),
        *((both(N_("With a card.")),) if detail.get("card") else ()),
        *_because(detail.get("reason", "")),
    )


def _amended(detail: Mapping[str, Any]) -> tuple[Said, ...]:
    fields = [name for name in detail["fields"] if name in _FIELDS]
    said = {
        language: ", ".join(i18n.translate(_FIELDS[name], language) for name in fields)
        for language in i18n.LANGUAGES
    }
    return (said,) if fields else ()


def _switched(detail: Mapping[str, Any]) -> tuple[Said, ...]:
    before, after = detail["before"], detail["after"]
    found = []
    for name in after:
        sentence = _SWITCHED.get(name)
        if sentence is not None:
            found.append(both(sentence, {"before": before[name], "after": after[name]}))
        elif (name, after[name]) in _ON_OR_OFF:
            found.append(both(_ON_OR_OFF[name, after[name]]))
    return tuple(found)


def _published(detail: Mapping[str, Any]) -> tuple[Said, ...]:
    return _because(detail.get("reason", ""))


def _official(detail: Mapping[str, Any]) -> tuple[Said, ...]:
    sha256 = str(detail.get("sha256", ""))
    if not sha256:
        return ()
    print_ = f"{sha256[:4]} … {sha256[-4:]}"
    return (both(N_("SHA-256 {print}."), {"print": print_}), *_because(detail.get("reason", "")))


def _because(reason: str) -> tuple[Said, ...]:
    return (both(N_("Why: {reason}"), {"reason": reason}),) if reason else ()


def _withdrawn(detail: Mapping[str, Any]) -> tuple[Said, ...]:
    runs = len(detail.get("states", ()))
    decided = [why for reason in detail.get("reasons", ()) for why in _because(reason)]
    return (both(N_("Runs in it: {runs:number}."), {"runs": runs}), *decided)


_DETAILS: Final[Mapping[str, Callable[[Mapping[str, Any]], tuple[Said, ...]]]] = {
    "activity.rule": _ruled,
    "event.amend": _amended,
    "event.final": _official,
    "procedure.change": _switched,
    "rules.publish": _published,
    "submission.withdraw": _withdrawn,
}
