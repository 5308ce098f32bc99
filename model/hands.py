"""Other hands: every glyph redrawn as somebody else, somewhere else and with something else might have drawn it.

All functions are seeded: the same seed gives the same ink on every machine. Compiled by numba (see ink.py).
"""
import math

import numpy as np

from ink import PEN, SIDE, cut, draw, follow, njit


@njit(cache=True)
def reshape(points, starts, strength):
    """Redraws points [n, 2] in place in other proportions: a slow wave of stretch and turn along the ink itself.

    Loops grow, close or stay open, tails get long or short: how writers differ most. A later stroke follows half of
    what the ink before it moved.
    """
    n = points.shape[0]
    cycles, phase = np.random.uniform(0.4, 2.0, 3), np.random.uniform(0, 6.283, 3)
    size = np.random.normal(0, 0.2 * strength, 2)
    bend = np.random.normal(0, 0.18 * strength)
    old_x, old_y = points[0, 0], points[0, 1]
    total, done, stroke = 1e-9, 0.0, 1
    for i in range(1, n):
        total += math.hypot(points[i, 0] - points[i - 1, 0], points[i, 1] - points[i - 1, 1])
    for i in range(1, n):
        x, y = points[i, 0], points[i, 1]
        dx, dy = x - old_x, y - old_y
        if stroke < starts.shape[0] - 1 and i == starts[stroke]:
            stroke += 1
            points[i, 0] = x + 0.5 * (points[i - 1, 0] - old_x)
            points[i, 1] = y + 0.5 * (points[i - 1, 1] - old_y)
        else:
            done += math.hypot(dx, dy)
            t = 6.283 * done / total
            dx *= math.exp(size[0] * math.sin(cycles[0] * t + phase[0]))
            dy *= math.exp(size[1] * math.sin(cycles[1] * t + phase[1]))
            angle = bend * math.sin(cycles[2] * t + phase[2])
            points[i, 0] = points[i - 1, 0] + math.cos(angle) * dx - math.sin(angle) * dy
            points[i, 1] = points[i - 1, 1] + math.sin(angle) * dx + math.cos(angle) * dy
        old_x, old_y = x, y


@njit(cache=True)
def warp(points, starts, strength):
    """Redraws points [n, 2] in place: slant, turn, stretch, a smooth warp, a shaky hand, a coarse mouse."""
    n = points.shape[0]
    left, top = points[:, 0].min(), points[:, 1].min()
    width, height = points[:, 0].max() - left, points[:, 1].max() - top
    longer = max(width, height)
    if longer <= 1e-9:
        return
    points[:, 0] = (points[:, 0] - left - width / 2) / longer
    points[:, 1] = (points[:, 1] - top - height / 2) / longer
    if np.random.random() < 0.6:
        reshape(points, starts, strength)
    for s in range(1, starts.shape[0] - 1):  # later strokes land a little off
        ox, oy = np.random.normal(0, 0.025 * strength), np.random.normal(0, 0.025 * strength)
        for i in range(starts[s], starts[s + 1]):
            points[i, 0] += ox
            points[i, 1] += oy
    for _ in range(3):  # smooth warp: slow waves through the sheet
        fx, fy = np.random.normal(0, 4.0), np.random.normal(0, 4.0)
        phase, ax, ay = np.random.uniform(0, 6.283), np.random.normal(0, 0.028), np.random.normal(0, 0.028)
        for i in range(n):
            wave = strength * math.sin(fx * points[i, 0] + fy * points[i, 1] + phase)
            points[i, 0] += ax * wave
            points[i, 1] += ay * wave
    if np.random.random() < 0.4:  # a shaky hand: noise that remembers where it was
        size, keep, jx, jy = np.random.uniform(0.0, 0.02) * strength, np.random.uniform(0.5, 0.95), 0.0, 0.0
        for i in range(n):
            jx = keep * jx + math.sqrt(1 - keep * keep) * np.random.normal(0, size)
            jy = keep * jy + math.sqrt(1 - keep * keep) * np.random.normal(0, size)
            points[i, 0] += jx
            points[i, 1] += jy
    turn, slant = np.random.normal(0, 0.12 * strength), np.random.normal(0, 0.2 * strength)
    stretch = math.exp(np.random.normal(0, 0.13 * strength))
    cos, sin = math.cos(turn), math.sin(turn)
    for i in range(n):
        x, y = (points[i, 0] + slant * points[i, 1]) * stretch, points[i, 1]
        points[i, 0] = cos * x - sin * y
        points[i, 1] = sin * x + cos * y
    if np.random.random() < 0.2:  # a coarse mouse or a tiny digit: whole steps
        grid = math.exp(np.random.uniform(1.9, 3.9))
        for i in range(n):
            points[i, 0] = np.round(points[i, 0] * grid) / grid
            points[i, 1] = np.round(points[i, 1] * grid) / grid


