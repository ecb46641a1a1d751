"""The formats of recorded runs: what a file is, and what it holds.

A format is one module with `sniff` and `read`, and one line in `FORMATS`; an index, which an
account export lays beside its tracks, has one in `INDEXES`. A file is recognised by its bytes,
never by its name.
"""

import hashlib
import io
import re
from dataclasses import replace
from typing import Final

from race.activity import Activity, Summary
from race.errors import EmptyFile, NoActivity, UnknownFormat
from race.ingest.formats import (
    apple_health,
    fit,
    garmin_export,
    gpx,
    health_auto_export,
    health_auto_export_workouts,
    hitrack,
    kml,
    nike,
    nmea,
    polar_csv,
    polar_session,
    runkeeper,
    runtastic,
    samsung,
    samsung_tracks,
    sml,
    strava_export,
    strava_streams,
    suunto,
    table,
    takeout,
    tcx,
    zepp,
)
from race.ingest.formats.format import Format, Index
from race.ingest.formats.kinds import kind_of
from race.track import track_of

#: Asked in this order; the first that recognises a file reads it, a table of anything last.
FORMATS: Final[tuple[Format, ...]] = (
    Format(name="gpx", title="GPX", sniff=gpx.sniff, read=gpx.read),
    Format(name="tcx", title="TCX", sniff=tcx.sniff, read=tcx.read),
    Format(name="fit", title="FIT", sniff=fit.sniff, read=fit.read),
    Format(name="kml", title="KML", sniff=kml.sniff, read=kml.read),
    Format(name="sml", title="SML", sniff=sml.sniff, read=sml.read),
    Format(name="suunto", title="Suunto", sniff=suunto.sniff, read=suunto.read),
    Format(name="nike", title="Nike Run Club", sniff=nike.sniff, read=nike.read),
    Format(name="runtastic", title="adidas Running", sniff=runtastic.sniff, read=runtastic.read),
    Format(
        name="polar-session", title="Polar Flow", sniff=polar_session.sniff, read=polar_session.read
    ),
    Format(name="polar-csv", title="Polar Flow CSV", sniff=polar_csv.sniff, read=polar_csv.read),
    Format(
        name="samsung-location",
        title="Samsung Health",
        sniff=samsung_tracks.sniff,
        read=samsung_tracks.read,
    ),
    Format(
        name="health-auto-export",
        title="Health Auto Export",
        sniff=health_auto_export.sniff,
        read=health_auto_export.read,
    ),
    Format(
        name="strava-streams",
        title="Strava JSON",
        sniff=strava_streams.sniff,
        read=strava_streams.read,
    ),
    Format(name="takeout", title="Google Takeout", sniff=takeout.sniff, read=takeout.read),
    Format(name="hitrack", title="Huawei Health", sniff=hitrack.sniff, read=hitrack.read),
    Format(name="nmea", title="NMEA", sniff=nmea.sniff, read=nmea.read),
    Format(name="table", title="CSV", sniff=table.sniff, read=table.read),
)
INDEXES: Final[tuple[Index, ...]] = (
    Index(
        name="apple-health", title="Apple Health", sniff=apple_health.sniff, read=apple_health.read
    ),
    Index(name="strava", title="Strava", sniff=strava_export.sniff, read=strava_export.read),
    Index(name="runkeeper", title="Runkeeper", sniff=runkeeper.sniff, read=runkeeper.read),
    Index(
        name="garmin", title="Garmin Connect", sniff=garmin_export.sniff, read=garmin_export.read
    ),
    Index(
        name="runtastic-session",
        title="adidas Running",
        sniff=runtastic.sniff_session,
        read=runtastic.read_session,
    ),
    Index(
        name="runtastic-heart",
        title="adidas Running",
        sniff=runtastic.sniff_heart,
        read=runtastic.read_heart,
    ),
    Index(name="samsung", title="Samsung Health", sniff=samsung.sniff, read=samsung.read),
    Index(
        name="samsung-live",
        title="Samsung Health",
        sniff=samsung_tracks.sniff_live,
        read=samsung_tracks.read_live,
    ),
    Index(name="zepp", title="Zepp", sniff=zepp.sniff, read=zepp.read),
    Index(
        name="health-auto-export-workouts",
        title="Health Auto Export",
        sniff=health_auto_export_workouts.sniff,
        read=health_auto_export_workouts.read,
    ),
)
#: Nothing but white space, zeros and a byte order mark.
_BLANK: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\s\0]*+")
_NOTHING: Final = track_of(time=[], lat=[], lon=[])


def recognise(data: bytes, filename: str) -> Format | Index:
    """What a file is, by its first 64 kB or more; EmptyFile (fact file), UnknownFormat (facts file,
    kind)."""
    if _BLANK.fullmatch(data):
        raise EmptyFile(file=filename)
    for known in FORMATS:
        if known.sniff(data):
            return known
    for index in INDEXES:
        if index.sniff(data):
            return index
    raise UnknownFormat(kind=kind_of(data), file=filename)


def read(data: bytes, filename: str) -> list[Activity]:
    """The activities in a file, at least one; `filename` is for messages only.

    Raises UnreadableFile: what `recognise` says, or the format that recognised it.
    """
    known = recognise(data, filename)
    if isinstance(known, Format):
        digest = hashlib.sha256(data).hexdigest()
        return [replace(activity, digest=digest) for activity in known.read(data)]
    found = [trackless(each, known.name) for each in known.read(io.BytesIO(data), filename)]
    if not found:
        raise NoActivity(format=known.title)
    return found


def trackless(summary: Summary, name: str) -> Activity:
    """The activity of a run of which an index of that name says something, and nothing has come
    but that."""
    track = _NOTHING if summary.samples is None else summary.samples
    return Activity(track=track, stated=summary.stated, format=name, zone_known=summary.zone_known)
