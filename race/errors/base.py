"""What every error of ours is."""

from typing import Any, ClassVar

from race.i18n import N_


class RaceError(Exception):
    """Something that a person can be told about."""

    code: ClassVar[str] = "ERROR"
    text: str = N_("Something went wrong. Please try again.")

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        said = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.code}({said})")

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors travel between processes with their facts."""
        return _again, (type(self), self.facts)


def _again(kind: type[RaceError], facts: dict[str, Any]) -> RaceError:
    return kind(**facts)