@njit(cache=True)
def thin(points, starts):
    """Drops points as a slow device would, keeping ends: returns points and starts."""
    step = np.random.randint(2, 4)
    kept, ends, n = np.empty_like(points), np.zeros_like(starts), 0
    for s in range(starts.shape[0] - 1):
        for i in range(starts[s], starts[s + 1]):
            if i == starts[s + 1] - 1 or (i - starts[s]) % step == 0:
                kept[n] = points[i]
                n += 1
        ends[s + 1] = n
    return kept[:n], ends


@njit(cache=True)
def trim(points, starts):
    """Takes a little ink off the first stroke's beginning or the last one's end, as a pen that lands late or lifts early."""
    last = starts.shape[0] - 2
    total = 0.0
    for i in range(1, points.shape[0]):
        total += math.hypot(points[i, 0] - points[i - 1, 0], points[i, 1] - points[i - 1, 1])
    first, end = starts[0], starts[last + 1]
    if np.random.random() < 0.5:
        spare = total * np.random.uniform(0, 0.09)
        while spare > 0 and first + 2 < starts[1]:
            spare -= math.hypot(points[first + 1, 0] - points[first, 0], points[first + 1, 1] - points[first, 1])
            first += 1
    if np.random.random() < 0.5:
        spare = total * np.random.uniform(0, 0.06)
        while spare > 0 and end - 2 > max(first, starts[last]):
            spare -= math.hypot(points[end - 1, 0] - points[end - 2, 0], points[end - 1, 1] - points[end - 2, 1])
            end -= 1
    kept = starts - first
    kept[0] = 0
    kept[last + 1] = end - first
    return points[first:end].copy(), kept


@njit(cache=True)
def swap(points, first, end):
    """Reverses rows first to end of points in place."""
    while first < end - 1:
        end -= 1
        for axis in range(2):
            points[first, axis], points[end, axis] = points[end, axis], points[first, axis]
        first += 1


@njit(cache=True)
def reorder(points, starts):
    """Redraws points [n, 2] in place as somebody who goes about it otherwise, the picture staying the same.

    A loop begins elsewhere, or one stroke is drawn backwards, or two strokes that follow one another change places.
    Returns the new starts.
    """
    strokes = starts.shape[0] - 1
    s = np.random.randint(0, strokes)
    first, end = starts[s], starts[s + 1]
    changed = starts.copy()
    if strokes == 1 and end - first > 8:
        size = max(points[:, 0].max() - points[:, 0].min(), points[:, 1].max() - points[:, 1].min())
        if math.sqrt((points[first, 0] - points[end - 1, 0]) ** 2 + (points[first, 1] - points[end - 1, 1]) ** 2) < 0.25 * size:
            away = np.random.randint(1, end - first)
            swap(points, first, first + away)
            swap(points, first + away, end)
            swap(points, first, end)
            return changed
    if strokes > 1 and s + 2 <= strokes and np.random.random() < 0.5:
        last = starts[s + 2]
        swap(points, first, end)
        swap(points, end, last)
        swap(points, first, last)
        changed[s + 1] = first + last - end
        return changed
    swap(points, first, end)
    return changed


