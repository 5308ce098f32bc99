"""What "good" means, in numbers: the sets that choose, and the measures that training, evaluate.py and the notebook share."""
import numpy as np
import torch

from ink import follow_path, prefix, rasterise
from prepare import NOT_A_DIGIT, mnist, non_digits, pen

FRACTIONS = (0.25, 0.5, 0.75)
SOURCES = ('pendigits-dev', 'unipen-dev')


def draw_all(glyphs, fraction=1.0, width=2.5):
    """Glyphs (dicts with strokes) as rasters uint8 [n, 28, 28], the first `fraction` of the ink with a pen `width` px."""
    return np.stack([rasterise(g['strokes'] if fraction >= 1 else prefix(g['strokes'], fraction), width) for g in glyphs])


def follow_all(glyphs, fraction=1.0):
    """The pen's paths along glyphs (dicts with strokes), or the first `fraction` of their ink, as uint8 [n, 3, 32]."""
    return np.stack([follow_path(g['strokes'] if fraction >= 1 else prefix(g['strokes'], fraction)) for g in glyphs])


def by_points(strokes, fraction):
    """The first `fraction` of the points, that is of the time the pen was down: another way to say half a digit."""
    left, kept = max(1, round(sum(len(s) // 2 for s in strokes) * fraction)), []
    for stroke in strokes:
        if left <= 0:
            break
        kept.append(stroke[:2 * left])
        left -= len(stroke) // 2
    return kept


def dev_sets(folder):
    """The sets that choose: name → (rasters, labels, paths). None of their writers or images is trained on."""
    images, labels = mnist(folder, 'hold-out')
    sets = {'mnist': (images, labels, None)}
    for name in SOURCES:
        glyphs = pen(folder, name)
        labels = np.array([g['label'] for g in glyphs])
        for fraction in (*FRACTIONS, 1.0):
            sets[f'{name} {fraction:.0%}'] = draw_all(glyphs, fraction), labels, follow_all(glyphs, fraction)
    odd = non_digits(folder, 'dev')
    sets['non-digits'] = draw_all(odd), np.full(len(odd), NOT_A_DIGIT), follow_all(odd)
    return sets


def logits(reader, rasters, paths=None, batch=500):
    """Both heads' logits as float64 [n, 11] and [n, 10] of rasters uint8 [n, 28, 28] and, where known, paths uint8 [n, 3, 32]."""
    reader.eval()
    final, live = [], []
    with torch.no_grad():
        for i in range(0, len(rasters), batch):
            x = torch.from_numpy(np.ascontiguousarray(rasters[i:i + batch])).float().div(255).unsqueeze(1)
            a, b = reader(x, None if paths is None else torch.from_numpy(paths[i:i + batch]).float().div(255))
            final.append(a.double().numpy())
            live.append(b.double().numpy())
    return np.concatenate(final), np.concatenate(live)


def softmax(z, temperature=1.0):
    """Rows of logits as probabilities."""
    z = np.asarray(z) / temperature
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def fit_temperature(z, labels):
    """The temperature whose probabilities make the labels likeliest (Guo et al., 2017), between 0.3 and 3."""
    def cost(t):
        return -np.log(softmax(z, t)[np.arange(len(labels)), labels] + 1e-12).mean()
    low, high = np.log(0.3), np.log(3.0)
    for _ in range(40):
        a, b = low + (high - low) * 0.382, low + (high - low) * 0.618
        low, high = (low, b) if cost(np.exp(a)) < cost(np.exp(b)) else (a, high)
    return float(np.exp((low + high) / 2))


def fit_calibration(z, labels):
    """The temperature, between 0.6 and 1.4, whose probabilities are best calibrated: the middle of the best tenth of a point."""
    every = np.arange(0.6, 1.4, 0.01)
    errors = np.array([calibration_error(softmax(z, t), labels) for t in every])
    return float(every[errors <= errors.min() + 0.1].mean())


def accuracy(p, labels):
    """Share of rows whose likeliest class is the label, in per cent."""
    return 100.0 * float((p.argmax(1) == labels).mean())


def calibration_error(p, labels, bins=15):
    """Expected calibration error in per cent, equal-width bins of the winning probability (Naeini et al., 2015)."""
    sure, right = p.max(1), p.argmax(1) == labels
    at = np.minimum((sure * bins).astype(int), bins - 1)
    return 100.0 * sum(abs(right[at == b].mean() - sure[at == b].mean()) * (at == b).mean() for b in np.unique(at))


def sure_and_wrong(p, labels, above=0.9):
    """Share of all rows, in per cent, that are wrong with a probability above `above`."""
    return 100.0 * float(((p.max(1) > above) & (p.argmax(1) != labels)).mean())


def refusal(digit_scores, odd_scores, keep=0.98):
    """AUROC of the not-a-digit score, and the share refused (per cent) by the threshold that keeps `keep` of digits."""
    every = np.concatenate([digit_scores, odd_scores])
    _, place, count = np.unique(every, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2.0)[place]
    n, m = len(digit_scores), len(odd_scores)
    area = (rank[n:].sum() - m * (m + 1) / 2.0) / (n * m)
    threshold = np.quantile(digit_scores, keep)
    return float(area), 100.0 * float((np.asarray(odd_scores) > threshold).mean()), float(threshold)


def summary(reader, sets, with_paths=False):
    """The numbers to choose by, name → value, from raw logits and the reader's temperatures; with the pen's paths or without."""
    found, digits, halves = {}, [], []
    for name, (rasters, labels, paths) in sets.items():
        paths = paths if with_paths else None
        t = reader.temperature.tolist()[0 if paths is None else 2:]
        z, live = logits(reader, rasters, paths)
        p = softmax(z, t[0])
        if name == 'non-digits':
            odd = p[:, NOT_A_DIGIT]
        elif name == 'mnist' or name.endswith('100%'):
            digits.append((name, p, labels))
            found[name] = accuracy(p, labels)
        else:
            q = softmax(live, t[1])
            halves.append((q, labels, name.endswith('50%')))
            found[name] = accuracy(q, labels)
    for fraction in ('100%', '75%', '50%', '25%'):
        found[f'pen {fraction}'] = float(np.mean([found[f'{s} {fraction}'] for s in SOURCES]))
    pen_digits = [(p, y) for name, p, y in digits if name != 'mnist']
    p, y = np.concatenate([d[0] for d in pen_digits]), np.concatenate([d[1] for d in pen_digits])
    found['ece finished'] = calibration_error(p, y)
    found['auroc'], found['refused'], found['threshold'] = refusal(p[:, NOT_A_DIGIT], odd)
    q, y = np.concatenate([h[0] for h in halves]), np.concatenate([h[1] for h in halves])
    found['ece live'] = calibration_error(q, y)
    half = [h for h in halves if h[2]]
    found['sure and wrong at half'] = sure_and_wrong(
        np.concatenate([h[0] for h in half]), np.concatenate([h[1] for h in half]))
    return found
