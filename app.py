"""The application object, for ``uvicorn app:app``; `python -m race serve` does that and more."""

import os
from datetime import UTC, datetime

from race.api import create_app
from race.settings import Settings

app = create_app(Settings.from_env(os.environ), lambda: datetime.now(UTC))
