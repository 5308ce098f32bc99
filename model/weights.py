"""Reads the shipped weights back: digits.onnx as a PyTorch Reader, so that what is measured is what is shipped."""
import onnx
import torch
from onnx import numpy_helper

from network import Reader


def from_onnx(path):
    """A Reader with digits.onnx's weights (batch norm and temperature already folded in), ready to read."""
    graph = onnx.load(str(path)).graph
    constants = {c.name: torch.from_numpy(numpy_helper.to_array(c).copy()) for c in graph.initializer}
    convolutions = [n for n in graph.node if n.op_type == 'Conv' and n.input[1].startswith('weight')]
    layers = []
    for node in convolutions:
        about = {a.name: list(a.ints) for a in node.attribute}
        layers.append((constants[node.input[1]].shape[0], about['kernel_shape'][0], about['strides'][0], about['pads'][0]))
    reader = Reader(layers).eval()
    with torch.no_grad():
        for layer, node in zip(reader.trunk, convolutions):
            layer[0].weight.copy_(constants[node.input[1]])
            layer[1].eps = 0.0  # mean 0, variance 1, gain 1: only the bias is left to do
            layer[1].bias.copy_(constants[node.input[2]])
        for name, head in (('final', reader.final), ('live', reader.live)):
            head.weight.copy_(constants[f'{name}_weight'])
            head.bias.copy_(constants[f'{name}_bias'])
    return reader
