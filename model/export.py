"""Writes digits.onnx, the same weights as the server runs them (digits-path.onnx) and to be looked into (digits-inside.onnx), and golden.json.

    python export.py --reader reader.pt      # or digits.onnx: the other files from the weights that are shipped

The graph is written node by node, batch norm and temperature folded into the weights, so it is the same file
whatever PyTorch made the weights. Needs onnx only; every PyTorch from 1.13 will do.
"""
import argparse
import base64
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from golden import cases
from ink import STEPS, follow_path, rasterise
from batches import picture, way
from train import load
from weights import from_onnx
from winograd import KERNEL, POINTS, tile

OPSET = 13
HERE = Path(__file__).parent


def folded(weight, norm):
    """Weights [channels, …] without a bias, with the batch norm that follows folded in: weight and bias as float32."""
    gain = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().double()
    bias = norm.bias.detach().double() - norm.running_mean.double() * gain
    shape = (-1,) + (1,) * (weight.dim() - 1)
    return (weight.detach().double() * gain.reshape(shape)).float().numpy(), bias.float().numpy()


class Graph:
    """Collects nodes and constants under the names of their outputs."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name, values):
        """Adds a constant and returns its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind, inputs, output, **attributes):
        """Adds a node and returns its output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output


def is_tile(layer, size):
    """Whether a layer whose output is size × size is computed as one tile."""
    return layer[0].kernel_size[0] == KERNEL and layer[0].stride[0] == 1 and size + KERNEL - 2 <= len(POINTS)


def convolve(graph, x, i, size, pad):
    """Layer i as one tile, from constants weight{i} and bias{i}: places [batch, places, channels] in and out, ReLU included.

    The kernel meets its points within the graph, which ONNX Runtime does once, when it opens the file.
    """
    before = size - 2 * pad + KERNEL - 1
    gather, kernel, spread = (part.astype(np.float32) for part in tile(before, pad, size))
    kernels = graph.node('Reshape', [f'weight{i}', graph.constant(f'nine{i}', np.array([0, 0, KERNEL * KERNEL]))], f'kernels{i}')
    at_points = graph.node('MatMul', [kernels, graph.constant(f'to_points{i}', kernel.T)], f'at_points{i}')
    weight = graph.node('Transpose', [at_points], f'points_weight{i}', perm=[2, 1, 0])
    x = graph.node('MatMul', [graph.constant(f'spread{i}', spread), x], f'points{i}')
    x = graph.node('Transpose', [x], f'by_point{i}', perm=[1, 0, 2])
    x = graph.node('MatMul', [x, weight], f'met{i}')
    x = graph.node('Transpose', [x], f'by_map{i}', perm=[1, 0, 2])
    x = graph.node('MatMul', [graph.constant(f'gather{i}', gather), x], f'gathered{i}')
    return graph.node('Relu', [graph.node('Add', [x, f'bias{i}'], f'sum{i}')], f'features{i}')


def build_path(graph, path, flat):
    """The path's branch: both heads' logits where there is a path, and whether there is one [paths, 1]."""
    # A picture one pixel high: what ONNX Runtime is fastest at.
    steps = graph.node('Reshape', ['path', graph.constant('path_shape', np.array([-1, 3, 1, STEPS]))], 'path_row')
    for i, layer in enumerate(path.steps, 1):
        weight, bias = folded(layer[0].weight, layer[1])
        kernel, stride = layer[0].kernel_size[0], layer[0].stride[0]
        steps = graph.node('Conv', [steps, graph.constant(f'path_weight{i}', weight[:, :, None]), graph.constant(f'path_bias{i}', bias)],
                           f'path_sum{i}', kernel_shape=[1, kernel], strides=[1, stride], pads=[0, kernel // 2] * 2)
        steps = graph.node('Relu', [steps], f'path_features{i}')
    along, _ = folded(path.from_path.weight, path.norm)
    seen, bias = folded(path.from_picture.weight, path.norm)
    met = graph.node('Relu', [graph.node('Add', [
        graph.node('MatMul', [graph.node('Flatten', [steps], 'path_flat', axis=1), graph.constant('met_path', along.T)], 'met_along'),
        graph.node('Gemm', [flat, graph.constant('met_picture', seen), graph.constant('met_bias', bias)], 'met_seen', transB=1),
    ], 'met_sum')], 'met')
    # A path begins with a stroke; one of zeros is none at all.
    begins = graph.node('Gather', [graph.node('Flatten', ['path'], 'path_bytes', axis=1), graph.constant('first', np.array([2 * STEPS]))],
                        'begins', axis=1)
    return met, graph.node('Greater', [begins, graph.constant('nothing', np.zeros(1, np.float32))], 'has_path')


def cool(head, warm):
    """A head's weight and bias as float64, its temperature folded in."""
    return head.weight.detach().double().numpy() / warm, head.bias.detach().double().numpy() / warm


