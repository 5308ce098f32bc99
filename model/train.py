"""Trains the reader from one command on a CPU: a larger teacher first, then the small net that ships, taught by it.

    python train.py --data ../../shared/data --seed 1 --require 99.5

Works with PyTorch 1.13 and 2.x. Writes reader.pt (not kept in git; digits.onnx is). Every epoch redraws all ink and
bends every MNIST image anew; the last fifth of the epochs do so at a third of the strength.
"""
import argparse
import copy
import sys
import time

import numpy as np
import torch
from torch.nn import functional

import hands
from measure import accuracy, dev_sets, fit_temperature, logits, softmax, summary
from network import STUDENT, TEACHER, Reader, parameters
from prepare import mnist, training_ink

MIX = {'mnist': 128, 'whole': 48, 'partial': 56, 'odd': 24}
SOFT = 2.0


class Ink:
    """Endless batches: rasters uint8 [256, 28, 28] and labels, finished ink first, then ink in progress."""

    def __init__(self, folder, seed):
        self.images, self.labels = mnist(folder, 'train')
        self.digits, self.odd = training_ink(folder, seed)
        self.random = np.random.default_rng(seed)
        self.order = {}
        self.steps = len(self.labels) // MIX['mnist']

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

    def batch(self, strength):
        """Rasters, labels and how many of them are finished ink."""
        out = np.zeros((sum(MIX.values()), 28, 28), np.uint8)
        labels, at = [], 0
        for kind in ('mnist', 'whole', 'odd', 'partial'):
            chosen, seed = self.draw(kind, MIX[kind]), int(self.random.integers(1 << 31))
            own = out[at:at + MIX[kind]]
            at += MIX[kind]
            if kind == 'mnist':
                hands.rescan(self.images, chosen, seed, strength, own)
                labels.append(self.labels[chosen])
            else:
                source = self.odd if kind == 'odd' else self.digits
                hands.redraw(*source.arrays(), chosen, seed, strength, kind == 'partial', own)
                scanned = np.flatnonzero(self.random.random(len(own)) < 0.2)
                own[scanned] = self.rescanned(own, scanned, seed)
                labels.append(source.labels[chosen])
        return out, np.concatenate(labels), at - MIX['partial']


def picture(rasters):
    """Rasters uint8 [n, 28, 28] as a channels-last float tensor [n, 1, 28, 28] in 0..1."""
    return torch.from_numpy(rasters).float().div(255).unsqueeze(1).contiguous(memory_format=torch.channels_last)


def lesson(answer, labels, told, teach):
    """Cross-entropy with the label and, when taught, with the teacher's softened answer (Hinton et al., 2015)."""
    loss = functional.cross_entropy(answer, labels)
    if told is None:
        return loss
    soft = functional.kl_div(functional.log_softmax(answer / SOFT, 1), (told / SOFT).softmax(1), reduction='batchmean')
    return (1 - teach) * loss + teach * SOFT * SOFT * soft


