"""`/btc/{event}/duyet`: the queue, and one run to judge."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from race.api.deps import Asking, Here
from race.api.pages import showing
from race.api.pages.organiser.entries import race_names, team_name
from race.api.pages.organiser.frame import (
    Desk,
    after,
    desk_of,
    finding,
    notice,
    organised,
    page,
    run_line,
    said,
)
from race.api.pages.views_review import (
    QueuePage,
    QueueRow,
    ReviewPage,
    RulingLine,
    choices,
    suggested,
)
from race.errors import Conflict, InvalidField
from race.i18n import N_, say
from race.services import desk, entries, reviews, runs, submissions
from race.services.access import Role
from race.store import accounts, activities
from race.store.activities import ActivityRow
from race.store.database import Connection, reading, transaction
from race.units import pace_s_per_km
from race.verdict import Decision, Outcome, Severity
from race import flags

router = APIRouter(include_in_schema=False)

#: Rows of the queue beside a run.
_BESIDE: Final = 10
