"""The picture on a page of statistics, as PNG. The same figures and face give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from monitor.report.fonts import chinese_face

__all__ = ["chinese_face", "draw"]

_INCHES = (7.4, 3.0)
_DOTS = 200
_NOW, _BEFORE = "#2F6EA5", "#B9CCDD"
_SMALL = 8


def draw(
    problems: Sequence[tuple[str, int]],
    classes: Sequence[tuple[str, Sequence[float | None]]],
    batches: Sequence[str],
    titles: tuple[str, str],
    face: str,
) -> bytes:
    """Two charts beside each other, of `titles`: problems by kind, and rates in percent.

    `classes`: per class the rate in each of the `batches`, at most two, the present one first.
    """
    with rc_context({"font.family": [face], "font.size": _SMALL, "axes.unicode_minus": False}):
        figure = Figure(figsize=_INCHES, dpi=_DOTS, layout="constrained")
        left, right = figure.subplots(1, 2)
        for axes, title in zip((left, right), titles, strict=True):
            axes.set_title(title, fontsize=10)
            axes.tick_params(length=0)
            axes.spines[["top", "right"]].set_visible(False)
        _kinds(left, problems)
        _rates(right, classes, batches)
        out = io.BytesIO()
        # Without the name of the program, whose version would change the bytes.
        figure.savefig(out, format="png", metadata={"Software": None})
        return out.getvalue()


def _kinds(axes: Axes, problems: Sequence[tuple[str, int]]) -> None:
    """A bar for each kind of problem with its number, the first on top."""
    counts = [count for _, count in problems]
    bars = axes.barh(range(len(counts)), counts, color=_NOW, height=0.6)
    axes.bar_label(bars, padding=2, fontsize=_SMALL)
    axes.set_yticks(range(len(counts)), [name for name, _ in problems])
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.set_xlim(0, 1.15 * max(counts, default=1))
    axes.spines["bottom"].set_visible(False)


def _rates(
    axes: Axes, classes: Sequence[tuple[str, Sequence[float | None]]], batches: Sequence[str]
) -> None:
    """Per class a bar for each batch; no bar and no number where nobody was rated."""
    width = 0.7 / len(batches)
    for index, (batch, colour) in enumerate(zip(batches, (_NOW, _BEFORE), strict=False)):
        places = [n + (index - (len(batches) - 1) / 2) * width for n in range(len(classes))]
        values = [pair[index] for _, pair in classes]
        heights = [value or 0.0 for value in values]
        bars = axes.bar(places, heights, width * 0.92, color=colour, label=batch)
        labels = ["" if value is None else f"{value:.1f}" for value in values]
        axes.bar_label(bars, labels, padding=1, fontsize=_SMALL - 1)
    axes.set_xticks(range(len(classes)), [name for name, _ in classes])
    axes.set_ylim(0, 128)
    axes.set_yticks([0, 20, 40, 60, 80, 100])
    if len(batches) > 1:
        axes.legend(loc="upper right", ncols=2, frameon=False, fontsize=_SMALL)
