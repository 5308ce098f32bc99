"""What the network is shown: endless batches of MNIST and pen ink, finished and in progress, never twice the same."""
import numpy as np
import torch

import hands
from ink import STEPS
from prepare import mnist, training_ink

MIX = {'mnist': 128, 'whole': 48, 'partial': 56, 'odd': 24}
# What the path's branch learns from: all of it has a path. A tenth is drawn in another order than it was.
PATH_MIX = {'whole': 72, 'partial': 144, 'odd': 40}
OTHERWISE = 0.1
# How strongly ink is bent, early and late in a stage. Finished ink gains from strong bending, ink in progress is
# ambiguous enough without; nets trained in different manners err differently, which is why their average is better.
MANNERS = {
    'first': {'mnist': (1.0, 1 / 3), 'whole': (1.0, 1 / 3), 'partial': (1.0, 1 / 3)},
    'plain': {'mnist': (1.0, 0.75), 'whole': (1.0, 0.75), 'partial': (0.6, 0.3)},
    'bold': {'mnist': (1.0, 0.85), 'whole': (1.4, 1.2), 'partial': (1.0, 0.7)},
    'broad': {'mnist': (1.0, 0.85), 'whole': (1.2, 1.0), 'partial': (0.7, 0.5)},
    'path': {'whole': (1.1, 0.8), 'partial': (0.9, 0.8)},
    'taught': {'mnist': (1.0, 0.85), 'whole': (1.0, 0.85), 'partial': (0.6, 0.45)},
}


class Ink:
    """Endless batches: rasters uint8 [256, 28, 28], paths [256, 3, 32] and labels, finished ink first, then ink in progress."""

    def __init__(self, folder, seed, manner='first'):
        self.images, self.labels = mnist(folder, 'train')
        self.digits, self.odd = training_ink(folder, seed)
        self.random = np.random.default_rng(seed)
        self.manner, self.mix = MANNERS[manner], PATH_MIX if manner == 'path' else MIX
        self.otherwise = OTHERWISE if manner == 'path' else 0.0
        self.order = {}
        self.steps = len(self.labels) // MIX['mnist'] if 'mnist' in self.mix else len(self.digits) // self.mix['partial']

    def draw(self, kind, count):
        """The next `count` of one kind, each seen once before any is seen again."""
        size = {'mnist': len(self.labels), 'odd': len(self.odd)}.get(kind, len(self.digits))
        left = self.order.get(kind, np.zeros(0, np.int64))
        while len(left) < count:
            left = np.concatenate([left, self.random.permutation(size)])
        self.order[kind] = left[count:]
        return left[:count]

    @staticmethod
    def rescanned(rasters, chosen, seed):
        """Some rendered ink as a scan would show it, so that blur says nothing about what was drawn."""
        out = np.zeros((len(chosen), 28, 28), np.uint8)
        hands.rescan(rasters, chosen, seed, 0.4, out)
        return out

    def batch(self, late):
        """Rasters, paths, labels and how many of them are finished ink; `late` in training, all are bent less."""
        out = np.zeros((sum(self.mix.values()), 28, 28), np.uint8)
        paths = np.zeros((len(out), 3, STEPS), np.uint8)
        labels, at = [], 0
        for kind in ('mnist', 'whole', 'odd', 'partial'):
            if kind not in self.mix:
                continue
            chosen, seed = self.draw(kind, self.mix[kind]), int(self.random.integers(1 << 31))
            strength = self.manner[kind if kind in self.manner else 'whole'][int(late)]
            own, ways = out[at:at + self.mix[kind]], paths[at:at + self.mix[kind]]
            at += self.mix[kind]
            if kind == 'mnist':
                hands.rescan(self.images, chosen, seed, strength, own)
                labels.append(self.labels[chosen])
            else:
                source = self.odd if kind == 'odd' else self.digits
                hands.redraw(*source.arrays(), chosen, seed, strength, kind == 'partial', self.otherwise, own, ways)
                scanned = np.flatnonzero(self.random.random(len(own)) < 0.2)
                own[scanned] = self.rescanned(own, scanned, seed)
                labels.append(source.labels[chosen])
        noisy = np.flatnonzero(self.random.random(len(out)) < (0.03 if late else 0.1))
        noise = self.random.normal(0, 1, (len(noisy), 28, 28)) * self.random.uniform(0, 40, (len(noisy), 1, 1))
        out[noisy] = np.clip(out[noisy] + noise, 0, 255).astype(np.uint8)
        return out, paths, np.concatenate(labels), at - self.mix['partial']


def picture(rasters):
    """Rasters uint8 [n, 28, 28] as a channels-last float tensor [n, 1, 28, 28] in 0..1."""
    return torch.from_numpy(rasters).float().div(255).unsqueeze(1).contiguous(memory_format=torch.channels_last)


def way(paths):
    """Paths uint8 [n, 3, 32] as a float tensor in 0..1."""
    return torch.from_numpy(paths).float().div(255)
