"""Limits that hold for every event, each with its unit, source and reason.

What differs from event to event is a field of `race.event.Rules`.
"""

from collections.abc import Mapping
from typing import Final

from race.category import Sex
from race.units import HALF_MARATHON_M, MARATHON_M

#: s. A phone's clock may be ahead by minutes; a run that ended later than this after its upload
#: has a wrong clock.
FUTURE_SLACK_S: Final = 600.0
#: s since 1970: 2000-01-01 UTC. Devices that lost their clock start at 1980 or 1989.
OLDEST_TIME_S: Final = 946_684_800.0
#: s. UTC+14 to UTC−12: a time without a zone may be this far off.
ZONELESS_SLACK_S: Final = 26 * 3600.0
#: Share of points that run backwards from which the record is not one recording: honest files
#: have single reversals (13 of about 500 files had any).
REVERSED_SHARE: Final = 0.5
#: m. Where an event sets no shortest run: a phone that lies on a table "runs" less.
SHORTEST_M: Final = 100.0
#: Share of the shorter run: two devices on one runner share nearly all of it.
OVERLAP_SAME: Final = 0.5
#: s. Less than this is a watch that was stopped late.
OVERLAP_SLACK_S: Final = 60.0
#: s. One sample of distance or cadence in so long, at least, bears out a run indoors.
INDOOR_INTERVAL_S: Final = 30.0
#: Share of a run indoors with a heart rate; those we met had one all the way.
INDOOR_HEART_RATE_SHARE: Final = 0.5
#: What a watch writes sample by sample. Phones' exports are read too, and looked at.
INDOOR_FORMATS: Final = frozenset({"fit", "tcx"})
#: m. Steps of 230 runs: 0.94 in the median, 95 % under 1.25 and 99 % under 1.40; a bicycle's turns,
#: read as steps, have 1.6 and more.
SHORTEST_STEP_M: Final = 0.5
LONGEST_STEP_M: Final = 1.6
#: m. Steps of walks: 0.41 to 0.81.
WALKED_STEP_M: Final = 0.4
#: Share of the world record's speed from which a person looks: 1.5 % of honest foot files reach it
#: with windows of 1 km and more, at 1.00 only vehicle parts, wrong labels and teleports did.
RECORD_REVIEW_SHARE: Final = 0.90

#: World records (m → s), men and women: 1000 m to marathon, as World Athletics lists them
#: (half marathon: Kiplimo, Lisbon, 8 March 2026; men's marathon: Sawe, London, 26 April 2026).
_MEN: Final = {
    1000.0: 131.96,
    1500.0: 206.00,
    3000.0: 437.55,
    5000.0: 755.36,
    10_000.0: 1571.00,
    HALF_MARATHON_M: 3440.0,
    MARATHON_M: 7170.0,
}
_WOMEN: Final = {
    1000.0: 148.98,
    1500.0: 228.68,
    3000.0: 486.11,
    5000.0: 838.06,
    10_000.0: 1734.14,
    HALF_MARATHON_M: 3772.0,
    MARATHON_M: 7796.0,
}
#: Sex X is judged by the men's limits.
WORLD_RECORDS: Final[Mapping[Sex, Mapping[float, float]]] = {
    Sex.MALE: _MEN,
    Sex.OPEN: _MEN,
    Sex.FEMALE: _WOMEN,
}

# How it moves.

