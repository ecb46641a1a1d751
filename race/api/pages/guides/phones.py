"""Apps that record with the phone, those of an account alone, and all others."""

from collections.abc import Sequence
from typing import Final

from race.api.pages.guides.guide import RECORD_BESIDE, Guide
from race.i18n import N_

_ZIP: Final = N_("a zip with all your runs")
_MAIL_LATE: Final = N_(
    "The archive may take days to come. Ask for it well before uploads close here."
)

PHONES: Final[Sequence[Guide]] = (
    Guide(
        slug="strava",
        name="Strava",
        gives=N_("FIT, TCX or GPX"),
        steps=(
            N_(
                "Open strava.com in a browser and sign in; on a phone ask the browser for the "
                "desktop site."
            ),
            N_("Open your run and press ⋯."),
            N_(
                "Recorded by a watch: choose “Export Original”. Recorded by the Strava app itself: "
                "choose “Export GPX”."
            ),
        ),
        traps=(
            N_("The Strava app on the phone gives no file: it takes the website."),
            N_("Don't export a route: a planned route has no times, so it is no run."),
            N_(
                "A treadmill run has no positions, so its GPX file is empty. “Export Original” "
                "gives the file with the distance."
            ),
            N_(
                "A .json file from Strava says no day, so it cannot count. Choose “Export GPX” for "
                "that run."
            ),
        ),
        account=(
            N_(
                "On strava.com: Settings → My Account → “Download or Delete Your Account”. The "
                "same page can delete the account, so press only “Request Your Archive”."
            ),
            N_("The link comes by mail. Send the zip (export_….zip) as it is."),
        ),
        known_by=("strava",),
    ),
    Guide(
        slug="opentracks",
        name="OpenTracks",
        gives=N_("GPX or KMZ"),
        steps=(
            N_(
                "Before you run: wait outdoors until GPS is found, then press record. It works "
                "without a network."
            ),
            N_("After the run press stop, and open the run in the list."),
            N_("Press the share sign or ⋮, choose GPX (KMZ will do too) and save the file."),
        ),
        traps=(
            N_(
                "The recording stops halfway? Many phones stop apps to save power: in the settings "
                "of the phone allow OpenTracks to run in the background."
            ),
            N_("FitoTrack, RunnerUp and GPX Tracker work in the same way."),
        ),
        known_by=("opentracks", "fitotrack", "runnerup", "gpx tracker", "gpslogger"),
    ),
    Guide(
        slug="nike",
        name="Nike Run Club",
        gives=N_("no file at all"),
        steps=(
            N_("Nike Run Club hands out no file, neither of one run nor of the account."),
            N_(
                "On an iPhone: if Nike Run Club may write to Apple Health, your runs are there. "
                "Follow the guide for Apple Health."
            ),
            N_(
                "If Nike Run Club is linked with Strava, your runs are there. Follow the guide for "
                "Strava."
            ),
        ),
        traps=(
            N_("A screenshot is no proof: only a file with times and positions can count."),
            RECORD_BESIDE,
        ),
        known_by=("nike",),
        see=("apple", "strava", "opentracks"),
    ),
    Guide(
        slug="adidas",
        name="adidas Running",
        gives=_ZIP,
        steps=(
            N_("A single run cannot be had, only the archive of the account."),
            N_(
                "In the settings look for “Account & Data” and choose “Export Data”. Your mail "
                "address has to be confirmed."
            ),
            N_("The link comes by mail. Send the zip as it is."),
        ),
        traps=(_MAIL_LATE,),
        known_by=("adidas", "runtastic"),
    ),
    Guide(
        slug="runkeeper",
        name="Runkeeper",
        gives=_ZIP,
        steps=(
            N_("Sign in at runkeeper.com in a browser."),
            N_("Settings → “Export Data”; choose the days of the event."),
            N_("Download the zip and send it as it is."),
        ),
        traps=(N_("A run that was typed in has no route, so nothing can be checked."),),
        known_by=("runkeeper",),
    ),
    Guide(
        slug="google-fit",
        name=N_("Google Fit (Google Takeout)"),
        gives=N_("a zip with TCX files"),
        steps=(
            N_("Open takeout.google.com in a browser and sign in."),
            N_("Press “Deselect all”, then choose only Fit."),
            N_("Create the export, download the zip and send it as it is."),
        ),
        traps=(
            N_(
                "The Timeline of Google Maps is no recording of a run: it has a point every few "
                "minutes. Timeline.json cannot be read here."
            ),
            _MAIL_LATE,
        ),
        known_by=("google", "takeout"),
    ),
    Guide(
        slug="other",
        name=N_("Another app"),
        gives=N_("FIT, GPX or TCX"),
        steps=(
            N_("Open the run in the app and look for “Export” or “Share”, often behind ⋯ or ⋮."),
            N_("Choose FIT where it is offered, else TCX or GPX."),
            N_("Not in the app? Look on its website: many apps export only there."),
        ),
        traps=(
            N_("A picture, a screenshot, a PDF or a link is no file of a run."),
            N_(
                "KML, KMZ, NMEA, CSV with times and positions, the JSON files of many apps and zip "
                "or gz archives are read too."
            ),
            RECORD_BESIDE,
        ),
        see=("opentracks",),
    ),
)
