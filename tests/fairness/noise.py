"""Noise that remembers: errors of receivers and unevenness of people are not thrown anew each
second."""

import numpy as np
from numpy.random import Generator

from race.track import FloatArray


def wandering(rng: Generator, count: int, *, tau: float, smooth: float = 0.0) -> FloatArray:
    """An Ornstein–Uhlenbeck process of variance 1, shape (count,), made in its spectrum.

    It forgets itself over `tau` samples; a Gaussian of `smooth` samples makes it round, as the
    filter in a receiver does.
    """
    size = 1 << int(np.ceil(np.log2(count + 4 * tau + 8)))
    omega = 2 * np.pi * np.fft.rfftfreq(size)
    gain = np.exp(-0.5 * (omega * smooth) ** 2) / np.sqrt(1 + (omega * tau) ** 2)
    gain[0] = 0.0
    power = (2 * (gain[1:-1] ** 2).sum() + gain[-1] ** 2) / size
    shaped = np.fft.irfft(gain * np.fft.rfft(rng.standard_normal(size)), size)
    noise: FloatArray = shaped[:count] / np.sqrt(power)
    return noise


def smoothed(values: FloatArray, sigma: float) -> FloatArray:
    """A Gaussian mean over `sigma` samples; the ends are held."""
    if sigma <= 0 or len(values) < 2:
        return values
    reach = int(3 * sigma) + 1
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    padded = np.pad(values, reach, mode="edge")
    result: FloatArray = np.convolve(padded, weights / weights.sum(), "valid")
    return result
