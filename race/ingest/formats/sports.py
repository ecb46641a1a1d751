"""The words by which apps name a sport, in the languages we met, and what they mean."""

import re
from collections.abc import Mapping
from typing import Final

from race.activity import Sport
from race.i18n import fold

#: Strava writes its own numbers; these are the sure ones.
_NUMBERS: Final[Mapping[str, Sport]] = {
    "1": Sport.RIDE,
    "4": Sport.HIKE,
    "9": Sport.RUN,
    "10": Sport.WALK,
    "16": Sport.SWIM,
}

#: Whole words in lower case, Latin ones without diacritics, asked from the top: "motorbike ride" is
#: no ride, "run / walk" is a run.
_WORDS: Final[Mapping[Sport, str]] = {
    Sport.DRIVE: "driving, drive, car, motorcycling, motorcycle, motorbike, xe may, o to, lai xe",
    Sport.OTHER: "skiing, ski, snowboarding, snowboard, snowshoe, snowshoeing, skating, skate, "
    "rowing, row, kayaking, canoeing, paddling, paddleboarding, sup, surfing, surf, windsurf, "
    "kitesurf, sailing, sail, yoga, pilates, strength, weight, elliptical, climbing, golf, tennis, "
    "badminton, football, soccer, basketball, volleyball, boxing, dancing, horse, horseback, "
    "equestrian, flying, paragliding, crossfit, stair, bong da, cau long",
    Sport.RIDE: "cycling, biking, riding, ride, bike, ebike, bicycle, cyclisme, velo, spinning, "
    "radfahren, radfahrt, fietsen, rit, ciclismo, dap xe, xe dap, mountainbiking, virtualride, "
    "велозаезд, ライド",
    Sport.SWIM: "swimming, swim, natation, schwimmen, natacion, natacao, boi",
    Sport.RUN: "running, run, runner, jogging, jog, trailrunning, trailrun, virtualrun, treadmill, "
    "course, laufen, lauf, correr, corrida, carrera, corsa, hardlopen, hardloopsessie, bieg, kosu, "
    "chay, бег, ラン",
    Sport.HIKE: "hiking, hike, trekking, randonnee, wandern, wanderung, senderismo, "
    "mountaineering, leo nui",
    Sport.WALK: "walking, walk, marche, gehen, spazieren, spaziergang, wandeling, caminata, "
    "caminhada, camminata, di bo, ходьба",
}
#: Chinese and Japanese are written without blanks: a sign anywhere in the text. ラン and ライド are
#: too short for that.
_SIGNS: Final[Mapping[str, Sport]] = {
    "跑": Sport.RUN,
    "骑": Sport.RIDE,
    "游泳": Sport.SWIM,
    "徒步": Sport.HIKE,
    "走": Sport.WALK,
    "步行": Sport.WALK,
    "ランニング": Sport.RUN,
    "ウォーキング": Sport.WALK,
    "달리기": Sport.RUN,
    "라이딩": Sport.RIDE,
    "걷기": Sport.WALK,
}

_INDOOR: Final = ("treadmill", "indoor", "virtual", "may chay", "trong nha", "跑步机", "室内")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PATTERNS: Final = {
    sport: re.compile(r"\b(?:" + fold(words).replace(", ", "|") + r")\b")
    for sport, words in _WORDS.items()
}
_FOLDED_SIGNS: Final = {fold(sign): sport for sign, sport in _SIGNS.items()}


def sport(text: str) -> Sport:
    """The sport that `text` names: "running", "TrailRun", "street_running", "9", "Chạy bộ", "跑步".

    OTHER only for what is clearly another sport; unknown words, "other" among them, are UNKNOWN.
    """
    words = _plain(text)
    if words in _NUMBERS:
        return _NUMBERS[words]
    for known, pattern in _PATTERNS.items():
        if pattern.search(words):
            return known
    return next((known for sign, known in _FOLDED_SIGNS.items() if sign in words), Sport.UNKNOWN)


def indoor(text: str) -> bool:
    """`text` says that it was done on a treadmill or in a hall."""
    words = _plain(text)
    return any(sign in words for sign in _INDOOR)


def _plain(text: str) -> str:
    # Folded first: in text that comes decomposed a mark would part its letter from the next.
    folded = fold(_CAMEL.sub(" ", text[:100]))
    return " ".join(re.sub(r"[^\w]|_", " ", folded).split())
