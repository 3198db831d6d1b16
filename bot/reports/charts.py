"""Charts as pictures, for workspaces that do not draw them: readable in black and white."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.reports.digest import BANDS
from bot.rules.grades import WORST_TO_BEST

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE, HIGH, DOTS = 8, 4.5, 150  # inches, inches, and dots an inch


def bars_png(labels: Sequence[str], counts: Sequence[int], *, title: str, across: str, up: str) -> bytes:
    """A PNG of bars with their counts written at them; `across` and `up` say what the axes are."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and rarely needed
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415 - (the same)

    figure = Figure(figsize=(WIDE, HIGH), dpi=DOTS, layout="constrained")
    axes = figure.add_subplot()
    bars = axes.bar(labels, counts, width=0.6, color="0.75", edgecolor="black", hatch="//")
    axes.bar_label(bars, labels=[f"{count:,}" for count in counts], padding=3, fontsize=13)
    axes.set_title(title, fontsize=15, loc="left", pad=12)
    axes.set_xlabel(across, fontsize=12)
    axes.set_ylabel(up, fontsize=12)
    axes.set_ylim(0, max([*counts, 1]) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.tick_params(labelsize=12)
    axes.spines[["top", "right"]].set_visible(False)
    return _png(figure)


def ageing_png(ageing: Sequence[int]) -> bytes:
    """How long what is late has been so: the counts of a digest's bands."""
    return bars_png(
        BANDS,
        ageing,
        title=f"{sum(ageing):,} late actions" if sum(ageing) != 1 else "1 late action",
        across="Working days since the first date agreed",
        up="Actions",
    )


# Told apart in black and white by how they are hatched, from worst to best.
HATCHES = ("xx", "//", "", "..")
GREYS = ("0.45", "0.75", "0.95", "0.85")


def grades_png(names: Sequence[str], counts: Sequence[Sequence[int]], *, title: str) -> bytes:
    """A PNG of one bar a round, stacked from worst to best, each part with its count in it."""
    labels = [grade.label for grade in WORST_TO_BEST]
    return stacked_png(names, counts, labels, title=title, across="Cases")


def stacked_png(
    names: Sequence[str],
    counts: Sequence[Sequence[int]],
    labels: Sequence[str],
    *,
    title: str,
    across: str,
) -> bytes:
    """A PNG of one bar a row, made of up to four parts with their counts in them."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - (the same)
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - (the same)

    figure = Figure(figsize=(WIDE, 1.6 + 0.7 * len(names)), dpi=DOTS, layout="constrained")
    axes = figure.add_subplot()
    starts = [0] * len(names)
    for place, label in enumerate(labels):
        widths = [row[place] for row in counts]
        bars = axes.barh(
            names,
            widths,
            left=starts,
            height=0.6,
            label=label,
            color=GREYS[place],
            edgecolor="black",
            hatch=HATCHES[place],
        )
        shown = [f"{count:,}" if count else "" for count in widths]
        for text in axes.bar_label(bars, labels=shown, label_type="center", fontsize=12, fontweight="bold"):
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.5})
        starts = [start + width for start, width in zip(starts, widths, strict=True)]
    axes.invert_yaxis()
    axes.set_title(title, fontsize=14, loc="left", pad=12)
    axes.set_xlabel(across, fontsize=12)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.tick_params(labelsize=12)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(ncols=len(labels), loc="outside lower center", frameon=False, fontsize=11)
    return _png(figure)


def movement_png(rows: Sequence[Sequence[int]], *, title: str) -> bytes:
    """A PNG of a grid: from which grade (down) to which (across) how many cases went, darker for more."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - (the same)

    labels = [grade.label for grade in WORST_TO_BEST]
    most = max(1, *(max(row) for row in rows))
    figure = Figure(figsize=(WIDE, HIGH), dpi=DOTS, layout="constrained")
    axes = figure.add_subplot()
    axes.imshow(rows, cmap="Greys", vmin=0, vmax=most * 1.6, aspect="auto")
    for down, row in enumerate(rows):
        for over, count in enumerate(row):
            axes.text(over, down, f"{count:,}", ha="center", va="center", fontsize=14)
    axes.set_xticks(range(len(labels)), labels, fontsize=11)
    axes.set_yticks(range(len(labels)), labels, fontsize=11)
    axes.set_xlabel("Grade when audited again", fontsize=12)
    axes.set_ylabel("Grade before", fontsize=12)
    axes.set_title(title, fontsize=14, loc="left", pad=12)
    return _png(figure)


def _png(figure: "Figure") -> bytes:
    paper = io.BytesIO()
    figure.savefig(paper, format="png")
    return paper.getvalue()