def train(reader, ink, options, teacher=None):
    """Trains `reader` in place and returns its averaged weights as a new Reader."""
    reader.train().to(memory_format=torch.channels_last)
    average = copy.deepcopy(reader).eval()
    optimiser = torch.optim.AdamW(reader.parameters(), lr=options['rate'], weight_decay=options['decay'])
    steps = options['epochs'] * ink.steps
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, options['rate'], steps, pct_start=0.2, div_factor=10, final_div_factor=200)
    began, seen = time.time(), 0.0
    for step in range(steps):
        rasters, labels, finished = ink.batch(1.0 if step < 0.8 * steps else 1 / 3)
        x, y = picture(rasters), torch.from_numpy(labels)
        told = (None, None)
        with torch.autocast('cpu', torch.bfloat16, enabled=options['bf16']):
            if teacher is not None:
                with torch.no_grad():
                    told = [t.float() for t in teacher(x)]
                told = told[0][:finished], told[1][finished:]
            final, live = reader(x)
        loss = (lesson(final.float()[:finished], y[:finished], told[0], options['teach']) * (finished / len(y))
                + lesson(live.float()[finished:], y[finished:], told[1], options['teach']) * (1 - finished / len(y)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        keep = min(0.999, (step + 1) / (step + 10))
        with torch.no_grad():
            for kept, new in zip(average.state_dict().values(), reader.state_dict().values()):
                if kept.dtype.is_floating_point:
                    kept.lerp_(new, 1 - keep)
        seen += loss.item()
        if (step + 1) % ink.steps == 0:
            epoch = (step + 1) // ink.steps
            print(f'epoch {epoch:3} loss {seen / ink.steps:.4f} {time.time() - began:6.0f} s', flush=True)
            seen = 0.0
            if epoch % options['look'] == 0 or epoch == options['epochs']:
                show(average, options['sets'])
                if options['out']:
                    save(average, options['out'])
    return average


def show(reader, sets):
    """Prints what the choosing sets say."""
    print('   ', ' · '.join(f'{name} {value:.2f}' for name, value in summary(reader, sets).items()
                            if ' ' not in name or name.startswith(('pen ', 'ece', 'sure'))), flush=True)


def calibrate(reader, sets):
    """Sets one temperature a head from the choosing sets: finished and odd ink for `final`, prefixes for `live`."""
    whole = [name for name in sets if '%' not in name or name.endswith('100%')]
    for head, names in enumerate((whole, [name for name in sets if name not in whole])):
        z = np.concatenate([logits(reader, sets[name][0])[head] for name in names])
        reader.temperature[head] = fit_temperature(z, np.concatenate([sets[name][1] for name in names]))


def save(reader, path):
    """Keeps the layers and weights in one file."""
    layers = [[c[0].out_channels, c[0].kernel_size[0], c[0].stride[0], c[0].padding[0]] for c in reader.trunk]
    torch.save({'layers': layers, 'weights': reader.state_dict()}, path)


def load(path):
    """A Reader from `save`'s file, ready to read."""
    kept = torch.load(path, map_location='cpu')
    reader = Reader(kept['layers'])
    reader.load_state_dict(kept['weights'])
    return reader.eval()


def main():
    """Teacher, reader, temperature, claim."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument('--data', default='../../shared/data')
    ask.add_argument('--seed', type=int, default=1)
    ask.add_argument('--epochs', type=int, default=40)
    ask.add_argument('--teacher-epochs', type=int, default=12, help='0 for none')
    ask.add_argument('--teacher', help='a teacher.pt trained before')
    ask.add_argument('--threads', type=int, default=0, help='0: what PyTorch chooses')
    ask.add_argument('--fp32', action='store_true', help='no bfloat16, for processors without it')
    ask.add_argument('--out', default='reader.pt')
    ask.add_argument('--teacher-out', default='teacher.pt')
    ask.add_argument('--require', type=float, default=0.0, help='fail below this MNIST test accuracy, in per cent')
    args = ask.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    common = {'decay': 0.03, 'bf16': not args.fp32, 'look': 4, 'sets': dev_sets(args.data), 'teach': 0.7}
    teacher = load(args.teacher) if args.teacher else None
    if teacher is None and args.teacher_epochs:
        print('teacher')
        teacher = train(Reader(**TEACHER, drop=0.2), Ink(args.data, args.seed),
                        {**common, 'epochs': args.teacher_epochs, 'rate': 2e-3, 'out': args.teacher_out})
    if not args.epochs:
        return
    if teacher is not None:
        teacher.eval().to(memory_format=torch.channels_last)
    reader = Reader(**STUDENT)
    print(f'reader: {parameters(reader):,} parameters')
    reader = train(reader, Ink(args.data, args.seed + 1),
                   {**common, 'epochs': args.epochs, 'rate': 4e-3, 'out': args.out}, teacher)
    calibrate(reader, common['sets'])
    save(reader, args.out)
    show(reader, common['sets'])
    images, labels = mnist(args.data, 'test')
    reached = accuracy(softmax(logits(reader, images)[0]), labels)
    print(f'temperatures {reader.temperature.tolist()}, MNIST test {reached:.2f} %')
    if reached < args.require:
        sys.exit(f'MNIST test {reached:.2f} % is below the {args.require:.2f} % claimed')


if __name__ == '__main__':
    main()
