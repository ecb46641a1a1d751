"""The application object, for ``uvicorn app:app``; `python -m race serve` does that and more."""

import os
from datetime import UTC, datetime

from race.api import create_app
from race.jobs import engine_for
from race.processes import Processes
from race.settings import Settings

_settings = Settings.from_env(os.environ)
app = create_app(
    _settings,
    lambda: datetime.now(UTC),
    engine_for(_settings, place="web"),
    Processes(count=os.cpu_count() or 1),
)
