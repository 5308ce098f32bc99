"""Trains the reader from one command on a CPU: a teacher, the small net, several ways on from it, their averages, and the path.

    python train.py --data ../../shared/data --seed 1 --require 99.5

Works with PyTorch 1.13 and 2.x. Writes reader.pt and the stages' weights to --out (not kept in git; digits.onnx is).
The stages may also be run one at a time and side by side (--stage first, …); STAGES says which goes on from which.
The last, which learns the pen's path and leaves everything else as it is, may go on from a shipped file instead:

    python train.py --data ../../shared/data --stage reader --start digits.onnx --require 99.5
"""
import argparse
import copy
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from batches import MIX, PATH_MIX, Ink, picture, way
from measure import accuracy, dev_sets, fit_calibration, fit_temperature, logits, softmax, summary
from network import STUDENT, TEACHER, Reader, parameters
from prepare import NOT_A_DIGIT, mnist
from weights import from_onnx

SOFT = 2.0  # how much a teacher's answer is softened
TEACH = 0.7  # how much of the lesson is the teacher's answer, the rest being the label
USED = 0.03  # the share of glyphs that are not digits, in use
# One stage a row: where it goes on from, epochs, peak rate, weight decay, dropout, manner of bending, seed beyond --seed.
STAGES = {
    'teacher': {'start': None, 'epochs': 16, 'rate': 2e-3, 'decay': 0.03, 'drop': 0.2, 'manner': 'first', 'seed': 0},
    'first': {'start': None, 'epochs': 24, 'rate': 4e-3, 'decay': 0.03, 'drop': 0.0, 'manner': 'first', 'seed': 1},
    'plain': {'start': 'first', 'epochs': 20, 'rate': 4e-3, 'decay': 0.03, 'drop': 0.0, 'manner': 'plain', 'seed': 3},
    'bold': {'start': 'first', 'epochs': 16, 'rate': 3e-3, 'decay': 0.05, 'drop': 0.15, 'manner': 'bold', 'seed': 7},
    'taught': {'start': 'first', 'epochs': 22, 'rate': 2e-3, 'decay': 0.03, 'drop': 0.0, 'manner': 'taught', 'seed': 6},
    'average': {'of': ('taught', 'bold', 'plain'), 'seed': 10},
    'broad': {'start': 'average', 'epochs': 10, 'rate': 2e-3, 'decay': 0.05, 'drop': 0.1, 'manner': 'broad', 'seed': 12},
    'picture': {'of': ('broad',), 'seed': 10},
    'reader': {'start': 'picture', 'epochs': 36, 'rate': 2e-3, 'decay': 0.05, 'drop': 0.5, 'manner': 'path', 'seed': 20},
}


def lesson(answer, labels, told=None):
    """Cross-entropy with the label and, when taught, with the teacher's softened answer (Hinton et al., 2015)."""
    loss = functional.cross_entropy(answer, labels)
    if told is None:
        return loss
    soft = functional.kl_div(functional.log_softmax(answer / SOFT, 1), (told / SOFT).softmax(1), reduction='batchmean')
    return (1 - TEACH) * loss + TEACH * SOFT * SOFT * soft


def train(reader, ink, options, teacher=None):
    """Trains `reader` in place for one stage's options and returns its averaged weights as a new Reader."""
    reader.train().to(memory_format=torch.channels_last)
    average = copy.deepcopy(reader).eval()
    by_path = options['manner'] == 'path'
    optimiser = torch.optim.AdamW((reader.path if by_path else reader).parameters(), lr=options['rate'], weight_decay=options['decay'])
    steps = options['epochs'] * ink.steps
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, options['rate'], steps, pct_start=0.2, div_factor=10, final_div_factor=200)
    began, seen = time.time(), 0.0
    for step in range(steps):
        rasters, paths, labels, finished = ink.batch(step > 0.75 * steps)
        x, y = picture(rasters), torch.from_numpy(labels)
        told = (None, None)
        with torch.autocast('cpu', torch.bfloat16, enabled=options['bf16']):
            if teacher is not None:
                with torch.no_grad():
                    told = [t.float() for t in teacher(x)]
                told = told[0][:finished], told[1][finished:]
            final, live = answers_by_path(reader, x, way(paths)) if by_path else reader(x)
        loss = (lesson(final.float()[:finished], y[:finished], told[0]) * (finished / len(y))
                + lesson(live.float()[finished:], y[finished:], told[1]) * (1 - finished / len(y)))
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
            if epoch % 4 == 0:
                show(average, options['sets'], by_path)
    return average


def answers_by_path(reader, x, paths):
    """Both heads' logits with the path, from a trunk that learns no more."""
    with torch.no_grad():
        pooled = reader.eval().pooled(x)
    reader.path.train()
    return reader.path(pooled, paths)


def show(reader, sets, with_paths=False):
    """Prints what the choosing sets say."""
    print('   ', ' · '.join(f'{name} {value:.2f}' for name, value in summary(reader, sets, with_paths).items()
                            if ' ' not in name or name.startswith(('pen ', 'ece', 'sure'))), flush=True)


