"""Every number of the model card, measured on the shipped digits.onnx, each with the command that makes it.

    python evaluate.py --data ../../shared/data            all of it, and the plots
    python evaluate.py --data ../../shared/data --only calibration

Pen ink is read as the server reads it, by its picture and its path; images by the picture alone. PyTorch computes from
the weights inside digits.onnx; with onnxruntime installed, its answers are compared to 1e-4 and
timed. Writes plots/*.png, results.json, and reference.json, which `npm run model:check` holds Node to.
"""
import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

import measure
from measure import SOURCES, accuracy, by_points, calibration_error, draw_all, follow_all, logits, refusal, softmax, sure_and_wrong
from network import parameters
from prepare import NOT_A_DIGIT, mnist, non_digits, pen
from weights import from_onnx

HERE = Path(__file__).parent
FRACTIONS = (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0)
KEPT = 40


class Evaluation:
    """One reader, the sets it is judged on, and what was found."""

    def __init__(self, folder):
        self.folder, self.found, self.plots = folder, {}, {}
        self.reader = from_onnx(HERE / 'digits.onnx')
        self.pen = {name: pen(folder, name) for name in SOURCES}
        self.labels = {name: np.array([g['label'] for g in glyphs]) for name, glyphs in self.pen.items()}

    def final(self, rasters, paths=None):
        """Probabilities for finished ink [n, 11]."""
        return softmax(logits(self.reader, rasters, paths)[0])

    def final_of(self, glyphs):
        """Probabilities for finished pen glyphs [n, 11]."""
        return self.final(draw_all(glyphs), follow_all(glyphs))

    def live_of(self, glyphs, fraction):
        """Probabilities for pen glyphs in progress [n, 10]."""
        return softmax(logits(self.reader, draw_all(glyphs, fraction), follow_all(glyphs, fraction))[1])

    def say(self, name, value, text):
        """Keeps a number and prints it."""
        self.found[name] = float(f'{float(value):.5g}')
        print(f'  {name:44}{text}')

    def mnist(self):
        """MNIST's 10,000 test images, as they are."""
        images, labels = mnist(self.folder, 'test')
        p = self.final(images)
        self.say('mnist test', accuracy(p, labels), f'{accuracy(p, labels):.2f} % ({(p.argmax(1) != labels).sum()} wrong)')
        self.say('mnist test, ece', calibration_error(p, labels), f'{calibration_error(p, labels):.2f} %')
        for shift in (1, 2, 3):
            worst = min(accuracy(self.final(np.roll(images, (dy * shift, dx * shift), (1, 2))), labels)
                        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)))
            self.say(f'mnist test, {shift} px off the centre, worst way', worst, f'{worst:.2f} %')
        table = np.zeros((10, 11), int)
        np.add.at(table, (labels, p.argmax(1)), 1)
        self.plots['mnist confusion'] = table

    def writers(self):
        """Finished pen digits, by source and by writer."""
        table, means, alone = np.zeros((10, 11), int), [], []
        for name, glyphs in self.pen.items():
            p, y = self.final_of(glyphs), self.labels[name]
            alone.append(accuracy(self.final(draw_all(glyphs)), y))
            means.append(accuracy(p, y))
            self.say(f'{name}, whole', means[-1], f'{means[-1]:.2f} % of {len(y)}')
            np.add.at(table, (y, p.argmax(1)), 1)
            by = defaultdict(list)
            for glyph, right in zip(glyphs, p.argmax(1) == y):
                by[glyph['writer']].append(right)
            for writer, right in sorted(by.items(), key=lambda item: np.mean(item[1])):
                print(f'      {writer:30}{100 * np.mean(right):7.2f} % of {len(right)}')
        self.say('pen dev, whole, mean of the two', np.mean(means), f'{np.mean(means):.2f} %')
        self.say('pen dev, whole, by the picture alone', np.mean(alone), f'{np.mean(alone):.2f} %')
        self.plots['pen confusion'] = table

    def unfinished(self):
        """Accuracy of `live` against the share of the ink drawn (by its length), top one, two and three."""
        rows = []
        for fraction in FRACTIONS:
            tops = []
            for name, glyphs in self.pen.items():
                p, y = self.live_of(glyphs, fraction), self.labels[name]
                rank = (p > p[np.arange(len(y)), y][:, None]).sum(1)
                tops.append([100 * (rank < k).mean() for k in (1, 2, 3)])
            rows.append([fraction, *np.mean(tops, 0)])
            if fraction in (0.25, 0.5, 0.75, 1.0):
                self.say(f'pen dev, {fraction:.0%} of the ink, live', rows[-1][1],
                         f'{rows[-1][1]:.2f} %, in the top two {rows[-1][2]:.2f} %, three {rows[-1][3]:.2f} %')
        for fraction in measure.FRACTIONS:
            alone, points = [], []
            for name, glyphs in self.pen.items():
                y = self.labels[name]
                alone.append(accuracy(softmax(logits(self.reader, draw_all(glyphs, fraction))[1]), y))
                points.append(accuracy(self.live_of([{'strokes': by_points(g['strokes'], fraction)} for g in glyphs], 1.0), y))
            self.say(f'pen dev, {fraction:.0%} of the ink, by the picture alone', np.mean(alone), f'{np.mean(alone):.2f} %')
            self.say(f'pen dev, {fraction:.0%} of the points, live', np.mean(points), f'{np.mean(points):.2f} %')
        self.plots['ink'] = rows

    def calibration(self):
        """Whether a probability means what it says."""
        whole = [(self.final_of(g), self.labels[n]) for n, g in self.pen.items()]
        images, labels = mnist(self.folder, 'test')
        p, y = (np.concatenate(part) for part in zip(*whole))
        self.say('ece, finished pen digits', calibration_error(p, y), f'{calibration_error(p, y):.2f} %')
        every, told = np.concatenate([p, self.final(images)]), np.concatenate([y, labels])
        self.say('ece, finished pen digits and MNIST test', calibration_error(every, told), f'{calibration_error(every, told):.2f} %')
        parts = {f: [(self.live_of(g, f), self.labels[n]) for n, g in self.pen.items()] for f in measure.FRACTIONS}
        q, z = (np.concatenate(part) for part in zip(*[pair for pairs in parts.values() for pair in pairs]))
        self.say('ece, mid-stroke', calibration_error(q, z), f'{calibration_error(q, z):.2f} %')
        half, told = (np.concatenate(part) for part in zip(*parts[0.5]))
        self.say('wrong with p > 0.9 at half the ink', sure_and_wrong(half, told), f'{sure_and_wrong(half, told):.2f} %')
        self.plots['reliability'] = {'finished (final)': (p, y), '25, 50 and 75 % drawn (live)': (q, z)}

    def rejection(self):
        """Things that are not digits, from writers held out of training."""
        odd = non_digits(self.folder, 'dev')
        odd_p = self.final_of(odd)
        scores = {n: self.final_of(g)[:, NOT_A_DIGIT] for n, g in self.pen.items()}
        scores['mnist'] = self.final(mnist(self.folder, 'test')[0])[:, NOT_A_DIGIT]
        for name, names in (('pen dev', SOURCES), ('pen dev and MNIST test', (*SOURCES, 'mnist'))):
            area, refused, threshold = refusal(np.concatenate([scores[n] for n in names]), odd_p[:, NOT_A_DIGIT])
            self.say(f'auroc against {name}', area, f'{area:.4f}')
            self.say(f'refused, 98 % of {name} kept', refused, f' {refused:.2f} % at p(not a digit) > {threshold:.3f}')
        for kind in ('omniglot', 'unipen'):
            of = np.array([g['source'].startswith(kind) for g in odd])
            print(f'      called not a digit: {kind:10}{100 * (odd_p[of].argmax(1) == NOT_A_DIGIT).mean():7.2f} % of {of.sum()}')
        kept = np.concatenate(list(scores.values()))
        for above in (0.01, 0.02, 0.05, 0.1, 0.3, 0.5):
            print(f'      p(not a digit) > {above:4}: {100 * (kept <= above).mean():.2f} % of digits kept, '
                  f'{100 * (odd_p[:, NOT_A_DIGIT] > above).mean():.2f} % of the others refused')
        self.plots['odd scores'] = np.concatenate([scores[n] for n in SOURCES]), odd_p[:, NOT_A_DIGIT]

    def robustness(self):
        """Accuracy on finished pen digits (mean of the two files) when the same ink comes otherwise."""
        from robust import grid
        rows = grid(self)
        base = rows[0][2]
        for kind, setting, value in rows:
            print(f'      {kind:22}{setting:>12}{value:9.2f} %{value - base:+9.2f}')
        for kind in ('moved', 'size', 'pen width'):
            lost = base - min(value for k, _, value in rows if k == kind)
            self.say(f'lost to {kind}, worst', lost, f'{lost:.2f} points')
        self.plots['robustness'] = rows

    def latency(self):
        """ONNX Runtime, one thread, microseconds a digit; and its answers against PyTorch's."""
        try:
            import onnxruntime
        except ImportError:
            print('  onnxruntime is not installed: skipped (npm run model:check times it in Node)')
            return
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # it would warn that `path` has a value already: so that it may be left out
        for file in ('digits.onnx', 'digits-inside.onnx'):
            session = onnxruntime.InferenceSession(str(HERE / file), options, providers=['CPUExecutionProvider'])
            rasters, paths = draw_all(self.pen['unipen-dev'][:320]), follow_all(self.pen['unipen-dev'][:320])
            fed = {'input': rasters[:, None].astype(np.float32) / 255, 'path': paths.astype(np.float32) / 255}
            for way, names in (('', ('input', 'path')), (' by the picture alone', ('input',))):
                told = session.run(['final', 'live'], {name: fed[name] for name in names})
                z = logits(self.reader, rasters, paths if 'path' in names else None)
                gap = max(np.abs(a - softmax(b)).max() for a, b in zip(told, z))
                self.say(f'{file}{way}, furthest from PyTorch', gap, f'{gap:.1e}')
                if gap > 1e-4:
                    sys.exit('ONNX Runtime and PyTorch disagree')
                for batch in (1, 32):
                    times, few = [], {name: fed[name][:batch] for name in names}
                    for i in range(400 if batch == 1 else 100):
                        at = time.perf_counter()
                        session.run(['final', 'live'], few)
                        times.append((time.perf_counter() - at) / batch * 1e6)
                    self.say(f'{file}{way}, batch {batch}, µs a digit', np.median(times), f'{np.median(times):.1f} µs (best {min(times):.1f})')

    def reference(self):
        """What PyTorch says of the first glyphs of each file, for `npm run model:check`."""
        told = {}
        for name, glyphs in self.pen.items():
            for fraction in (*measure.FRACTIONS, 1.0):
                p = self.final_of(glyphs) if fraction == 1.0 else self.live_of(glyphs, fraction)
                told[f'{name} {fraction:.0%}'] = {'accuracy': accuracy(p, self.labels[name]), 'first': np.round(p[:KEPT], 6).tolist()}
        images, labels = mnist(self.folder, 'test')
        p = self.final(images)
        told['mnist test'] = {'accuracy': accuracy(p, labels), 'first': np.round(p[:KEPT], 6).tolist()}
        (HERE / 'reference.json').write_text(json.dumps(told, separators=(',', ':')) + '\n')


PARTS = ('mnist', 'writers', 'unfinished', 'calibration', 'rejection', 'robustness', 'latency')


def main():
    """Runs the parts asked for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument('--data', default='../../shared/data')
    ask.add_argument('--only', choices=PARTS)
    args = ask.parse_args()
    run = Evaluation(args.data)
    size = sum((HERE / f).stat().st_size for f in ('digits.onnx',))
    print(f'digits.onnx: {parameters(run.reader):,} parameters, {size:,} bytes')
    for part in PARTS if args.only is None else (args.only,):
        print(f'\npython evaluate.py --only {part}    # {getattr(run, part).__doc__}')
        getattr(run, part)()
    if args.only is None:
        from plots import draw_plots
        draw_plots(run.plots, HERE / 'plots')
        run.reference()
        (HERE / 'results.json').write_text(json.dumps(run.found, indent=2) + '\n')


if __name__ == '__main__':
    main()
