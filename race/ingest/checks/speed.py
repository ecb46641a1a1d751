"""Is it as fast as people are: bursts, world records, wheels."""

from collections.abc import Iterator
from functools import cache, lru_cache
from math import exp, isfinite, log

import numpy as np

from race.category import Sex
from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence
from race.metrics import Effort
from race.units import pace_s_per_km
from race.verdict import Flag, Severity, Where


def burst(evidence: Evidence) -> Iterator[Flag]:
    """BURST: the fastest stretch of some hundred metres is faster than the event takes without a
    look. Of the lengths that are measured the next one from the event's own on is taken."""
    limit, metres = evidence.rules.burst_review_s, evidence.rules.burst_m
    bursts = [e for e in evidence.signals.motion.bursts if e.distance_m >= metres]
    if limit is None or not bursts:
        return
    fastest = min(bursts, key=lambda e: e.distance_m)
    measured = round(pace_s_per_km(fastest.distance_m, fastest.elapsed_s), 3)
    yield Flag(
        code="BURST",
        severity=Severity.REVIEW if measured < limit else Severity.PASS,
        limit=limit,
        measured=measured,
        where=_stretch(fastest),
        facts={"over_m": fastest.distance_m},
    )


def world_record(evidence: Evidence) -> Iterator[Flag]:
    """TOO_FAST_WR: the best unbroken effort from 1 km on, or the whole file, against the world
    record of the sex; a look is taken by the best of the age."""
    records = thresholds.WORLD_RECORDS[evidence.sex]
    found = [(_against_record(effort, evidence), effort) for effort in _efforts(evidence)]
    if found:
        # Of findings that weigh as much, one over a distance that has a record: people know it.
        yield max(
            found,
            key=lambda each: (
                each[0].severity,
                each[1].distance_m in records,
                record_s(evidence.sex, each[1].distance_m) / each[1].elapsed_s,
            ),
        )[0]


def _efforts(evidence: Evidence) -> Iterator[Effort]:
    metrics = evidence.metrics
    records = thresholds.WORLD_RECORDS[evidence.sex]
    yield from (e for e in metrics.efforts if e.distance_m in records and e.elapsed_s > 0)
    yield from evidence.signals.motion.windows
    if metrics.distance_m >= min(records) and metrics.elapsed_s > 0:
        yield Effort(
            distance_m=metrics.distance_m,
            elapsed_s=metrics.elapsed_s,
            start_s=0.0,
            start_m=0.0,
        )


def _against_record(effort: Effort, evidence: Evidence) -> Flag:
    """The finding of one effort. An age is typed by hand, so only the record of all rejects."""
    record = record_s(evidence.sex, effort.distance_m)
    of_all = record / thresholds.RECORD_REVIEW_SHARE
    limit = of_all / record_share(evidence.sex, evidence.age)
    severity = Severity.REVIEW if effort.elapsed_s < limit else Severity.PASS
    facts: dict[str, object] = {"over_m": effort.distance_m}
    if effort.elapsed_s < record and _proved(effort, record, evidence):
        severity, limit = Severity.REJECT, record
    elif severity is Severity.REVIEW and effort.elapsed_s >= of_all:
        facts["case"] = "age"
    if "case" not in facts and effort.distance_m not in thresholds.WORLD_RECORDS[evidence.sex]:
        facts["case"] = "between"
    return Flag(
        code="TOO_FAST_WR",
        severity=severity,
        limit=limit,
        measured=effort.elapsed_s,
        where=_stretch(effort),
        facts=facts,
    )


@lru_cache(maxsize=4096)  # the same dozen distances, run after run
def record_s(sex: Sex, metres: float) -> float:
    """Seconds of the world record over a distance of 1 km and more: between two records as a power
    of the distance, beyond the longest at its speed (records there are slower)."""
    records = thresholds.WORLD_RECORDS[sex]
    longest = max(records)
    if metres in records:
        return records[metres]
    if metres > longest:
        return records[longest] * metres / longest
    at = [log(m) for m in records]
    return exp(float(np.interp(log(metres), at, [log(s) for s in records.values()])))


@cache
def record_share(sex: Sex, age: int | None) -> float:
    """The best of an age as a share of the record's speed; 1 where the age is unknown."""
    if age is None:
        return 1.0
    shares = thresholds.RECORD_SHARE_BY_AGE[sex]
    younger = [share for years, share in shares if years <= age]
    older = [share for years, share in shares if years >= age]
    return max([*younger[-1:], *older[:1]])


