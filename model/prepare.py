"""Reads MNIST (IDX) and the pen strokes (jsonl), and holds every split in one place.

    python prepare.py --data ../../shared/data      reads a folder: mnist/*.gz and pen/*.jsonl.gz
    python prepare.py --data data                   a folder without MNIST: fetches it first, as torchvision does

Nothing here looks at MNIST's test part except `mnist(..., 'test')`, which only evaluate.py and train.py's last line call.
"""
import argparse
import gzip
import hashlib
import json
import urllib.request
from pathlib import Path

import numpy as np

from ink import flatten
from styles import DIGITS, ODD, beside, curve, hatch, scribble

MIRROR = 'https://ossci-datasets.s3.amazonaws.com/mnist/'
FILES = {
    'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
}
HOLD_OUT = 5000
NOT_A_DIGIT = 10


def idx(folder, name):
    """One of MNIST's four IDX files as a uint8 array (LeCun et al., 1998), checked against its published SHA-256."""
    path = Path(folder) / 'mnist' / f'{name}.gz'
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        print(f'fetching {name}')
        with urllib.request.urlopen(f'{MIRROR}{name}.gz', timeout=60) as answer:
            path.write_bytes(answer.read())
    raw = gzip.decompress(path.read_bytes())
    if hashlib.sha256(raw).hexdigest() != FILES[name]:
        raise ValueError(f'{name} is not the published file')
    shape = [int.from_bytes(raw[4 + 4 * i:8 + 4 * i], 'big') for i in range(raw[3])]
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(shape).copy()


def mnist(folder, part):
    """Images uint8 [n, 28, 28] and labels int64 [n] of 'train' (55,000), 'hold-out' (train's last 5,000) or 'test'."""
    prefix = 't10k' if part == 'test' else 'train'
    images, labels = idx(folder, f'{prefix}-images-idx3-ubyte'), idx(folder, f'{prefix}-labels-idx1-ubyte').astype(np.int64)
    if part == 'train':
        return images[:-HOLD_OUT], labels[:-HOLD_OUT]
    return (images, labels) if part == 'test' else (images[-HOLD_OUT:], labels[-HOLD_OUT:])


def pen(folder, name):
    """The glyphs of pen/NAME.jsonl.gz: dicts with label, writer, source and strokes."""
    with gzip.open(Path(folder) / 'pen' / f'{name}.jsonl.gz', 'rt') as lines:
        return [json.loads(line) for line in lines]


def held_out(writer):
    """Whether a writer of non-digits is kept for choosing (about 15 %, by the hash of the name)."""
    return hashlib.sha256(writer.encode()).digest()[0] < 38


def non_digits(folder, part):
    """Real things that are not digits: 'train', or 'dev', whose writers train never sees."""
    return [g for g in pen(folder, 'nondigit-train') if held_out(g['writer']) == (part == 'dev')]


def made_up(count, seed, digits):
    """Non-digits of our own: shapes, scribbles, hatching, dots, and two digits taken for one."""
    random = np.random.default_rng(seed)
    glyphs = []
    for _ in range(count):
        kind = random.random()
        if kind < 0.34:
            glyphs.append(curve(ODD[random.integers(len(ODD))]))
        elif kind < 0.54:
            glyphs.append(scribble(random))
        elif kind < 0.64:
            glyphs.append(hatch(random))
        elif kind < 0.66:
            glyphs.append([[50.0, 50.0]])
        else:
            left, right = random.integers(len(digits), size=2)
            glyphs.append(beside(digits[left]['strokes'], digits[right]['strokes'], random))
    return glyphs


class Glyphs:
    """Many glyphs in three flat arrays, as hands.redraw takes them, with a label each."""

    def __init__(self, strokes, labels):
        parts = [flatten(s) for s in strokes]
        self.points = np.concatenate([p for p, _ in parts])
        offsets = np.cumsum([0] + [len(p) for p, _ in parts])
        self.starts = np.concatenate([[0]] + [s[1:] + o for (_, s), o in zip(parts, offsets)]).astype(np.int64)
        self.glyphs = np.cumsum([0] + [len(s) - 1 for _, s in parts]).astype(np.int64)
        self.labels = np.asarray(labels, np.int64)

    def __len__(self):
        return len(self.labels)

    def arrays(self):
        """points, starts and glyphs, in redraw's order."""
        return self.points, self.starts, self.glyphs


def training_ink(folder, seed=1):
    """Glyphs to train on: real pen digits with a few of our own styles, and non-digits real and made up."""
    digits = pen(folder, 'pendigits-train') + pen(folder, 'unipen-train')
    own = [(curve(t), d) for d, templates in DIGITS.items() for t in templates] * 20
    strokes = [g['strokes'] for g in digits] + [s for s, _ in own]
    labels = [g['label'] for g in digits] + [d for _, d in own]
    odd = [g['strokes'] for g in non_digits(folder, 'train')] + made_up(3000, seed, digits)
    return Glyphs(strokes, labels), Glyphs(odd, [NOT_A_DIGIT] * len(odd))


def main():
    """Says what is there."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('--data', default='../../shared/data')
    folder = arguments.parse_args().data
    for part in ('train', 'hold-out', 'test'):
        print(f'mnist {part:9}', *mnist(folder, part)[0].shape)
    for name in ('pendigits-train', 'unipen-train', 'pendigits-dev', 'unipen-dev'):
        glyphs = pen(folder, name)
        print(f'{name:16}{len(glyphs):6} digits {len({g["writer"] for g in glyphs}):4} writers')
    for part in ('train', 'dev'):
        glyphs = non_digits(folder, part)
        print(f'non-digits {part:5}{len(glyphs):6} glyphs {len({g["writer"] for g in glyphs}):4} writers')


if __name__ == '__main__':
    main()
