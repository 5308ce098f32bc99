"""Pen strokes as the network sees them, and the many hands that could have drawn them.

`rasterise` is `shared/src/rasterise.ts` and `follow_path` is `shared/src/path.ts` again, operation for operation in IEEE
doubles, so that training data and live ink are byte for byte the same. Change both or neither; golden.json notices. Numba compiles it; without
numba everything still runs, slowly (enough for checks, not for training).
"""
import math

import numpy as np

try:
    from numba import njit
except ImportError:  # pragma: no cover - checks on golden.json alone need no compiler
    def njit(*args, **options):
        """Leaves a function as it is."""
        return args[0] if args and callable(args[0]) else (lambda function: function)

SIDE = 28
INK_BOX = 20.0
PEN = 2.5
RAMP = 1.2
SHEET = 22
STEP_SQUARED = 0.36
DOT = 1e-9
STEPS = 32


@njit(cache=True)
def _segment(nearest, x0, y0, x1, y1, reach):
    dx = x1 - x0
    dy = y1 - y0
    squared = dx * dx + dy * dy
    inverse = 1.0 / squared if squared > 0.0 else 0.0
    from_column = max(0, int(math.floor(min(x0, x1) - reach)))
    to_column = min(nearest.shape[1] - 1, int(math.floor(max(x0, x1) + reach)))
    from_row = max(0, int(math.floor(min(y0, y1) - reach)))
    to_row = min(nearest.shape[0] - 1, int(math.floor(max(y0, y1) + reach)))
    for row in range(from_row, to_row + 1):
        py = row + 0.5 - y0
        for column in range(from_column, to_column + 1):
            px = column + 0.5 - x0
            along = (px * dx + py * dy) * inverse
            along = 0.0 if along < 0.0 else min(along, 1.0)
            ex = px - along * dx
            ey = py - along * dy
            distance = ex * ex + ey * ey
            if distance < nearest[row, column]:
                nearest[row, column] = distance


@njit(cache=True)
def _place(nearest, reach, dx, dy, out):
    size = nearest.shape[0]
    total = 0
    sum_x = 0
    sum_y = 0
    left, right, top, bottom = size, -1, size, -1
    sheet = np.zeros((size, size), np.uint8)
    for row in range(size):
        for column in range(size):
            squared = nearest[row, column]
            if squared >= reach * reach:
                continue
            depth = (reach - math.sqrt(squared)) / RAMP
            ink = 255 if depth >= 1.0 else int(math.floor(depth * 255.0 + 0.5))
            sheet[row, column] = ink
            if ink == 0:
                continue
            total += ink
            sum_x += ink * column
            sum_y += ink * row
            left = min(left, column)
            right = max(right, column)
            top = min(top, row)
            bottom = max(bottom, row)
    if total == 0:
        return
    centre = SIDE // 2
    shift_x = centre - int(math.floor(sum_x / total + 0.5)) + dx
    shift_y = centre - int(math.floor(sum_y / total + 0.5)) + dy
    shift_x = max(-left, min(SIDE - 1 - right, shift_x))
    shift_y = max(-top, min(SIDE - 1 - bottom, shift_y))
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            out[row + shift_y, column + shift_x] = sheet[row, column]


@njit(cache=True)
def draw(points, starts, pen, dx, dy, out):
    """Draws one glyph (points [n, 2] in any unit, y down; starts [strokes + 1] into points) into out [28, 28] uint8.

    pen: width in px (2.5 is the product's); dx, dy: whole pixels away from the centre (0 is the product's).
    """
    out[:] = 0
    n = points.shape[0]
    if n == 0:
        return
    left, right, top, bottom = points[0, 0], points[0, 0], points[0, 1], points[0, 1]
    for i in range(n):
        left = min(left, points[i, 0])
        right = max(right, points[i, 0])
        top = min(top, points[i, 1])
        bottom = max(bottom, points[i, 1])
    width = right - left
    height = bottom - top
    longer = max(width, height)
    if not longer < math.inf:
        return
    scale = (INK_BOX - PEN) / longer if longer > DOT else 0.0
    reach = (pen + RAMP) / 2.0
    # The sheet is 22 px for the product's pen; a wider test pen gets a wider sheet.
    size = SHEET if pen <= PEN else SHEET + 2 * int(math.ceil((pen - PEN) / 2.0))
    middle = size / 2.0
    nearest = np.full((size, size), reach * reach)
    for s in range(starts.shape[0] - 1):
        first, end = starts[s], starts[s + 1]
        if end <= first:
            continue
        x0 = (points[first, 0] - left - width / 2.0) * scale + middle
        y0 = (points[first, 1] - top - height / 2.0) * scale + middle
        if end - first == 1:
            _segment(nearest, x0, y0, x0, y0, reach)
        for i in range(first + 1, end):
            x1 = (points[i, 0] - left - width / 2.0) * scale + middle
            y1 = (points[i, 1] - top - height / 2.0) * scale + middle
            if i < end - 1 and (x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0) < STEP_SQUARED:
                continue
            _segment(nearest, x0, y0, x1, y1, reach)
            x0 = x1
            y0 = y1
    _place(nearest, reach, dx, dy, out)


