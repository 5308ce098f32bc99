"""The reader: one trunk, two heads. `final` speaks for finished ink (0-9, not a digit), `live` for ink in progress (0-9).

Sharing one head spoils both readings, so only the trunk is shared. It ends in global pooling, mean and max side by
side, so a class-activation map is a by-product: every logit is a sum over places (`look_inside`).

A picture does not say in which order it was drawn. Where that is known, a small branch follows the pen's path beside the
trunk, and both heads have a second set of weights that hear it too. Without a path (photographs, MNIST) the first set
speaks, exactly as if there were no second.
"""
import torch
from torch import nn
from torch.nn import functional

from ink import STEPS

STUDENT = {'layers': [(16, 5, 2, 2), (16, 3, 1, 0), (48, 3, 2, 1), (64, 3, 1, 1), (96, 3, 1, 0)]}
TEACHER = {'layers': [(32, 5, 2, 2), (32, 3, 1, 0), (96, 3, 2, 1), (96, 3, 1, 1), (160, 3, 1, 0)]}


PATH = [(48, 5, 1), (64, 3, 2), (64, 3, 2)]
HIDDEN = 112


class Path(nn.Module):
    """What the pen's path adds: convolutions along it (channels, kernel, stride), met by the picture in one hidden layer.

    `final` goes on from what the picture says; `live` hears nothing but the hidden layer: of unfinished ink the trunk
    knows its own writers too well, and whoever believes it reads other writers half a point worse at 75 % of the ink.
    """

    def __init__(self, pooled, layers=PATH, hidden=HIDDEN, drop=0.0):
        super().__init__()
        convolutions, channels, steps = [], 3, STEPS
        for width, kernel, stride in layers:
            convolutions.append(nn.Sequential(
                nn.Conv1d(channels, width, kernel, stride, kernel // 2, bias=False), nn.BatchNorm1d(width)))
            channels, steps = width, (steps - 1) // stride + 1
        self.steps = nn.ModuleList(convolutions)
        self.from_path = nn.Linear(channels * steps, hidden, bias=False)
        self.from_picture = nn.Linear(pooled, hidden, bias=False)
        self.norm = nn.BatchNorm1d(hidden)
        self.doubt = nn.Dropout(drop)
        self.drop = nn.Dropout(0.4 * drop)
        self.final = nn.Linear(pooled + hidden, 11)
        self.live = nn.Linear(hidden, 10)

    def begin(self, final):
        """Starts from what the picture's `final` says, the path adding next to nothing yet."""
        with torch.no_grad():
            self.final.weight[:, :final.in_features] = final.weight
            self.final.weight[:, final.in_features:] *= 0.1
            self.final.bias.copy_(final.bias)

    def forward(self, pooled, path):
        """Logits [batch, 11] and [batch, 10] from the trunk's pooled maps and paths [batch, 3, 32] in 0..1."""
        for layer in self.steps:
            path = functional.relu(layer(path))
        pooled = self.doubt(pooled)
        met = self.drop(functional.relu(self.norm(self.from_path(path.flatten(1)) + self.from_picture(pooled))))
        return self.final(torch.cat([pooled, met], 1)), self.live(met)


class Reader(nn.Module):
    """A stack of convolutions (channels, kernel, stride, padding), each with batch norm and ReLU, and two linear heads."""

    def __init__(self, layers, drop=0.0):
        super().__init__()
        convolutions, channels = [], 1
        for width, kernel, stride, padding in layers:
            convolutions.append(nn.Sequential(
                nn.Conv2d(channels, width, kernel, stride, padding, bias=False), nn.BatchNorm2d(width)))
            channels = width
        self.trunk = nn.ModuleList(convolutions)
        self.drop = nn.Dropout(drop)
        self.final = nn.Linear(2 * channels, 11)
        self.live = nn.Linear(2 * channels, 10)
        self.path = Path(2 * channels)
        # final and live, from the picture alone; final and live with the path.
        self.register_buffer('temperature', torch.ones(4))

    def features(self, x):
        """Every layer's maps, a list of [batch, channels, h, w], from x [batch, 1, 28, 28] in 0..1."""
        maps = []
        for layer in self.trunk:
            x = functional.relu(layer(x))
            maps.append(x)
        return maps

    def pooled(self, x):
        """The last layer's maps, mean and max over all places [batch, 2 channels]."""
        maps = self.features(x)[-1]
        return torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], 1).float()

    def forward(self, x, path=None):
        """Logits (before temperature) [batch, 11] and [batch, 10] from x [batch, 1, 28, 28] and paths [batch, 3, 32] in 0..1."""
        pooled = self.drop(self.pooled(x))
        return (self.final(pooled), self.live(pooled)) if path is None else self.path(pooled, path)

    def probabilities(self, x, path=None):
        """Calibrated probabilities `final` [batch, 11] and `live` [batch, 10], as digits.onnx gives them."""
        warm = self.temperature[:2] if path is None else self.temperature[2:]
        return tuple((z / t).softmax(1) for z, t in zip(self(x, path), warm))


def parameters(reader):
    """How many numbers were learned."""
    return sum(p.numel() for p in reader.parameters())
