"""Whether the program lives, and whether it can work. For load balancers and monitors."""

import tempfile

from fastapi import APIRouter, Response

from race.api.deps import Here, Resources
from race.store.database import DBAPIError
from race.store.migrate import is_current

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="The process answers")
async def healthz() -> dict[str, str]:
    """200 as long as the process is there."""
    return {"status": "ok"}


@router.get("/readyz", summary="The database and the data directory can be used")
def readyz(here: Here, response: Response) -> dict[str, bool]:
    """200 when everything can be used, 503 when something cannot."""
    found = {"database": _database_is_ready(here), "data_dir": _data_dir_is_ready(here)}
    response.status_code = 200 if all(found.values()) else 503
    return found


def _database_is_ready(here: Resources) -> bool:
    try:
        return is_current(here.engine)
    except DBAPIError:
        return False


def _data_dir_is_ready(here: Resources) -> bool:
    try:
        with tempfile.TemporaryFile(dir=here.settings.data_dir) as file:
            file.write(b"ready")
    except OSError:
        return False
    return True