def calibrate(reader, sets, with_paths=False):
    """Makes probabilities mean what they say in use: the prior of non-digits, then one temperature a head.

    A training batch is 12 % non-digits and more, a drawing far less, and a network says what its batches taught it; so the eleventh
    logit is lowered by the difference in log odds (Saerens et al., 2002). `final`'s temperature is the likeliest on finished
    digits with non-digits at that share, `live`'s the best calibrated on prefixes.
    """
    mix, heads_of = (PATH_MIX, reader.path) if with_paths else (MIX, reader)
    taught = mix['odd'] / (sum(mix.values()) - mix['partial'])
    with torch.no_grad():
        heads_of.final.bias[NOT_A_DIGIT] += np.log(USED / (1 - USED)) - np.log(taught / (1 - taught))
    heads = [[], []]
    for name, (rasters, labels, paths) in sets.items():
        if with_paths and paths is None:
            continue
        whole = '%' not in name or name.endswith('100%')
        every = 4 if name == 'non-digits' else 1
        heads[0 if whole else 1].append((
            logits(reader, rasters[::every], paths[::every] if with_paths else None)[0 if whole else 1], labels[::every]))
    for head, parts in enumerate(heads):
        z, told = (np.concatenate(part) for part in zip(*parts))
        reader.temperature[head + (2 if with_paths else 0)] = (fit_temperature, fit_calibration)[head](z, told)


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


def average(readers, ink):
    """One Reader with the mean of several readers' weights (Wortsman et al., 2022), its batch norm measured anew."""
    mixed = copy.deepcopy(readers[0])
    with torch.no_grad():
        for key, kept in mixed.state_dict().items():
            if kept.dtype.is_floating_point:
                kept.copy_(sum(r.state_dict()[key] for r in readers) / len(readers))
        mixed.temperature.fill_(1.0)
        for layer in mixed.trunk:
            layer[1].reset_running_stats()
            layer[1].momentum = None
        mixed.train()
        for _ in range(40):
            mixed(picture(ink.batch(True)[0]))
    return mixed.eval()


def run(stage, args, sets):
    """Trains one stage from the weights it goes on from, or averages and calibrates those it is of; keeps its own in --out."""
    about, out = STAGES[stage], Path(args.out)
    torch.manual_seed(args.seed + about['seed'])
    if 'of' in about:
        print(f'{stage}: the average of {", ".join(about["of"])}')
        reader = average([load(out / f'{name}.pt') for name in about['of']], Ink(args.data, args.seed + about['seed'], 'taught'))
        calibrate(reader, sets)
        show(reader, sets)
        save(reader, out / f'{stage}.pt')
        return
    reader = Reader(**(TEACHER if stage == 'teacher' else STUDENT), drop=about['drop'])
    if about['start']:
        before = from_onnx(args.start) if args.start else load(out / f"{about['start']}.pt")
        reader.load_state_dict(before.state_dict())
    by_path = about['manner'] == 'path'
    if by_path:
        reader.path.begin(reader.final)
        reader.path.doubt.p, reader.path.drop.p = about['drop'], 0.4 * about['drop']
    teacher = load(out / 'teacher.pt').to(memory_format=torch.channels_last) if stage == 'taught' else None
    print(f'{stage}: {parameters(reader):,} parameters')
    epochs = max(1, round(about['epochs'] * args.epochs))
    reader = train(reader, Ink(args.data, args.seed + about['seed'], about['manner']),
                   {**about, 'epochs': epochs, 'bf16': not args.fp32, 'sets': sets}, teacher)
    if by_path:
        calibrate(reader, sets, True)
        show(reader, sets, True)
    save(reader, out / f'{stage}.pt')


def main():
    """Every stage, the average, the temperatures, the claim."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument('--data', default='../../shared/data')
    ask.add_argument('--seed', type=int, default=1)
    ask.add_argument('--stage', choices=STAGES, help='only this one')
    ask.add_argument('--start', help='an ONNX file to go on from, instead of the stage before')
    ask.add_argument('--epochs', type=float, default=1.0, help="times each stage's epochs (0.1 for a trial)")
    ask.add_argument('--threads', type=int, default=0, help='0: what PyTorch chooses')
    ask.add_argument('--fp32', action='store_true', help='no bfloat16, for processors without it')
    ask.add_argument('--out', default='.', help='folder for the weights')
    ask.add_argument('--require', type=float, default=0.0, help='fail below this MNIST test accuracy, in per cent')
    args = ask.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    sets = dev_sets(args.data)
    for stage in STAGES:
        if args.stage in (None, stage):
            run(stage, args, sets)
    if args.stage not in (None, 'reader'):
        return
    reader = load(Path(args.out) / 'reader.pt')
    images, labels = mnist(args.data, 'test')
    reached = accuracy(softmax(logits(reader, images)[0]), labels)
    print(f'temperatures {reader.temperature.tolist()}, MNIST test {reached:.2f} %')
    if reached < args.require:
        sys.exit(f'MNIST test {reached:.2f} % is below the {args.require:.2f} % claimed')


if __name__ == '__main__':
    main()
