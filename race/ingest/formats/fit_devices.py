"""Who wrote a FIT file: the watch or the program, as people call it."""

from typing import Final

import numpy as np

from race.i18n import tidy
from race.ingest.formats.fit_names import APPS, GARMIN, GARMIN_CONNECT, GARMIN_PRODUCTS, MAKERS
from race.ingest.formats.fit_tables import Table

#: Characters kept of what a file calls its device.
_NAME_LENGTH: Final = 200


def app(file_id: Table) -> str | None:
    """The program, where a program and no watch wrote the file: "Zwift", "Garmin Connect"."""
    maker, product = _numbers(file_id)
    if (maker, product) == (GARMIN, GARMIN_CONNECT):
        return "Garmin Connect"
    return APPS.get(maker)


def device(file_id: Table, devices: Table) -> str | None:
    """ "Garmin Forerunner 255", "COROS APEX Pro", "Suunto", or the bare name of a product.

    Of a maker that we do not know, only the name that the file itself gives its product is sure.
    """
    maker, product = _numbers(file_id)
    if (maker, product) == (GARMIN, GARMIN_CONNECT):
        return None
    brand, name = MAKERS.get(maker, ""), _product_name(file_id, devices, maker)
    if maker == GARMIN:
        name = GARMIN_PRODUCTS.get(product, name)
    twice = name.casefold().startswith(brand.casefold())
    return (name if twice else f"{brand} {name}").strip() or None


def _numbers(file_id: Table) -> tuple[int, int]:
    """(maker, product); −1 for what it does not name."""
    columns = (file_id.number(name)[:1] for name in ("manufacturer", "product"))
    maker, product = (int(np.nan_to_num(column, nan=-1).sum()) for column in columns)
    return maker, product


def _product_name(file_id: Table, devices: Table, maker: int) -> str:
    """As the file names its product, else as the recording device, number 0, names its own."""
    recording = (devices.number("index") == 0) & (devices.number("manufacturer") == maker)
    own = [devices.text("product_name")[row] for row in np.flatnonzero(recording)[:1]]
    names = (tidy(name[:_NAME_LENGTH]) for name in (*file_id.text("product_name")[:1], *own))
    return next((name for name in names if name), "")
