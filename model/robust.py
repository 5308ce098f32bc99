"""The same ink, brought otherwise: moved, resized, with another pen, turned, slanted, shaken, or off the frame's centre."""
import numpy as np

from ink import draw, flatten, follow
from measure import SOURCES, accuracy


def changed(strokes, scale=1.0, dx=0.0, dy=0.0, turn=0.0, slant=0.0, shake=0.0, pen=2.5, shift=(0, 0), random=None):
    """One glyph's raster uint8 [28, 28] and path uint8 [3, 32] after a change: turn in degrees, shake in shares of its size, shift in px."""
    points, starts = flatten(strokes)
    out, path = np.zeros((28, 28), np.uint8), np.zeros((3, 32), np.uint8)
    if turn or slant or shake:
        size = max((points.max(0) - points.min(0)).max(), 1e-9)
        points = points - points.mean(0)
        points = points + np.array([slant, 0.0]) * points[:, 1:]
        angle = np.radians(turn)
        points = points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        if shake:
            points = points + random.normal(0, shake * size, points.shape)
    points = points * scale + (dx, dy)
    draw(points, starts, float(pen), shift[0], shift[1], out)
    follow(points, starts, path)
    return out, path


def score(run, noise=0.0, **change):
    """Mean accuracy of the two dev files, in per cent, with one change made to every glyph (noise: sd in 0..255)."""
    random, values = np.random.default_rng(5), []
    for name in SOURCES:
        rasters, paths = (np.stack(part) for part in zip(*(changed(g['strokes'], random=random, **change) for g in run.pen[name])))
        if noise:
            rasters = np.clip(rasters + random.normal(0, noise, rasters.shape), 0, 255).astype(np.uint8)
        values.append(accuracy(run.final(rasters, paths), run.labels[name]))
    return float(np.mean(values))


def grid(run):
    """Rows of (kind, setting, accuracy in per cent), the unchanged ink first."""
    rows = [('as it is', '', score(run))]
    for dx, dy in ((1e4, 0), (-777.7, 333.3), (1e6, -1e6)):
        rows.append(('moved', f'{dx:g}, {dy:g}', score(run, dx=dx, dy=dy)))
    for scale in (0.1, 0.3, 3, 10):
        rows.append(('size', f'{scale}×', score(run, scale=scale)))
    for width in (0.4, 0.6, 0.8, 1.2, 1.5, 1.8):
        rows.append(('pen width', f'{width}×', score(run, pen=2.5 * width)))
    for turn in (-30, -20, -10, 10, 20, 30):
        rows.append(('turned', f'{turn}°', score(run, turn=turn)))
    for slant in (-0.6, -0.3, 0.3, 0.6):
        rows.append(('slant', f'{slant}', score(run, slant=slant)))
    for shake in (0.005, 0.01, 0.02, 0.03):
        rows.append(('shaky, of its size', f'{shake:.1%}', score(run, shake=shake)))
    for shift in (1, 2, 3):
        rows.append(('off the centre, px', f'{shift}', min(score(run, shift=(x * shift, y * shift))
                                                           for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1)))))
    for noise in (10, 25, 50):
        rows.append(('pixel noise, sd', f'{noise}/255', score(run, noise=noise)))
    return rows