def _proved(effort: Effort, record: float, evidence: Evidence) -> bool:
    """Whether enough points share an effort, and it is as fast (as `record`, s) without the metres
    of hops and jumps: these may be errors."""
    ends = effort.start_m + effort.distance_m
    leapt = sum(
        max(0.0, min(leap.to_m, ends) - max(leap.from_m, effort.start_m))
        for leap in evidence.signals.motion.leaps
    )
    borne_out = effort.elapsed_s * effort.distance_m < record * (effort.distance_m - leapt)
    interval = evidence.metrics.interval_s
    return borne_out and effort.elapsed_s >= thresholds.RECORD_POINTS * interval


def vehicle_part(evidence: Evidence) -> Iterator[Flag]:
    """VEHICLE_PART: a stretch moves as wheels do; nobody runs so fast for so long, or the whole
    file is a drive."""
    motion = evidence.signals.motion
    if not isfinite(motion.p98_60_m_s):
        return
    if not motion.wheels:
        yield Flag(
            code="VEHICLE_PART",
            severity=Severity.PASS,
            limit=thresholds.BIKE_P98_M_S,
            measured=motion.p98_60_m_s,
        )
        return
    longest = max(motion.wheels, key=lambda w: (w.held_m_s >= thresholds.WHEELS_HELD_M_S, w.way_m))
    beyond = longest.held_m_s >= thresholds.WHEELS_HELD_M_S or _driven(evidence)
    where = longest.where
    facts: dict[str, object] = {
        "from_m": where.from_m,
        "to_m": where.to_m,
        "way_m": longest.way_m,
        "lasted_s": where.to_s - where.from_s,
        "top_m_s": longest.top_m_s,
    }
    if where.to_m - where.from_m < longest.way_m / 2:
        facts["case"] = "uncounted"
    yield Flag(
        code="VEHICLE_PART",
        severity=Severity.REJECT if beyond else Severity.REVIEW,
        limit=thresholds.BIKE_P98_M_S,
        measured=longest.speed_m_s,
        where=where,
        facts=facts,
    )


def _driven(evidence: Evidence) -> bool:
    """Whether the whole file moves as motors do."""
    motion = evidence.signals.motion
    if evidence.metrics.elapsed_s < thresholds.BIKE_ELAPSED_S:
        return False
    fast = motion.p98_60_m_s >= thresholds.MOTOR_P98_M_S
    return fast or motion.over_8_share > thresholds.MOTOR_SHARE


def bike_like(evidence: Evidence) -> Iterator[Flag]:
    """BIKE_LIKE: speeds all over the run, or steps, are those of a bicycle. The first limit that is
    broken is named."""
    if evidence.indoor is not None or evidence.metrics.elapsed_s < thresholds.BIKE_ELAPSED_S:
        return
    looked = [*_speeds(evidence), *_signs(evidence)]
    broken = [flag for flag in looked if flag.severity is not Severity.PASS]
    yield from (broken or looked)[:1]


def _speeds(evidence: Evidence) -> Iterator[Flag]:
    motion = evidence.signals.motion
    if not isfinite(motion.median_m_s):
        return
    yield _bike("median", motion.median_m_s, thresholds.BIKE_MEDIAN_M_S)
    yield _bike("minute", motion.p98_60_m_s, thresholds.BIKE_P98_M_S)
    quick = motion.median_m_s >= thresholds.BIKE_QUICK_M_S
    share = thresholds.BIKE_SHARE_30_QUICK if quick else thresholds.BIKE_SHARE_30
    yield _bike("share_30", motion.over_5_5_share, share, faster_m_s=5.5)
    yield _bike("share_60", motion.over_6_5_share, thresholds.BIKE_SHARE_60, faster_m_s=6.5)


def _signs(evidence: Evidence) -> Iterator[Flag]:
    """Steps, rolling and hills, where the recording tells of them."""
    body, motion = evidence.signals.body, evidence.signals.motion
    runs = motion.median_m_s >= thresholds.BIKE_STEP_FROM_M_S
    if runs and body.cadence_share >= thresholds.BIKE_CADENCE_SHARE:
        limit = max(thresholds.BIKE_STEP_M, thresholds.BIKE_STEP_S * motion.median_m_s)
        yield _bike("step", body.step_m, limit, cm=body.step_m * 100, limit_cm=limit * 100)
        yield _bike("coasting", motion.coasting_share, thresholds.BIKE_COASTING)
    if isfinite(motion.hill_response):
        yield _bike("hills", motion.hill_response, thresholds.BIKE_HILLS)


def _bike(case: str, measured: float, limit: float, **facts: float) -> Flag:
    return Flag(
        code="BIKE_LIKE",
        severity=Severity.REVIEW if measured > limit else Severity.PASS,
        limit=limit,
        measured=measured,
        facts={"case": case, **facts},
    )


def _stretch(effort: Effort) -> Where:
    return Where(
        from_s=effort.start_s,
        to_s=effort.start_s + effort.elapsed_s,
        from_m=effort.start_m,
        to_m=effort.start_m + effort.distance_m,
    )
