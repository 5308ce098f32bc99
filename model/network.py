"""The reader: one trunk, two heads. `final` speaks for finished ink (0-9, not a digit), `live` for ink in progress (0-9).

Sharing one head spoils both readings, so only the trunk is shared. It ends in global pooling, mean and max side by
side, so a class-activation map is a by-product: every logit is a sum over places (`look_inside`).
"""
import torch
from torch import nn
from torch.nn import functional

STUDENT = {'layers': [(16, 5, 2, 2), (16, 3, 1, 0), (48, 3, 2, 1), (64, 3, 1, 1), (96, 3, 1, 0)]}
TEACHER = {'layers': [(32, 5, 2, 2), (32, 3, 1, 0), (96, 3, 2, 1), (96, 3, 1, 1), (160, 3, 1, 0)]}


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
        self.register_buffer('temperature', torch.ones(2))

    def features(self, x):
        """Every layer's maps, a list of [batch, channels, h, w], from x [batch, 1, 28, 28] in 0..1."""
        maps = []
        for layer in self.trunk:
            x = functional.relu(layer(x))
            maps.append(x)
        return maps

    def forward(self, x):
        """Logits (before temperature) [batch, 11] and [batch, 10] from x [batch, 1, 28, 28] in 0..1."""
        maps = self.features(x)[-1]
        pooled = torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], 1).float()
        pooled = self.drop(pooled)
        return self.final(pooled), self.live(pooled)

    def probabilities(self, x):
        """Calibrated probabilities `final` [batch, 11] and `live` [batch, 10], as digits.onnx gives them."""
        final, live = self(x)
        return (final / self.temperature[0]).softmax(1), (live / self.temperature[1]).softmax(1)


def parameters(reader):
    """How many numbers were learned."""
    return sum(p.numel() for p in reader.parameters())