#: The best of an age by the world record of the sex, as speeds: (age, share), for the youngest of
#: five years (from 35 on) or the oldest of two (children): of both neighbours the faster counts.
#: Highest of the shares for 5 km, 10 km and the marathon in the age factors for the road of Alan
#: Jones, approved by USATF's Masters Long Distance Running Council on 2020-05-20
#: (github.com/AlanLyttonJones/Age-Grade-Tables, MaleRoadStd2020 and FemaleRoadStd2020). Records of
#: World Masters Athletics that we know lie at or under them.
_MEN_BY_AGE: Final = (
    *((8, 0.758), (10, 0.838), (12, 0.902), (14, 0.950), (16, 0.982), (18, 1.0), (34, 1.0)),
    *((35, 0.995), (40, 0.970), (45, 0.932), (50, 0.893), (55, 0.854), (60, 0.815)),
    *((65, 0.777), (70, 0.739), (75, 0.693), (80, 0.631), (85, 0.551), (90, 0.455)),
)
_WOMEN_BY_AGE: Final = (
    *((8, 0.806), (10, 0.855), (12, 0.898), (14, 0.936), (16, 0.968), (18, 0.996), (20, 1.0)),
    *((34, 1.0), (35, 0.997), (40, 0.977), (45, 0.940), (50, 0.894), (55, 0.846), (60, 0.797)),
    *((65, 0.748), (70, 0.700), (75, 0.651), (80, 0.602), (85, 0.534), (90, 0.444)),
)
RECORD_SHARE_BY_AGE: Final[Mapping[Sex, tuple[tuple[int, float], ...]]] = {
    Sex.MALE: _MEN_BY_AGE,
    Sex.OPEN: _MEN_BY_AGE,
    Sex.FEMALE: _WOMEN_BY_AGE,
}
#: Intervals between points that an effort must last to prove anything: a few points may be wrong.
RECORD_POINTS: Final = 10
#: m/s, held for a minute: faster than anybody runs 100 m (10.44), so it was on wheels.
WHEELS_HELD_M_S: Final = 12.0
#: m/s, 98 % of all minutes slower: 96 % of motors have more, of 612 files on foot none.
MOTOR_P98_M_S: Final = 16.0
#: Share of half minutes in motion over 8 m/s: 98 % of motors and 5 % of rides have more, of 612
#: files on foot none.
MOTOR_SHARE: Final = 0.30
#: s. What is shorter has too few minutes to speak of shares; files of 5 minutes and more were
#: measured.
BIKE_ELAPSED_S: Final = 300.0
#: Of 612 files on foot 0.8 % were honest and over one of the next four, all with broken satellites,
#: from which speeds are taken more carefully now; of 448 rides 81 %, of 48 motors all.
#: m/s, 98 % of all minutes slower.
BIKE_P98_M_S: Final = 7.0
#: Share of minutes in motion over 6.5 m/s.
BIKE_SHARE_60: Final = 0.02
#: Share of half minutes in motion over 5.5 m/s (3:02 /km) …
BIKE_SHARE_30: Final = 0.20
#: … and where half of the time is faster than 4.2 m/s (3:58 /km): who runs repetitions so fast jogs
#: between them, and who runs that fast throughout has few of them left.
BIKE_SHARE_30_QUICK: Final = 0.05
BIKE_QUICK_M_S: Final = 4.2
#: m/s, median in motion: 3:20 /km, all the way.
BIKE_MEDIAN_M_S: Final = 5.0
#: m, median step: 99 % of runs have less than 1.40, and 98.8 % of rides, whose turns are read as
#: steps, have more than this …
BIKE_STEP_M: Final = 1.5
#: … and this many seconds of the median speed: fast runners make longer steps, with 150 a minute at
#: least.
BIKE_STEP_S: Final = 0.4
#: Looked at where this share of the time has a cadence …
BIKE_CADENCE_SHARE: Final = 0.5
#: … and half of the way is faster than people walk (m/s): devices count a walker's steps badly.
BIKE_STEP_FROM_M_S: Final = 2.2
#: Share of the speed that is lost for each 1 of slope: at an even power runners lose 5.4, and eight
#: real runs among hills had 1.0 to 2.1; six real rides had 5.2 to 12.
BIKE_HILLS: Final = 6.0
#: Share of the quick time without steps, in many short rolls: none of 38 real runs had any, rides
#: 12 to 31 %.
BIKE_COASTING: Final = 0.05

# What sensors say.

