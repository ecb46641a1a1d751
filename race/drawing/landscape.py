"""Karst country as silhouettes: three ridges in mist, the same for the same seed.

Limestone towers stand steep and round-headed out of flat fields. A ridge is the upper edge of many
such towers, roughened a little, drawn as one closed path down to its ground line.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from race.drawing import paths

FloatArray = NDArray[np.float64]

#: Units between two points of a ridge: coarse enough to look cut from paper.
STEP: Final = 7.0


@dataclass(frozen=True, kw_only=True)
class Landscape:
    """The ridges of one picture, far to near, as closed paths in units of its box."""

    #: Width and height of the box.
    width: int
    height: int
    far: str
    middle: str
    near: str


@dataclass(frozen=True, kw_only=True)
class Ridge:
    """How the towers of one ridge are drawn; units."""

    #: Half width of a tower, least and most.
    half: tuple[float, float]
    #: Height of a tower at the low and at the high end of the ridge.
    height: tuple[float, float]
    #: Distance between towers as a share of their width: under 1 they grow together.
    apart: float
    #: Height of the ground that the ridge never falls below.
    floor: float


#: The three ridges for a box of 340 units of height, far to near.
_RIDGES: Final = (
    Ridge(half=(44, 74), height=(96, 262), apart=0.52, floor=44),
    Ridge(half=(46, 80), height=(104, 222), apart=0.66, floor=30),
    Ridge(half=(56, 110), height=(52, 92), apart=0.5, floor=34),
)


@lru_cache(maxsize=64)
def landscape(seed: str, *, width: int = 1280, height: int = 340, ground: int = 296) -> Landscape:
    """The country of `seed`, low on the left where words stand and high on the right.

    `ground` is the line, in units from the top, on which the ridges stand.
    """
    digest = hashlib.sha256(seed.encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest[:8]))
    scale = height / 340
    far, middle, near = (_path(_edge(rng, ridge, width, scale), ground) for ridge in _RIDGES)
    return Landscape(width=width, height=height, far=far, middle=middle, near=near)


def _edge(rng: np.random.Generator, ridge: Ridge, width: int, scale: float) -> FloatArray:
    """Points (x, height above the ground) of the upper edge of a ridge."""
    x = np.arange(0, width + STEP, STEP)
    edge = np.full(x.shape, ridge.floor * scale)
    centre = float(-rng.uniform(0, ridge.half[0]))
    while centre < width + ridge.half[1]:
        half = float(rng.uniform(*ridge.half)) * scale
        rise = 0.5 - 0.5 * np.cos(np.pi * np.clip(centre / width, 0, 1))
        top = ridge.height[0] + (ridge.height[1] - ridge.height[0]) * rise
        tall = float(top * scale * rng.uniform(0.56, 1.0))
        edge = np.maximum(edge, tall * _tower(rng, (x - centre) / half))
        centre += 2 * half * ridge.apart * float(rng.uniform(0.8, 1.25))
    rough = np.convolve(rng.normal(0, 1, len(x) + 2), (0.25, 0.5, 0.25), "valid")
    return np.column_stack((x, edge + rough * (0.8 + edge * 0.02)))


def _tower(rng: np.random.Generator, across: FloatArray) -> FloatArray:
    """The profile of one tower, 0..1, over −1..1: steep sides, a rounded head, often a shoulder."""
    lean = rng.uniform(-0.3, 0.3)
    u = np.abs(np.where(across < lean, (across - lean) / (1 + lean), (across - lean) / (1 - lean)))
    head = np.clip(1 - u ** rng.uniform(1.7, 2.6), 0, None) ** rng.uniform(0.62, 0.9)
    ledge = rng.uniform(0.5, 0.85) * np.clip(1 - (u * 0.94) ** 7, 0, None)
    side = across > lean if rng.random() < 0.5 else across < lean
    profile: FloatArray = np.where(u < 1, np.where(side, np.maximum(head, ledge), head), 0.0)
    return profile


def _path(edge: FloatArray, ground: int) -> str:
    line = paths.line(np.column_stack((edge[:, 0], ground - edge[:, 1])))
    return f"{line}V{ground}H0z"
