"""Logistic regression, small enough to be read: Newton's method with a ridge."""

from typing import Final

import numpy as np

from race.track import FloatArray

#: Half the penalty on each squared weight, the intercept's excepted: about two tracks' worth.
_RIDGE: Final = 2.0
_ROUNDS, _CLOSE = 100, 1e-8


def regression(values: FloatArray, yes: FloatArray, shares: FloatArray) -> FloatArray:
    """Intercept and weights, shape (1 + columns,), that make `yes` (0 or 1 a row) most likely.

    Newton's method, also known as iteratively reweighted least squares (Hastie, Tibshirani,
    Friedman: The Elements of Statistical Learning, 4.4.1); a row counts as often as `shares` says.
    """
    rows = np.column_stack([np.ones(len(values)), values])
    penalty = np.diag([0.0] + [_RIDGE] * values.shape[1])
    found = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        said = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (shares * (said - yes)) + penalty @ found
        bend = rows.T @ (rows * (shares * said * (1 - said))[:, None]) + penalty
        step = np.linalg.solve(bend, slope)
        found = found - step
        if float(np.abs(step).max()) < _CLOSE:
            break
    return found
