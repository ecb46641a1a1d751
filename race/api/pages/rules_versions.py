"""Every version of the rules of an event, for everybody: when, why, and what it changed."""

from itertools import pairwise

from race.api.pages.organiser.rules_words import differences
from race.api.pages.views_public import RulesVersion
from race.event import Event
from race.rules import rules_from
from race.store import rules_versions
from race.store.database import Connection
from race.store.rules_versions import RulesRow


def versions(connection: Connection, event: Event) -> tuple[RulesVersion, ...]:
    """The versions of an event, the newest first; who published them is told to nobody."""
    found = rules_versions.of_event(connection, event.id)
    newer = [_version(event, row, before) for row, before in pairwise(found)]
    return (*newer, *(_version(event, row, None) for row in found[-1:]))


def _version(event: Event, row: RulesRow, before: RulesRow | None) -> RulesVersion:
    changes = () if before is None else differences(rules_from(before.rules), rules_from(row.rules))
    return RulesVersion(
        version=row.version,
        at=row.published_at.astimezone(event.window.zone),
        reason=row.reason,
        changes=tuple((each.label, each.before, each.after) for each in changes),
    )
