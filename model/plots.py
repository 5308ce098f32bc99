"""The model card's plots, from what evaluate.py found."""
import matplotlib
import numpy as np

matplotlib.use('Agg')
from matplotlib import pyplot  # noqa: E402 - the backend is chosen first

INK, QUIET, RULE, NETWORK = '#1b1a17', '#77736a', '#e4dfd3', '#d93a1f'


def axes(width=5.0, height=4.0):
    """A bare figure on paper."""
    figure, ax = pyplot.subplots(figsize=(width, height), dpi=120, facecolor='#faf8f3')
    ax.set_facecolor('#faf8f3')
    for side in ('top', 'right'):
        ax.spines[side].set_visible(False)
    ax.tick_params(colors=QUIET)
    return figure, ax


def reliability(found):
    """Winning probability against how often it was right."""
    figure, ax = axes()
    ax.plot([0, 1], [0, 1], color=RULE)
    for (name, (p, y)), colour in zip(found.items(), (INK, NETWORK)):
        sure, right = p.max(1), p.argmax(1) == y
        at = np.minimum((sure * 15).astype(int), 14)
        bins = [b for b in range(15) if (at == b).sum() >= 10]
        ax.plot([sure[at == b].mean() for b in bins], [right[at == b].mean() for b in bins], 'o-', color=colour, label=name, ms=4)
    ax.set(xlabel='what it says', ylabel='how often it is right', xlim=(0, 1), ylim=(0, 1))
    ax.legend(frameon=False)
    return figure


def ink(rows):
    """Accuracy against the share of the ink drawn."""
    figure, ax = axes()
    rows = np.array(rows)
    for k, (name, colour) in enumerate((('first', NETWORK), ('in the top two', INK), ('in the top three', QUIET)), 1):
        ax.plot(100 * rows[:, 0], rows[:, k], 'o-', color=colour, label=name, ms=4)
    ax.set(xlabel='ink drawn, %', ylabel='right, % (live)', ylim=(0, 101))
    ax.legend(frameon=False)
    return figure


def confusion(table):
    """Truth down, answer across; the diagonal is left out of the shading."""
    figure, ax = axes(5.4, 5.0)
    off = table.astype(float)
    off[np.arange(10), np.arange(10)] = 0
    ax.imshow(off, cmap=matplotlib.colors.LinearSegmentedColormap.from_list('ink', ['#faf8f3', NETWORK]))
    for row in range(10):
        for column in range(11):
            if table[row, column]:
                ax.text(column, row, table[row, column], ha='center', va='center', fontsize=7, color=INK)
    ax.set(xlabel='read as', ylabel='written', xticks=range(11), yticks=range(10), xticklabels=[*range(10), 'none'])
    return figure


def odd_scores(found):
    """p(not a digit) of digits and of things that are not."""
    figure, ax = axes()
    for scores, name, colour in zip(found, ('digits', 'not digits, unseen writers'), (INK, NETWORK)):
        ax.hist(np.clip(scores, 1e-5, 1), bins=np.logspace(-5, 0, 50), weights=np.full(len(scores), 100 / len(scores)),
                histtype='step', color=colour, label=name)
    ax.set(xscale='log', xlabel='p(not a digit)', ylabel='share, %')
    ax.legend(frameon=False)
    return figure


def robustness(rows):
    """Points lost to each change."""
    figure, ax = axes(5.4, 6.4)
    base = rows[0][2]
    names = [f'{kind} {setting}' for kind, setting, _ in rows[1:]]
    ax.barh(names, [value - base for _, _, value in rows[1:]], color=NETWORK)
    ax.axvline(-1, color=RULE)
    ax.invert_yaxis()
    ax.tick_params(axis='y', labelsize=7)
    ax.set(xlabel=f'points against {base:.2f} % as it is')
    return figure


DRAWN = {'reliability': reliability, 'ink': ink, 'mnist confusion': confusion, 'pen confusion': confusion,
         'odd scores': odd_scores, 'robustness': robustness}


def draw_plots(found, folder):
    """Writes one PNG for each thing found."""
    folder.mkdir(exist_ok=True)
    for name, draw in DRAWN.items():
        if name in found:
            figure = draw(found[name])
            figure.savefig(folder / f'{name.replace(" ", "-")}.png', bbox_inches='tight')
            pyplot.close(figure)
