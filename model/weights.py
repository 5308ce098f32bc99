"""Reads the shipped weights back: digits.onnx as a PyTorch Reader, so that what is measured is what is shipped."""
import onnx
import torch
from onnx import numpy_helper

from network import Reader


def plain(norm, bias):
    """Makes a batch norm add a bias and do nothing else: the rest of it is folded into the weights before it."""
    norm.running_var.fill_(1.0 - norm.eps)  # mean 0, gain 1
    norm.bias.copy_(bias)


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
            plain(layer[1], constants[node.input[2]])
        for name, head in (('final', reader.final), ('live', reader.live)):
            head.weight.copy_(constants[f'{name}_weight'])
            head.bias.copy_(constants[f'{name}_bias'])
        if 'met_path' in constants:  # older files know no path
            branch = reader.path
            for i, layer in enumerate(branch.steps, 1):
                layer[0].weight.copy_(constants[f'path_weight{i}'][:, :, 0])
                plain(layer[1], constants[f'path_bias{i}'])
            branch.from_path.weight.copy_(constants['met_path'].T)
            branch.from_picture.weight.copy_(constants['met_picture'])
            plain(branch.norm, constants['met_bias'])
            branch.final.weight.copy_(torch.cat([constants['path_final_weight'], constants['path_final_met'].T], 1))
            branch.final.bias.copy_(constants['path_final_bias'])
            branch.live.weight.copy_(constants['path_live_met'].T)
            branch.live.bias.copy_(constants['path_live_bias'])
    return reader
