"""How often somebody may try: moving windows, counted in memory or in a store that is shared."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

import limits
from fastapi import Request
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from race.errors import TooOften
from race.settings import Settings


class Deed(StrEnum):
    """What is limited."""

    #: Per name and address.
    LOGIN = "login"
    #: Per address.
    ENTRY = "entry"
    #: Per runner.
    UPLOAD = "upload"
    #: Per address.
    ARCHIVE = "archive"
    #: Per address.
    VERIFY = "verify"
    #: Per runner.
    REMARK = "remark"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The counters of one process, or of all when they share a store."""

    counter: MovingWindowRateLimiter
    rates: Mapping[Deed, limits.RateLimitItem]

    def count(self, deed: Deed, *who: str) -> None:
        """Count one try of somebody; TooOften when it is one too many, which is not counted."""
        rate = self.rates[deed]
        if not self.counter.hit(rate, deed, *who):
            until = self.counter.get_window_stats(rate, deed, *who).reset_time
            raise TooOften(wait_s=max(1, math.ceil(until - time.time())))


def limits_of(settings: Settings) -> Limits:
    """Fresh counters with the rates of an installation."""
    rates = {
        Deed.LOGIN: settings.limit_login,
        Deed.ENTRY: settings.limit_entry,
        Deed.UPLOAD: settings.limit_upload,
        Deed.ARCHIVE: settings.limit_archive,
        Deed.VERIFY: settings.limit_verify,
        Deed.REMARK: settings.limit_remark,
    }
    return Limits(
        counter=MovingWindowRateLimiter(storage_from_string(settings.limits_url)),
        rates={deed: limits.parse(rate) for deed, rate in rates.items()},
    )


def address_of(request: Request) -> str:
    """Whose tries these are: the address, or the network that one IPv6 customer is given (/64)."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return host
