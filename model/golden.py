"""The ink of golden.json: digits and odd things of our own, so that both languages can be held to the same answers.

    python golden.py      checks golden.json and digits.onnx: rasters and paths exactly, probabilities to 1e-4
"""
import base64
import json
from pathlib import Path

import numpy as np

from ink import flatten, follow_path, prefix, rasterise
from styles import DIGITS, ODD, beside, curve, hatch, scribble

HERE = Path(__file__).parent


def bent(strokes, random):
    """The same ink by another hand: slant, turn, stretch and a slow wave; coordinates to two decimals."""
    points, starts = flatten(strokes)
    points = points - 50
    turn, slant, wave = random.normal(0, 0.1), random.normal(0, 0.15), random.normal(0, 3, 2)
    points = points * np.exp(random.normal(0, 0.1, 2))
    points[:, 0] += slant * points[:, 1] + wave[0] * np.sin(points[:, 1] / 18)
    points[:, 1] += wave[1] * np.sin(points[:, 0] / 18)
    points = points @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) + 60
    points = np.round(points, 2)
    return [points[a:b].ravel().tolist() for a, b in zip(starts, starts[1:])]


def cases():
    """Name and strokes of every case, the same every time."""
    random = np.random.default_rng(2026)
    for digit, templates in DIGITS.items():
        for k, template in enumerate(templates):
            yield f'a {digit}, style {k + 1}', bent(curve(template), random)
    for digit in range(10):
        half = prefix(bent(curve(DIGITS[digit][0]), random), 0.5)
        yield f'half a {digit}', [np.round(s, 2).tolist() for s in half]
    for k in (0, 2, 4, 12, 16, 18):
        yield f'odd shape {k + 1}', bent(curve(ODD[k]), random)
    yield 'a scribble', scribble(random)
    yield 'crossed out', hatch(random)
    pair = beside(curve(DIGITS[4][0]), curve(DIGITS[2][0]), random)
    yield 'two digits', [np.round(s, 2).tolist() for s in pair]
    yield 'a dot', [[7, 7]]
    yield 'a dot that was held', [[3, 3, 3, 3, 3, 3], [3, 3]]
    yield 'blank', []
    yield 'an empty stroke', [[]]
    yield 'half a point', [[5]]
    yield 'huge', [[v * 1e7 for v in s] for s in curve(DIGITS[5][0])]
    yield 'tiny', [[v / 4096 for v in s] for s in curve(DIGITS[8][0])]
    yield 'far away', [[v + 1048576 for v in s] for s in curve(DIGITS[6][0])]
    yield 'every point twice', [np.repeat(np.reshape(s, (-1, 2)), 2, 0).ravel().tolist() for s in curve(DIGITS[3][1])]
    yield 'one upright line', [[50, 0, 50, 100]]
    yield 'one flat line', [[0, 50, 100, 50]]
    yield 'an odd number left over', [[0, 0, 40, 100, 7]]


def main():
    """Runs digits.onnx over golden.json."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(HERE / 'digits.onnx'), options, providers=['CPUExecutionProvider'])
    worst, kept = 0.0, json.loads((HERE / 'golden.json').read_text())['cases']
    for case in kept:
        raster = np.frombuffer(base64.b64decode(case['raster']), np.uint8).reshape(28, 28)
        if not np.array_equal(raster, rasterise(case['strokes'])):
            raise SystemExit(f'{case["name"]}: the raster differs')
        path = np.frombuffer(base64.b64decode(case['path']), np.uint8).reshape(3, 32)
        if not np.array_equal(path, follow_path(case['strokes'])):
            raise SystemExit(f'{case["name"]}: the path differs')
        fed = {'input': raster[None, None].astype(np.float32) / 255}
        for suffix, more in (('', {}), ('_path', {'path': path[None].astype(np.float32) / 255})):
            for head, row in zip(('final', 'live'), session.run(['final', 'live'], {**fed, **more})):
                worst = max(worst, np.abs(row[0] - case[head + suffix]).max())
    print(f'{len(kept)} cases, rasters and paths the same, probabilities within {worst:.1e}')
    if worst > 1e-4:
        raise SystemExit('probabilities differ by more than 1e-4')


if __name__ == '__main__':
    main()