#: Share of the time in motion with a heart rate, or a cadence, that an event asks for: straps start
#: late, and optical sensors lose the wrist. Of 65 real recordings with a heart rate one has it for
#: 0.08 of the time, the others for 0.87 and more …
WORN_SHARE: Final = 0.5
#: … and with less than this none was worn.
UNWORN_SHARE: Final = 0.05
#: (format, beginning of the app's name in lower case) of files that never hold a heart rate: nobody
#: is asked for it. The routes of Apple Health are places with their speed and error; a table and a
#: KML have what their app chose; adidas and Samsung lay hearts into files of their own.
NEVER_HEART_RATE: Final = (
    *(("gpx", "apple health"), ("gpx", "health auto export"), ("gpx", "healthfit")),
    *(("nmea", ""), ("takeout", ""), ("kml", ""), ("table", "")),
    *(("runtastic", ""), ("samsung-location", "")),
)
#: The same for cadence: Apple Health counts steps by the hour, Runkeeper writes hearts alone.
NEVER_CADENCE: Final = (
    *NEVER_HEART_RATE,
    *(("health-auto-export", ""), ("apple-health", ""), ("gpx", "runkeeper")),
)
#: What holds a cadence whenever one was measured, by its maker's own words or by what we met …
GIVES_CADENCE: Final = (
    *(("fit", ""), ("suunto", ""), ("sml", ""), ("hitrack", ""), ("strava-streams", "")),
    *(("polar-csv", ""), ("polar-session", ""), ("gpx", "strava"), ("gpx", "garmin")),
)
#: … and a heart rate. Of all other files nobody knows, so a person looks.
GIVES_HEART_RATE: Final = (
    *GIVES_CADENCE,
    *(("tcx", ""), ("nike", ""), ("health-auto-export", ""), ("gpx", "runkeeper")),
)
#: s. A sensor that spoke for less than this in motion is not judged.
SENSOR_LOOKED_S: Final = 300.0
#: beats/min, median. 220 less the age is the rule for the highest; of 65 real recordings
#: the fastest heart has 196.
FASTEST_HEART: Final = 220.0
#: beats/min, median while running at 2.5 m/s and more: less than walking takes. Of 55 real runs the
#: slowest heart has 118.
SLOWEST_HEART: Final = 70.0
#: s. So long no heart beats at one rate to the beat: in 65 real recordings the longest time is
#: 216 s. Programs that convert files write the average at every point, so it proves nothing.
SAME_HEART_S: Final = 900.0
#: beats/min, median change between samples 2.5 s apart or less: real hearts have 0 or 1, and 3
#: where a watch writes only when something changes; numbers thrown evenly from 140 to 160 have 6.
HEART_JUMP: Final = 5.0
#: s. The same for cadence, which watches give in twos: in 45 real recordings the longest time is
#: 307 s. Fitbit hands out the average of the whole run.
SAME_CADENCE_S: Final = 1200.0
#: steps/min, median while running at 2.5 m/s and more: 39 real runs have 152 to 184, sprinters 280
#: for some seconds. Long steps are BIKE_LIKE, from `BIKE_STEP_M` on.
FEWEST_STEPS: Final = 120.0
MOST_STEPS: Final = 230.0

# How well it was recorded.

#: Share of points refused as spikes: 99 % of files on foot have 3.8 % or less, 95 % have 0.5 %.
SPIKE_SHARE: Final = 0.05
#: Cuts in a run, and for each kilometre of it, from which its distance is anybody's guess: of 110
#: real recordings on foot three have more than one, all of one file that spans years.
CUTS: Final = 3
CUTS_PER_KM: Final = 1.0
#: Fewer points show no run, whatever its length.
FEWEST_POINTS: Final = 10
#: Points for each kilometre, and median seconds between two: 0.34 % of honest files are beyond one
#: of them. Old phones write 44 a kilometre.
POINTS_PER_KM: Final = 25.0
SLOWEST_INTERVAL_S: Final = 20.0
#: s. Where a timer wrote them, up to here few points are only worth knowing: phones that save their
#: battery do so, and the way between is a street …
SAVER_INTERVAL_S: Final = 30.0
#: … and a timer keeps to its time for at least this share. Phones that save their battery have 0.92
#: and more, lines drawn on a map 0.5 and less.
REGULAR_SHARE: Final = 0.75
#: Share of the distance that lies in gaps: nobody knows what was done there …
GAP_REVIEW_SHARE: Final = 0.3
#: … and from here on it is worth knowing.
GAP_INFO_SHARE: Final = 0.1
#: m, median of the error that the device states. Under open sky phones have 3 to 10; masts and
#: Wi-Fi have 20 to 60, and from 50 on a run round a block is a point.
ACCURACY_REVIEW_M: Final = 50.0
ACCURACY_INFO_M: Final = 20.0
#: Share of points without a time: the rest is too little to judge a pace by.
UNTIMED_SHARE: Final = 0.2
#: m. More that was counted before the first fix is worth knowing: the satellites came late, or the
#: file leaves out where the runner lives.
HIDDEN_M: Final = 200.0
#: s. A clock that steps back by more inside one stretch was set during the run; a phone of a real
#: run stepped back by 295.
CLOCK_BACK_S: Final = 600.0
#: s. Nobody rests so long inside a run: it is two, or the clock was set in between.
CLOCK_LEAP_S: Final = 86_400.0