def build(reader, inside=False, must_have_path=False):
    """The reader as an ONNX model: input float32 [batch, 1, 28, 28] in 0..1 → final [batch, 11], live [batch, 10].

    A second input need not be fed: path float32 [batch, 3, 32] in 0..1 (or [1, 3, 32] of zeros, which is none). With
    `must_have_path` it must be: ONNX Runtime for Node knows no inputs that may be left out, and hands none of them on; and
    small maps are convolved as tiles, which takes a quarter less time in a batch. With `inside`, also features1 … featuresN, and the class-activation maps cam [batch, 11, h, w] and
    cam_live [batch, 10, h, w], whose sums over h, w are the logits less their bias.
    """
    graph, x, size, tiled = Graph(), 'input', 28, False
    outputs = [('final', ['batch', 11]), ('live', ['batch', 10])]
    for i, layer in enumerate(reader.trunk, 1):
        weight, bias = folded(layer[0].weight, layer[1])
        kernel, stride, pad = layer[0].kernel_size[0], layer[0].stride[0], layer[0].padding[0]
        size = (size + 2 * pad - kernel) // stride + 1
        if must_have_path and is_tile(layer, size):
            graph.constant(f'weight{i}', weight)
            graph.constant(f'bias{i}', bias)
            if not tiled:
                x = graph.node('Reshape', [x, graph.constant('maps', np.array([0, 0, -1]))], 'maps_flat')
                x = graph.node('Transpose', [x], 'places', perm=[0, 2, 1])
            x, tiled = convolve(graph, x, i, size, pad), True
            continue
        x = graph.node('Conv', [x, graph.constant(f'weight{i}', weight), graph.constant(f'bias{i}', bias)], f'sum{i}',
                       kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[pad] * 4)
        x = graph.node('Relu', [x], f'features{i}')
        if inside:
            outputs.append((x, ['batch', weight.shape[0], size, size]))
    if tiled:
        mean = graph.node('ReduceMean', [x], 'mean', axes=[1], keepdims=0)
        peak = graph.node('ReduceMax', [x], 'peak', axes=[1], keepdims=0)
        flat = graph.node('Concat', [mean, peak], 'flat', axis=1)
    else:
        mean, peak = graph.node('GlobalAveragePool', [x], 'mean'), graph.node('GlobalMaxPool', [x], 'peak')
        flat = graph.node('Flatten', [graph.node('Concat', [mean, peak], 'pooled', axis=1)], 'flat', axis=1)
    width = reader.final.in_features // 2
    if inside:
        same = graph.node('Cast', [graph.node('Equal', [x, peak], 'at_peak')], 'at', to=TensorProto.FLOAT)
        count = graph.node('ReduceSum', [same, graph.constant('places', np.array([2, 3]))], 'count', keepdims=1)
        peaks = graph.node('Mul', [x, graph.node('Div', [same, count], 'share')], 'peaks')
    met, has_path = build_path(graph, reader.path, flat)
    warm, met_width = reader.temperature.tolist(), reader.path.norm.num_features
    for k, name in enumerate(('final', 'live')):
        weight, bias = cool(getattr(reader, name), warm[k])
        by_picture = graph.node('Gemm', [flat, graph.constant(f'{name}_weight', weight.astype(np.float32)),
                                         graph.constant(f'{name}_bias', bias.astype(np.float32))], f'{name}_by_picture', transB=1)
        told, offset = (part.astype(np.float32) for part in cool(getattr(reader.path, name), warm[2 + k]))
        from_met = graph.node('MatMul', [met, graph.constant(f'path_{name}_met', told[:, -met_width:].T)], f'{name}_met')
        seen = graph.constant(f'path_{name}_bias', offset)
        if told.shape[1] > met_width:
            seen = graph.node('Gemm', [flat, graph.constant(f'path_{name}_weight', told[:, :2 * width]), seen], f'{name}_seen', transB=1)
        by_path = graph.node('Add', [from_met, seen], f'{name}_by_path')
        logits = graph.node('Where', [has_path, by_path, by_picture], f'{name}_logits')
        graph.node('Softmax', [logits], name, axis=1)
        if inside:
            cam = 'cam' if name == 'final' else 'cam_live'
            parts = [graph.node('Conv', [source, graph.constant(f'{cam}_{part}', kernel[:, :, None, None].astype(np.float32))],
                                f'{cam}_by_{part}', kernel_shape=[1, 1])
                     for source, part, kernel in ((x, 'mean', weight[:, :width] / size ** 2), (peaks, 'peak', weight[:, width:]))]
            graph.node('Add', parts, cam)
            outputs.append((cam, ['batch', weight.shape[0], size, size]))
    # An input that has a value already may be left out: then there is no path.
    if not must_have_path:
        graph.constant('path', np.zeros((1, 3, STEPS), np.float32))
    inputs = [helper.make_tensor_value_info('input', TensorProto.FLOAT, ['batch', 1, 28, 28]),
              helper.make_tensor_value_info('path', TensorProto.FLOAT, ['paths', 3, STEPS])]
    model = helper.make_model(
        helper.make_graph(graph.nodes, 'inkling', inputs,
                          [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in outputs], graph.constants),
        opset_imports=[helper.make_opsetid('', OPSET)], producer_name='inkling')
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def write_golden(reader, file):
    """Strokes → raster and path → probabilities for ink of our own, without the path and with it (final_path, live_path)."""
    written = []
    for name, strokes in cases():
        raster = rasterise(strokes)
        path = follow_path(strokes)
        case = {'name': name, 'strokes': strokes, 'raster': base64.b64encode(raster.tobytes()).decode(),
                'path': base64.b64encode(path.tobytes()).decode()}
        with torch.no_grad():
            told = reader.probabilities(picture(raster[None])), reader.probabilities(picture(raster[None]), way(path[None]))
        for suffix, heads in zip(('', '_path'), told if path.any() else (told[0], told[0])):
            for head, row in zip(('final', 'live'), heads):
                case[head + suffix] = [round(v, 7) for v in row[0].tolist()]
        written.append(case)
    lines = ',\n'.join(json.dumps(case, separators=(',', ':')) for case in written)
    file.write_text('{"cases":[\n' + lines + '\n]}\n')
    return len(written)


def main():
    """Writes the four files."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument('--reader', default='reader.pt')
    ask.add_argument('--out', default=str(HERE))
    args = ask.parse_args()
    kept = from_onnx if args.reader.endswith('.onnx') else load
    reader, out = kept(args.reader), Path(args.out)
    for name, about in (('digits.onnx', {}), ('digits-path.onnx', {'must_have_path': True}), ('digits-inside.onnx', {'inside': True})):
        onnx.save(build(reader, **about), str(out / name))
        print(f'{name}: {(out / name).stat().st_size:,} bytes')
    print(f'golden.json: {write_golden(reader, out / "golden.json")} cases')


if __name__ == '__main__':
    main()
