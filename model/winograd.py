"""Convolutions with fewer multiplications: minimal filtering (Winograd, 1980; Lavin and Gray, 2016), a whole map as one tile.

A 3 × 3 kernel over a map is a product of polynomials. Evaluated at enough points it is one multiplication a point: the map
is spread to the points, channels meet there in plain matrix products, and the sums are gathered to the outputs' places.
"""
import numpy as np

KERNEL = 3
# Small fractions keep rounding small; the last point is infinity.
POINTS = [0, 1, -1, 2, -2, 0.5, -0.5]


def powers(count, points):
    """Each point's powers 0 … count - 1 [points + 1, count]; of infinity only the highest counts."""
    finite = [[float(point) ** k for k in range(count)] for point in points]
    return np.array(finite + [[0.0] * (count - 1) + [1.0]])


def filtering(outputs):
    """One dimension: matrices gather [outputs, n], kernel [n, 3] and spread [n, n] with n = outputs + 2 and
    outputs of a correlation = gather @ ((kernel @ g) * (spread @ d))."""
    n = outputs + KERNEL - 1
    points = POINTS[:n - 1]
    return powers(outputs, points).T, powers(KERNEL, points), np.linalg.inv(powers(n, points)).T


def tile(side, pad, outputs):
    """Two dimensions: matrices gather [outputs², points], kernel [points, 9] and spread [points, side²] for a map of
    side × side with `pad` zeros around it, each point scaled so that neither end of it has large numbers."""
    gather, kernel, spread = (np.kron(m, m) for m in filtering(outputs))
    whole = side + 2 * pad
    inner = np.arange(whole * whole).reshape(whole, whole)[pad:pad + side, pad:pad + side].ravel()
    spread = spread[:, inner]
    at_spread, at_gather = np.linalg.norm(spread, axis=1), np.linalg.norm(gather, axis=0)
    return gather / at_gather, kernel * (at_spread * at_gather)[:, None], spread / at_spread[:, None]