@njit(cache=True)
def follow(points, starts, out):
    """Writes the way the pen took (points [n, 2] in any unit, y down; starts [strokes + 1]) into out [3, 32] uint8.

    32 places equally far apart along the ink, pen-ups left out: their x, their y, and which of them begin a stroke. No
    ink, or ink that is not finite, gives zeros.
    """
    out[:] = 0
    left, right, top, bottom = math.inf, -math.inf, math.inf, -math.inf
    total, last_x, last_y = 0.0, 0.0, 0.0
    for s in range(starts.shape[0] - 1):
        for i in range(starts[s], starts[s + 1]):
            x, y = points[i, 0], points[i, 1]
            left = min(left, x)
            right = max(right, x)
            top = min(top, y)
            bottom = max(bottom, y)
            if i > starts[s]:
                total += math.sqrt((x - last_x) * (x - last_x) + (y - last_y) * (y - last_y))
            last_x, last_y = x, y
    longer = max(right - left, bottom - top)
    if not (longer >= 0.0 and total < math.inf):
        return
    scale = 1.0 / longer if longer > DOT else 0.0
    middle_x, middle_y = (left + right) / 2.0, (top + bottom) / 2.0
    step = total / (STEPS - 1)
    place, done, begins = 0, 0.0, 255
    for s in range(starts.shape[0] - 1):
        if starts[s + 1] > starts[s]:
            begins = 255
        for i in range(starts[s] + 1, starts[s + 1]):
            x, y = points[i - 1, 0], points[i - 1, 1]
            dx, dy = points[i, 0] - x, points[i, 1] - y
            length = math.sqrt(dx * dx + dy * dy)
            while length > 0.0 and place < STEPS - 1 and place * step <= done + length:
                along = max(0.0, (place * step - done) / length)
                out[0, place] = int(math.floor(((x + along * dx - middle_x) * scale + 0.5) * 255.0 + 0.5))
                out[1, place] = int(math.floor(((y + along * dy - middle_y) * scale + 0.5) * 255.0 + 0.5))
                out[2, place] = begins
                begins = 0
                place += 1
            done += length
    while place < STEPS:
        out[0, place] = int(math.floor(((last_x - middle_x) * scale + 0.5) * 255.0 + 0.5))
        out[1, place] = int(math.floor(((last_y - middle_y) * scale + 0.5) * 255.0 + 0.5))
        out[2, place] = begins
        begins = 0
        place += 1


def flatten(strokes):
    """Strokes (flat x0, y0, x1, y1, … lists) as points float64 [n, 2] and starts int64 [strokes + 1]."""
    parts = [np.asarray(s[: len(s) // 2 * 2], np.float64).reshape(-1, 2) for s in strokes]
    starts = np.cumsum([0] + [len(p) for p in parts]).astype(np.int64)
    return (np.concatenate(parts) if parts else np.zeros((0, 2))), starts


def rasterise(strokes, pen=PEN):
    """Strokes (flat x0, y0, … lists, y down, any unit) as uint8 [28, 28], white ink on black, in MNIST's frame."""
    points, starts = flatten(strokes)
    out = np.zeros((SIDE, SIDE), np.uint8)
    draw(points, starts, float(pen), 0, 0, out)
    return out


def follow_path(strokes):
    """The way the pen took along strokes (flat x0, y0, … lists, y down, any unit) as uint8 [3, 32]."""
    points, starts = flatten(strokes)
    out = np.zeros((3, STEPS), np.uint8)
    follow(points, starts, out)
    return out


def prefix(strokes, fraction):
    """The first `fraction` (0 to 1) of the ink by length, cut within a segment; always at least the first point."""
    points, starts = flatten(strokes)
    kept, ends, n, count = np.empty((len(points) + 1, 2)), np.zeros(len(starts), np.int64), 0, 0
    n, count = cut(points, starts, float(fraction), kept, ends)
    return [kept[ends[s]:ends[s + 1]].ravel() for s in range(count)]


@njit(cache=True)
def _length(points, i):
    dx = points[i, 0] - points[i - 1, 0]
    dy = points[i, 1] - points[i - 1, 1]
    return math.sqrt(dx * dx + dy * dy)


@njit(cache=True)
def cut(points, starts, fraction, out, ends):
    """Copies the first `fraction` of the ink's length to out [n + 1, 2]; returns points and strokes kept."""
    total = 0.0
    for s in range(starts.shape[0] - 1):
        for i in range(starts[s] + 1, starts[s + 1]):
            total += _length(points, i)
    left = total * fraction
    n = 0
    count = 0
    ends[0] = 0
    for s in range(starts.shape[0] - 1):
        if starts[s + 1] == starts[s]:
            continue
        out[n] = points[starts[s]]
        n += 1
        done = False
        for i in range(starts[s] + 1, starts[s + 1]):
            step = _length(points, i)
            if step > left and fraction < 1.0:
                share = left / step
                out[n, 0] = points[i - 1, 0] + share * (points[i, 0] - points[i - 1, 0])
                out[n, 1] = points[i - 1, 1] + share * (points[i, 1] - points[i - 1, 1])
                n += 1
                done = True
                break
            left -= step
            out[n] = points[i]
            n += 1
        count += 1
        ends[count] = n
        if done or (left <= 0.0 and fraction < 1.0):
            break
    return n, count