# How its points lie.

#: Share of places in line with their neighbours, as exactly as they are written. Of 95 real foot
#: tracks, as they are or rounded to 6 or 7 decimals, none has more than 0.16, not even of watches
#: that smooth their routes; drawn on a router's legs most have 0.4 to 0.95.
IN_LINE_SHARE: Final = 0.35
#: Share of steps at the median speed, give or take 2 %. Of 582 real tracks 99 % have 0.225 or less;
#: rounded to 5 decimals the highest of 90 had 0.38. Drawn at one speed: 0.48 to 1.
EVEN_STEPS_SHARE: Final = 0.40
#: s. The tracks that were measured had a point every 6 s and more often. Beyond it 0.5 % is asked
#: for instead of 2 %: tracks thinned to a point in 30 s have 0.11 at most.
EVEN_INTERVAL_S: Final = 6.0
#: Standard deviation of the speed from point to point, as a share of its mean: 0 of 582 real tracks
#: had less than this, 99 % have 0.10 and more.
SPEED_SPREAD: Final = 0.06
#: The same of whole minutes, by the median deviation: of 75 real tracks the most even has 0.022, a
#: route that was given times at one speed 0.007.
EVEN_MINUTES: Final = 0.01
#: Share of the scatter over four points that is there from one to the next: real tracks have 0.48
#: or less, white noise of 1 m on any line 0.73 to 1.1.
MEMORYLESS_SHARE: Final = 0.70
#: m. Less scatter is a receiver's own last digit …
SCATTER_M: Final = 0.3
#: … or rounding: a grid of 1 m scatters as noise of 0.3 m does; this is more than twice as much.
SCATTER_GRIDS: Final = 0.7
#: Share of intervals that are off whole seconds by more than 0.1 s, and of the most frequent one: 0
#: of 582 real tracks had many of the first and little of the second. Watches with fractions of a
#: second have a usual interval, and phones get their fixes by the second …
FRACTIONAL_SHARE: Final = 0.50
DOMINANT_SHARE: Final = 0.30
#: … and of a phone that does neither its times must follow from the way too, as a correlation of
#: logarithms: drawn with paces that differ by 30 % they have 0.92, at one pace 1. Whoever runs
#: evenly with a phone that gets a fix now and then has 0.98, so less counts only of few points a
#: kilometre whose intervals differ as the stretches of a road do: a phone's differ threefold.
FOLLOWS_CORRELATION: Final = 0.985
FOLLOWS_OF_FEW: Final = 0.92
FEW_PER_KM: Final = 45.0
FEW_RANGE: Final = 3.6
#: s. Units of time between those of devices (1/2, 1, 2, 3): no receiver fixes at 1.1 to 1.6 or at
#: 0.6 times a second. Runs pressed to 0.6 to 0.97 of their time have them …
PRESSED_UNIT_S: Final = (0.60, 3.0)
#: … and a clock, or a timer of a whole or half second, may be off by so much (s).
CLOCK_OFF_S: Final = 0.03
#: steps/min of people who run.
SCALED_CADENCE: Final = (140.0, 210.0)
#: m. 99 % of runs have shorter steps (median of a run, 230 runs).
LONG_STEP_M: Final = 1.40
#: m/s that is run with 140 steps/min at most, and m/s for each step/min more. It errs for the
#: runner: by it 160 steps/min are good for 5 m/s, where people make 175 to 190.
SPEED_AT_FEW_STEPS_M_S: Final = 3.0
SPEED_A_STEP_M_S: Final = 0.1

# Hours, places, days.

#: Share over the longest run that still counts: who wants to stop at 15 km stops at 15.1, and
#: satellites stray as much.
LONGEST_SLACK: Final = 0.01
#: s. A run may reach so far into forbidden hours: nobody stops a watch at the stroke of eight.
HOURS_SLACK_S: Final = 300.0
#: m. A run may lie so far outside a circle: a fix beside houses and cliffs is off by as much.
AREA_SLACK_M: Final = 50.0
#: Share of a way outside all circles: a detour, and then more than half of the run. The circles
#: are drawn by hand, so between the two a person looks.
OUTSIDE_REVIEW_SHARE: Final = 0.05
OUTSIDE_REJECT_SHARE: Final = 0.5

# Copies.
#
# What shows a copy stands in `race.ingest.copies.likeness`, which says of two runs alone whether
# one is a copy, before any check looks.
