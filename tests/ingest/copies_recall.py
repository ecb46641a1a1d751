"""How many copies of every sort are found, and how many honest runs are taken for one.

``python -m tests.ingest.copies_recall [RUNS]`` prints it for so many runs (200), and what a search
meets among 10,000 runs on one 400 m track.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np

from race.ingest.clean import clean
from race.ingest.copies import Likeness, compare, fingerprint
from race.track import Track
from tests.ingest.copying import (
    DAY_S,
    Receiver,
    Rng,
    effort,
    jittered,
    moved,
    recorded,
    road,
    rounded,
    shifted,
    slowed,
    stadium,
    thinned,
    trimmed,
    turned,
)
from tests.tracks import MORNING

T = TypeVar("T")
Forger = Callable[[Track, Rng], Track]

#: What a forger makes of a recording of somebody else.
FORGERIES: Final[Mapping[str, Forger]] = {
    "sent again as it is": lambda track, rng: track,
    "of another day": lambda track, rng: shifted(track),
    "trimmed": lambda track, rng: trimmed(track),
    "reversed": lambda track, rng: turned(track),
    "every third point": lambda track, rng: thinned(track),
    "every third point, 5 decimals": lambda track, rng: rounded(thinned(track)),
    "5 decimals": lambda track, rng: rounded(track),
    "6 decimals": lambda track, rng: rounded(track, 6),
    "jittered by 1 m": jittered,
    "moved by 20 m and 30 s": lambda track, rng: moved(shifted(track, 30)),
    "slowed": lambda track, rng: slowed(track),
    "of another day, jittered": lambda track, rng: shifted(jittered(track, rng)),
    "of another day, trimmed": lambda track, rng: shifted(trimmed(track)),
    "of another day, reversed": lambda track, rng: shifted(turned(track)),
    "of another day, moved by 20 m": lambda track, rng: shifted(moved(track)),
    "of another day, every third point, 5 decimals": lambda track, rng: shifted(
        rounded(thinned(track))
    ),
    "of another day, jittered, reversed": lambda track, rng: shifted(turned(jittered(track, rng))),
}
#: The same, but a search in a crowd may miss some.
HARDER: Final[Mapping[str, Forger]] = {
    "trimmed, 5 decimals": lambda track, rng: trimmed(rounded(track)),
    "trimmed, jittered by 1 m": lambda track, rng: trimmed(jittered(track, rng)),
    "trimmed, every third point, 5 decimals": lambda track, rng: trimmed(rounded(thinned(track))),
    "every third point, jittered by 1 m": lambda track, rng: jittered(thinned(track), rng),
    "jittered by 2 m": lambda track, rng: jittered(track, rng, 2.0),
}
RECEIVERS: Final = (
    Receiver(),
    Receiver(smart=True),
    Receiver(decimals=6, slow_m=4.0),
    Receiver(slow_m=1.0, quick_m=0.15),
    Receiver(decimals=5),
)


def originals(count: int, rng: Rng) -> Iterator[Track]:
    """Honest runs, on roads and on a 400 m track, of every receiver in turn."""
    for i in range(count):
        on_road = i // len(RECEIVERS) % 2 == 0
        way = (
            road(rng, rng.uniform(1500, 8000))
            if on_road
            else stadium(float(rng.integers(4, 25) * 400))
        )
        made = effort(way, rng, speed=rng.uniform(2.2, 4.0))
        yield clean(recorded(made, rng, RECEIVERS[i % len(RECEIVERS)]))[0]


def copied(count: int, rng: Rng, forgeries: Mapping[str, Forger]) -> dict[str, list[bool]]:
    """Of each forgery, whether it was found: it shares a key, and is told to be a copy."""
    found = defaultdict(list)
    for original in originals(count, rng):
        kept = set(fingerprint(original).keys)
        for name, forge in forgeries.items():
            forged = clean(forge(original, rng))[0]
            shares = not kept.isdisjoint(fingerprint(forged).probes)
            found[name].append(shares and compare(forged, original).kind is not None)
    return found


def at_once(count: int, rng: Rng) -> Iterator[tuple[Likeness, Likeness]]:
    """Two devices on one runner, and two people side by side."""
    for i in range(count):
        way = road(rng, 4000.0) if i // len(RECEIVERS) % 2 == 0 else stadium(4000.0)
        receiver = RECEIVERS[i % len(RECEIVERS)]
        made = effort(way, rng, speed=rng.uniform(2.2, 4.0))
        beside = replace(made, east=made.east + 1.0, north=made.north + 0.5)
        first = recorded(made, rng, receiver)
        yield (
            compare(recorded(made, rng, receiver), first),
            compare(recorded(beside, rng, receiver), first),
        )


def on_track(rng: Rng, day: int, metres: float | None = None) -> Track:
    """An honest run on one 400 m track."""
    far = metres or float(rng.choice([2000, 3000, 5000, 5000, 5200, 6000, 8000, 10_000]))
    made = effort(stadium(far), rng, speed=rng.uniform(2.0, 4.2), start=MORNING + day * DAY_S)
    return recorded(made, rng, RECEIVERS[int(rng.integers(len(RECEIVERS)))])


class Crowd:
    """What is kept of many runs: the keys, each for so many runs and no more."""

    def __init__(self, *, most: int = 32) -> None:
        self.most = most
        self.holders: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, number: int, track: Track) -> None:
        for key in fingerprint(track).keys:
            if len(self.holders[key]) < self.most:
                self.holders[key].append(number)

    def search(self, track: Track) -> list[int]:
        """The runs that share keys with one, those that share most of what few hold first."""
        weights = Counter[int]()
        for probe in fingerprint(track).probes:
            holders = self.holders.get(probe, [])
            for number in holders:
                weights[number] += np.log(1 + 2 * self.most / len(holders))
        return [number for number, _ in weights.most_common()]


def crowded(count: int, asked: int, rng: Rng) -> tuple[list[int], dict[str, list[int]]]:
    """Among so many runs on one track: runs that the search for an honest one meets, and at what
    place that for a copy has its original (0 is the first, `count` not at all)."""
    crowd, chosen = Crowd(), {}
    among = set(rng.choice(count, asked, replace=False).tolist())
    for number in range(count):
        track = on_track(rng, number % 30)
        crowd.add(number, track)
        if number in among:
            chosen[number] = track
    met = [len(crowd.search(on_track(rng, 30))) for _ in range(asked)]
    places = defaultdict(list)
    for number, track in chosen.items():
        for name, forge in {**FORGERIES, **HARDER}.items():
            ranked = crowd.search(forge(track, rng))
            places[name].append(ranked.index(number) if number in ranked else count)
    return met, places


def _print(runs: int) -> None:
    rng = np.random.default_rng(2026)
    for name, found in copied(runs, rng, {**FORGERIES, **HARDER}).items():
        sys.stdout.write(f"{name}: {np.mean(found):.1%} of {len(found)} found\n")
    pairs = list(at_once(runs, rng))
    for name, alike in zip(("two devices", "side by side"), zip(*pairs, strict=True), strict=True):
        accused = sum(likeness.kind is not None for likeness in alike)
        sys.stdout.write(f"{name}: {accused} of {len(alike)} accused\n")
    met, places = crowded(10_000, 100, rng)
    sys.stdout.write(f"10,000 on one track: {np.median(met):.0f} met, at most {max(met)}\n")
    for name, at in places.items():
        shares = (f"{np.mean(np.asarray(at) < n):.0%} in the first {n}" for n in (1, 8, 20, 32))
        sys.stdout.write(f"{name}: {', '.join(shares)}\n")


if __name__ == "__main__":
    _print(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
