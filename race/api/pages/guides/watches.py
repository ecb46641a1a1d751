"""Watches, and the apps that come with them."""

from collections.abc import Sequence
from typing import Final

from race.api.pages.guides.guide import RECORD_BESIDE, Guide
from race.i18n import N_

_FIT: Final = N_("FIT, the watch's own file")
_OPEN_RUN: Final = N_("Open the run in the app.")

WATCHES: Final[Sequence[Guide]] = (
    Guide(
        slug="garmin",
        name="Garmin Connect",
        gives=_FIT,
        steps=(
            N_("Open connect.garmin.com in a browser (on a phone too) and open your run."),
            N_(
                "Press the gear wheel (⋯ in some versions) and choose “Export File”, which was "
                "“Export Original” before."
            ),
            N_("What you get is a zip with one FIT file. There is no need to open it."),
        ),
        traps=(
            N_(
                "Not “Export to GPX” for a treadmill run: that file is empty. Not CSV: it has no "
                "positions."
            ),
            N_("Not a course: a course is a plan, not a run."),
        ),
        account=(
            N_("Garmin account → Account → “Export Your Data”. The link comes by mail."),
            N_("Send the zip as it is, with the zips inside it."),
        ),
        known_by=("garmin", "forerunner", "fenix"),
    ),
    Guide(
        slug="coros",
        name="COROS",
        gives=_FIT,
        steps=(
            N_("Open the run in the COROS app."),
            N_("In its menu or behind the share sign, choose to export the data."),
            N_("Choose FIT (GPX, TCX and KML will do as well) and save the file."),
        ),
        traps=(N_("Not CSV: it has neither positions nor a date."),),
        known_by=("coros",),
    ),
    Guide(
        slug="apple",
        name=N_("Apple Watch, Apple Health"),
        gives=N_("FIT by an app such as HealthFit, or the zip of Apple Health"),
        steps=(
            N_(
                "The quick way: an app such as HealthFit or RunGap hands out a single run as FIT "
                "or GPX. Save that file in the Files app."
            ),
            N_(
                "Without such an app: in Health press your picture at the top and, at the bottom, "
                "“Export All Health Data”. It takes some minutes."
            ),
            N_("Choose “Save to Files”. The whole zip can be sent as it is."),
        ),
        traps=(
            N_(
                "The zip holds your whole health record, and the file is kept as you send it. To "
                "send less, tap the zip in Files, open the folder workout-routes and send only the "
                "GPX of that day."
            ),
            N_("A run without GPS has no file in workout-routes: for that one send the whole zip."),
        ),
        known_by=("apple", "healthfit", "rungap", "iphone", "health auto export", "workoutdoors"),
    ),
    Guide(
        slug="samsung",
        name="Samsung Health",
        gives="GPX",
        steps=(
            _OPEN_RUN,
            N_("Press ⋮ at the top and choose to export or download it as GPX."),
            N_("Save the file on the phone."),
        ),
        traps=(N_("A run measured without GPS has no route, so there is no GPX to be had."),),
        account=(
            N_("Samsung Health → Settings → “Download personal data”."),
            N_(
                "What comes is a folder that begins with samsunghealth. In My Files press it long, "
                "compress it, and send the zip."
            ),
        ),
        known_by=("samsung", "shealth", "galaxy watch"),
    ),
    Guide(
        slug="huawei",
        name="HUAWEI Health",
        gives=N_("GPX, in some versions"),
        steps=(
            _OPEN_RUN,
            N_("Press the share sign and look for GPX: some versions have it, others don't."),
            N_("No GPX there? Then go on below, and record your next runs with a second app too."),
        ),
        traps=(
            N_(
                "The archive of the account is locked with a password. Open it on your device and "
                "send the file “motion path detail data.json” inside."
            ),
            N_(
                "Since July 2024 these archives hold no routes, and a run without a route cannot "
                "be checked."
            ),
            RECORD_BESIDE,
        ),
        account=(
            N_("HUAWEI ID → Privacy Centre → “Request Your Data”."),
            N_("Unlock the zip first, as it says above. Locked, it cannot be read here."),
        ),
        known_by=("huawei", "honor", "hitrack", "motion path"),
        see=("opentracks",),
    ),
    Guide(
        slug="zepp",
        name="Zepp (Amazfit)",
        gives=N_("FIT in newer versions, else GPX"),
        steps=(
            N_("Open the run in the Zepp app."),
            N_("In its menu or behind the share sign, choose to export it."),
            N_("Choose FIT where it is offered, else GPX, and save the file."),
        ),
        traps=(
            N_(
                "The archive of the account (“Export data”) has a password and not a single route: "
                "send the runs one by one instead."
            ),
        ),
        known_by=("zepp", "amazfit", "huami", "mi fit"),
    ),
    Guide(
        slug="mi-fitness",
        name="Mi Fitness (Xiaomi)",
        gives=N_("GPX, in some versions"),
        steps=(
            _OPEN_RUN,
            N_("Press the share sign or ⋮ and look for an export: only some versions have one."),
            N_(
                "Nothing there? In some versions the app can be linked with Strava: runs from then "
                "on are found on strava.com, with a file."
            ),
        ),
        traps=(
            N_("Linking with Strava does nothing for runs that are already over."),
            RECORD_BESIDE,
        ),
        known_by=("mi fitness", "xiaomi", "redmi"),
        see=("strava", "opentracks"),
    ),
    Guide(
        slug="suunto",
        name="Suunto",
        gives=_FIT,
        steps=(
            N_("Open the run in the Suunto app."),
            N_("Press ⋯ and choose to export or download the FIT file; GPX will do as well."),
            N_("Save the file on the phone."),
        ),
        traps=(N_("Not “Export route”: in some versions that is a route without times."),),
        known_by=("suunto", "movescount", "ambit"),
    ),
    Guide(
        slug="polar",
        name="Polar Flow",
        gives=N_("TCX or GPX"),
        steps=(
            N_("Open flow.polar.com in a browser and sign in."),
            N_("Open the training session in the diary."),
            N_("Press Export and choose TCX, or GPX."),
        ),
        traps=(N_("Not CSV for a run outdoors: it has no positions."),),
        account=(
            N_("account.polar.com → “Download your data”."),
            N_("Send the zip as it is."),
        ),
        known_by=("polar",),
    ),
)
