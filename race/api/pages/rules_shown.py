"""The rules of an event as its pages say them."""

from race.api.pages.views import HoursView, RulesView
from race.event import Event
from race.flags.event_rules import WEEKDAYS
from race.official import STATED_COUNTS, STATED_REVIEWED
from race.rules import ForbiddenHours, IndoorPolicy
from race.services.rules_in_force import in_force, sport_names


def rules_view(event: Event) -> RulesView:
    """The rules in force, with what they mean for the days of the event."""
    rules = in_force(event.rules)
    return RulesView(
        rules=rules,
        upload_until=event.uploads_end_at.astimezone(event.window.zone),
        indoor=rules.indoor is not IndoorPolicy.DENY,
        watch_share=STATED_COUNTS,
        watch_review_share=STATED_REVIEWED,
        sports=sport_names(rules),
        hours=tuple(hours_view(hours) for hours in rules.forbidden_hours),
    )


def hours_view(hours: ForbiddenHours) -> HoursView:
    """Hours that do not count, with their days in stretches."""
    days = () if len(hours.days) == len(WEEKDAYS) else _stretches(hours.days)
    return HoursView(days=days, begins=hours.begins, ends=hours.ends)


def _stretches(days: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    """Days of a week (1 to 7, rising) as (first, last) of those that follow each other."""
    ends = [day for day in days if day + 1 not in days]
    starts = [day for day in days if day - 1 not in days]
    return tuple((WEEKDAYS[a - 1], WEEKDAYS[b - 1]) for a, b in zip(starts, ends, strict=True))
