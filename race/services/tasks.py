"""What jobs there are: the task of each kind. A new kind is a function and a line here."""

from collections.abc import Mapping
from typing import Final

from race.services import archives
from race.services.work import Task

TASKS: Final[Mapping[str, Task]] = {archives.KIND: archives.piece}