@njit(cache=True)
def redraw(points, starts, glyphs, chosen, seed, strength, partial, otherwise, out, paths):
    """Draws each chosen glyph by another hand into out [batch, 28, 28] uint8; with `partial`, a random prefix of its ink.

    The way the pen took goes to paths [batch, 3, 32] uint8; a share `otherwise` is drawn in another order (`reorder`). points [n, 2] and starts [strokes + 1] hold all glyphs; glyphs [count + 1] indexes starts. Prefixes are cut before
    anything else, so that the frame never knows what is still to come.
    """
    np.random.seed(seed)
    for k in range(chosen.shape[0]):
        first, end = glyphs[chosen[k]], glyphs[chosen[k] + 1]
        own = starts[first:end + 1] - starts[first]
        ink = points[starts[first]:starts[end]].copy()
        if otherwise > 0 and np.random.random() < otherwise:
            own = reorder(ink, own)
        if partial:
            fraction = np.random.uniform(0.12, 1.0)
            kept, ends = np.empty((ink.shape[0] + 1, 2)), np.zeros(own.shape[0], np.int64)
            n, count = cut(ink, own, fraction, kept, ends)
            ink, own = kept[:n].copy(), ends[:count + 1].copy()
        if strength > 0:
            if not partial and np.random.random() < 0.4 * strength:
                ink, own = trim(ink, own)
            if np.random.random() < 0.2 and ink.shape[0] > 24:
                ink, own = thin(ink, own)
            warp(ink, own, strength)
            if np.random.random() < 0.03 and own.shape[0] > 2:  # the pen was not lifted high enough
                own = np.array([0, ink.shape[0]])
        pen = PEN * min(2.0, max(0.35, math.exp(np.random.normal(0.0, 0.28 * min(1.0, strength + 0.3))))) if strength > 0 else PEN
        dx, dy = 0, 0
        if np.random.random() < 0.35 * strength:
            dx, dy = np.random.randint(-2, 3), np.random.randint(-2, 3)
        draw(ink, own, pen, dx, dy, out[k])
        follow(ink, own, paths[k])


@njit(cache=True)
def rescan(images, chosen, seed, strength, out):
    """Bends each chosen image [28, 28] uint8 (turn, slant, size, shift, smooth warp) into out [batch, 28, 28].

    Four in ten (more when strength is low) are only shifted by whole pixels: resampling blurs, and a net that never sees
    a crisp scan takes crispness for a sign of rendered ink. For the same reason the rest are sharpened again.
    """
    np.random.seed(seed)
    middle = (SIDE - 1) / 2.0
    for k in range(chosen.shape[0]):
        image = images[chosen[k]]
        if np.random.random() < 0.7 - 0.3 * strength:
            dx, dy = 0, 0
            if np.random.random() < 0.35:
                dx, dy = np.random.randint(-2, 3), np.random.randint(-2, 3)
            for row in range(SIDE):
                for column in range(SIDE):
                    r, c = row - dy, column - dx
                    out[k, row, column] = image[r, c] if 0 <= r < SIDE and 0 <= c < SIDE else 0
            continue
        turn, slant = np.random.normal(0, 0.13 * strength), np.random.normal(0, 0.14 * strength)
        wide, tall = math.exp(np.random.normal(0, 0.09 * strength)), math.exp(np.random.normal(0, 0.09 * strength))
        dx, dy = np.random.normal(0, 0.7 * strength), np.random.normal(0, 0.7 * strength)
        if np.random.random() < 0.25 * strength:
            dx, dy = dx + np.random.randint(-2, 3), dy + np.random.randint(-2, 3)
        waves = np.random.normal(0, 1, (3, 4))
        phase = np.random.uniform(0, 6.283, 3)
        sharp, weight = np.random.uniform(1.0, 1.7), 25.0 * strength * np.random.normal(0, 1)
        cos, sin = math.cos(turn), math.sin(turn)
        for row in range(SIDE):
            for column in range(SIDE):
                x, y = column - middle - dx, row - middle - dy
                x, y = (cos * x + sin * y) / wide, (cos * y - sin * x) / tall
                x += slant * y
                for w in range(3):
                    wave = 0.62 * strength * math.sin(0.2 * (waves[w, 0] * x + waves[w, 1] * y) + phase[w])
                    x += waves[w, 2] * wave
                    y += waves[w, 3] * wave
                x += middle
                y += middle
                left, top = int(math.floor(x)), int(math.floor(y))
                fx, fy, value = x - left, y - top, 0.0
                for r in range(2):
                    for c in range(2):
                        if 0 <= top + r < SIDE and 0 <= left + c < SIDE:
                            value += image[top + r, left + c] * (fy if r else 1 - fy) * (fx if c else 1 - fx)
                if value > 8:
                    value = 128 + (value - 128) * sharp + weight
                out[k, row, column] = np.uint8(min(255.0, max(0.0, value + 0.5)))
