"""Writes digits.onnx (what the server runs), digits-inside.onnx (the same weights, made to be looked into) and golden.json.

    python export.py --reader reader.pt

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
from ink import rasterise
from batches import picture
from train import load

OPSET = 13
HERE = Path(__file__).parent


def folded(layer):
    """A layer's convolution with its batch norm folded in: weight and bias as float32."""
    convolution, norm = layer[0], layer[1]
    gain = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().double()
    weight = convolution.weight.detach().double() * gain[:, None, None, None]
    bias = norm.bias.detach().double() - norm.running_mean.double() * gain
    return weight.float().numpy(), bias.float().numpy()


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


def build(reader, inside=False):
    """The reader as an ONNX model: input float32 [batch, 1, 28, 28] in 0..1 → final [batch, 11], live [batch, 10].

    With `inside`, also features1 … featuresN, and the class-activation maps cam [batch, 11, h, w] and
    cam_live [batch, 10, h, w], whose sums over h, w are the logits less their bias.
    """
    graph, x, size = Graph(), 'input', 28
    outputs = [('final', ['batch', 11]), ('live', ['batch', 10])]
    for i, layer in enumerate(reader.trunk, 1):
        weight, bias = folded(layer)
        kernel, stride, pad = layer[0].kernel_size[0], layer[0].stride[0], layer[0].padding[0]
        size = (size + 2 * pad - kernel) // stride + 1
        x = graph.node('Conv', [x, graph.constant(f'weight{i}', weight), graph.constant(f'bias{i}', bias)], f'sum{i}',
                       kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[pad] * 4)
        x = graph.node('Relu', [x], f'features{i}')
        if inside:
            outputs.append((x, ['batch', weight.shape[0], size, size]))
    mean, peak = graph.node('GlobalAveragePool', [x], 'mean'), graph.node('GlobalMaxPool', [x], 'peak')
    flat = graph.node('Flatten', [graph.node('Concat', [mean, peak], 'pooled', axis=1)], 'flat', axis=1)
    width = reader.final.in_features // 2
    if inside:
        same = graph.node('Cast', [graph.node('Equal', [x, peak], 'at_peak')], 'at', to=TensorProto.FLOAT)
        count = graph.node('ReduceSum', [same, graph.constant('places', np.array([2, 3]))], 'count', keepdims=1)
        peaks = graph.node('Mul', [x, graph.node('Div', [same, count], 'share')], 'peaks')
    for k, (name, head) in enumerate((('final', reader.final), ('live', reader.live))):
        warm = float(reader.temperature[k])
        weight, bias = head.weight.detach().double().numpy() / warm, head.bias.detach().double().numpy() / warm
        logits = graph.node('Gemm', [flat, graph.constant(f'{name}_weight', weight.astype(np.float32)),
                                     graph.constant(f'{name}_bias', bias.astype(np.float32))], f'{name}_logits', transB=1)
        graph.node('Softmax', [logits], name, axis=1)
        if inside:
            cam = 'cam' if name == 'final' else 'cam_live'
            parts = [graph.node('Conv', [source, graph.constant(f'{cam}_{part}', kernel[:, :, None, None].astype(np.float32))],
                                f'{cam}_by_{part}', kernel_shape=[1, 1])
                     for source, part, kernel in ((x, 'mean', weight[:, :width] / size ** 2), (peaks, 'peak', weight[:, width:]))]
            graph.node('Add', parts, cam)
            outputs.append((cam, ['batch', weight.shape[0], size, size]))
    model = helper.make_model(
        helper.make_graph(graph.nodes, 'inkling', [helper.make_tensor_value_info('input', TensorProto.FLOAT, ['batch', 1, 28, 28])],
                          [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in outputs], graph.constants),
        opset_imports=[helper.make_opsetid('', OPSET)], producer_name='inkling')
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def write_golden(reader, path):
    """Strokes → raster → probabilities for ink of our own, as both languages must compute them."""
    written = []
    for name, strokes in cases():
        raster = rasterise(strokes)
        with torch.no_grad():
            final, live = reader.probabilities(picture(raster[None]))
        written.append({'name': name, 'strokes': strokes, 'raster': base64.b64encode(raster.tobytes()).decode(),
                        'final': [round(v, 7) for v in final[0].tolist()], 'live': [round(v, 7) for v in live[0].tolist()]})
    lines = ',\n'.join(json.dumps(case, separators=(',', ':')) for case in written)
    path.write_text('{"cases":[\n' + lines + '\n]}\n')
    return len(written)


def main():
    """Writes the three files."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument('--reader', default='reader.pt')
    ask.add_argument('--out', default=str(HERE))
    args = ask.parse_args()
    reader, out = load(args.reader), Path(args.out)
    for name, inside in (('digits.onnx', False), ('digits-inside.onnx', True)):
        onnx.save(build(reader, inside), str(out / name))
        print(f'{name}: {(out / name).stat().st_size:,} bytes')
    print(f'golden.json: {write_golden(reader, out / "golden.json")} cases')


if __name__ == '__main__':
    main()
