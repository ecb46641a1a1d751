"""How far long work is, for whoever it concerns."""

from typing import Any

from fastapi import APIRouter

from race.api.deps import Asking, Here
from race.services import work
from race.store.database import reading

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])


@router.get("/{job}", summary="Long work: how far it is and what came of it")
def show(job: str, here: Here, asking: Asking) -> dict[str, Any]:
    """For its runner, for the staff of its event, or for the account that asked."""
    with reading(here.engine) as connection:
        return work.shown(work.find(connection, asking, job))
