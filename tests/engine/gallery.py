"""Every kind of artist and every odd thing that an author does: drawn for the tests, three ways alike."""

import datetime

import matplotlib.patheffects
import numpy as np
from matplotlib.patches import Circle
from matplotlib.ticker import MaxNLocator, PercentFormatter

from lossviz import Slider, style
from lossviz.engine.demo import Demo

GALLERY: list[Demo] = []


def made(draw, axes: int = 1) -> Demo:
    """A demo with one slider k from 0 to 10 that is in no registry."""
    draw.__doc__ = draw.__doc__ or "Move k."
    return Demo(draw, {"k": Slider(0, 10, step=1)}, axes, (300, 200))


def draws(draw=None, *, axes: int = 1):
    if draw is None:
        return lambda draw: draws(draw, axes=axes)
    GALLERY.append(made(draw, axes))
    return draw


@draws
def mathtext_that_moves(ax, k):
    ax.text(k / 10, 0.5, rf"$\frac{{{k}}}{{x^2}}$")
    ax.set_title(rf"$\alpha={k}$")
    return f"k is {k}"


@draws
def an_inset_that_moves(ax, k):
    i = ax.inset_axes([0.1 + k / 50, 0.5, 0.3, 0.3])
    i.plot([0, k])
    ax.indicate_inset_zoom(i, edgecolor=style.INK)
    return f"k is {k}"


@draws
def a_secondary_axis(ax, k):
    ax.set(xlim=(0, k + 1))
    ax.secondary_xaxis("top", functions=(lambda x: x * 2, lambda x: x / 2)).set_xlabel("double")
    return f"k is {k}"


@draws
def twin_axes(ax, k):
    ax.plot([0, k])
    t = ax.twinx()
    t.plot([k, 0, k], color=style.RED)
    t.set_ylabel("o")
    return f"k is {k}"


@draws(axes=2)
def twin_axes_in_the_second_panel(axes, k):
    a, b = axes
    a.plot([0, k])
    t = b.twiny()
    t.plot([k, 0, k], color=style.RED)
    return f"k is {k}"


@draws
def a_colour_bar(ax, k):
    im = ax.imshow(np.arange(9).reshape(3, 3) * (k + 1))
    ax.figure.colorbar(im, ax=ax)
    return f"k is {k}"


@draws
def axes_off_in_one_state(ax, k):
    if k == 3:
        ax.axis("off")
    ax.plot([0, k])
    return f"k is {k}"


@draws
def a_formatter_that_is_a_lambda(ax, k):
    ax.xaxis.set_major_formatter(lambda x, p: f"{x * k:.1f}!")
    ax.plot([0, 1])
    return f"k is {k}"


@draws
def a_bold_label_and_one_red_tick(ax, k):
    ax.set_xlabel("x", weight="bold" if k % 2 else "normal")
    ax.plot([0, 1])
    ax.set_xticks(range(3))
    ax.get_xticklabels()[k % 3].set_color(style.RED)
    return f"k is {k}"


@draws
def dates(ax, k):
    d = [datetime.date(2020, 1, 1) + datetime.timedelta(days=i * (k + 1) * 3) for i in range(10)]
    ax.plot(d, range(10))
    return f"k is {k}"


@draws
def names_on_an_axis(ax, k):
    ax.bar(["a", "b", "c"][: 1 + k % 3], [1, 2, 3][: 1 + k % 3])
    return f"k is {k}"


@draws
def an_image_of_2000_by_2000(ax, k):
    ax.imshow(np.random.default_rng(k).random((2000, 2000)), extent=(0, k + 1, 0, 1), aspect="auto")
    return f"k is {k}"


@draws
def two_images(ax, k):
    ax.imshow(np.eye(3) * k, extent=(0, 1, 0, 1))
    ax.imshow(np.eye(2), extent=(1, 2, 0, 1))
    ax.set(xlim=(0, 2))
    return f"k is {k}"


@draws
def log_axes(ax, k):
    ax.loglog([1, 10 ** (k + 1)], [1, 10])
    return f"k is {k}"


@draws
def a_scale_that_changes(ax, k):
    ax.set_xscale("symlog" if k % 2 else "linear")
    ax.plot([-k, k], [0, 1])
    return f"k is {k}"


@draws
def arrows_of_a_field(ax, k):
    x, y = np.meshgrid(range(4), range(4))
    ax.quiver(x, y, np.cos(k + x), np.sin(y), color=style.BLUE)
    return f"k is {k}"


@draws
def streams(ax, k):
    x, y = np.meshgrid(np.linspace(0, 1, 8), np.linspace(0, 1, 8))
    ax.streamplot(x, y, 1 + x * k, y + 0.1, color=style.BLUE)
    return f"k is {k}"


@draws
def labels_on_contours(ax, k):
    x, y = np.meshgrid(np.linspace(0, 1, 20), np.linspace(0, 1, 20))
    c = ax.contour(x, y, x * x + k * y, colors=style.GREEN)
    ax.clabel(c)
    return f"k is {k}"


@draws
def an_arrow_and_its_words(ax, k):
    ax.annotate("x<&>\"'", (k / 10, 0.5), (0.5, 0.9), arrowprops={"arrowstyle": "->", "color": style.INK})
    return f"k is {k}"


@draws
def hatches(ax, k):
    ax.bar([0, 1], [k, 1], hatch="/" * (k % 3 + 1), facecolor=style.GRID, edgecolor=style.INK)
    return f"k is {k}"


@draws
def a_clip_path(ax, k):
    im = ax.imshow(np.eye(4))
    im.set_clip_path(Circle((1, 1), k / 5 + 0.1, transform=ax.transData))
    return f"k is {k}"


@draws
def hangul_emoji_arabic_hebrew_hindi(ax, k):
    ax.text(0.5, 0.5, f"손실 {k} 🎉 العربية עברית हिन्दी")
    ax.set_xlabel("한글")
    return f"손실 {k}"


@draws
def artists_that_come_and_go(ax, k):
    for i in range(k * 7):
        ax.plot([i, i + 1], [0, k])
    return f"k is {k}"


@draws
def points_of_many_sizes(ax, k):
    ax.scatter(range(k + 1), range(k + 1), s=np.arange(k + 1) * 10, c=[style.BLUE] * (k + 1))
    return f"k is {k}"


@draws
def a_legend_with_a_title(ax, k):
    ax.plot([0, k], label=f"k={k}")
    ax.legend(title="t")
    return f"k is {k}"


@draws
def a_table(ax, k):
    ax.axis("off")
    ax.table([[k, 2], [3, 4]], loc="center")
    return f"k is {k}"


@draws
def spines_that_move(ax, k):
    ax.spines["bottom"].set_position(("data", k))
    ax.spines["left"].set_position("zero") if k % 2 else None
    ax.set(xlim=(-5, 5), ylim=(0, 10))
    return f"k is {k}"


@draws
def an_aspect_that_changes(ax, k):
    ax.set_aspect("equal" if k % 2 else "auto")
    ax.plot([0, 1], [0, k])
    return f"k is {k}"


@draws
def a_mesh(ax, k):
    ax.pcolormesh(np.arange(12).reshape(3, 4) * k + 1.0)
    return f"k is {k}"


@draws
def fills_with_alpha(ax, k):
    ax.fill_between([0, 1, 2], [0, k, 1], alpha=0.3 + k / 30)
    ax.axvspan(0, k / 10, alpha=0.1)
    return f"k is {k}"


@draws
def ticks_on_top_and_inside(ax, k):
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel("top")
    ax.tick_params(axis="y", direction="in", length=k, colors=style.RED)
    return f"k is {k}"


@draws
def minor_ticks(ax, k):
    ax.minorticks_on()
    ax.grid(which="both")
    ax.plot([0, k])
    return f"k is {k}"


@draws
def a_halo_around_words(ax, k):
    ax.text(0.5, 0.5, f"{k}", path_effects=[matplotlib.patheffects.withStroke(linewidth=3, foreground=style.PAPER)])
    return f"k is {k}"


@draws
def a_face_that_changes(ax, k):
    ax.set_facecolor(style.GRID if k % 2 else "none")
    ax.plot([0, 1])
    return f"k is {k}"


@draws
def an_axis_upside_down(ax, k):
    ax.plot([0, k + 1])
    ax.invert_yaxis() if k % 2 else None
    return f"k is {k}"


@draws
def an_offset_on_an_axis(ax, k):
    ax.plot([1e9, 1e9 + k + 1])
    return f"k is {k}"


@draws
def a_polar_inset(ax, k):
    p = ax.inset_axes([0.5, 0.5, 0.4, 0.4], projection="polar")
    p.plot([0, k], [0, 1])
    return f"k is {k}"


@draws
def artists_in_another_order(ax, k):
    ax.set_axisbelow(bool(k % 2))
    ax.plot([0, 1], zorder=k)
    ax.axhline(0.5, zorder=-k)
    return f"k is {k}"


@draws
def margins(ax, k):
    ax.margins(k / 20)
    ax.plot([0, 1])
    return f"k is {k}"


@draws
def a_locator_that_changes(ax, k):
    ax.xaxis.set_major_locator(MaxNLocator(k + 1))
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.plot([0, 1])
    return f"k is {k}"


@draws
def errorbars_stems_boxes_histograms_violins(ax, k):
    ax.errorbar([0, 1], [k, 1], yerr=[0.5, k], capsize=3)
    ax.stem([0, 1], [1, k])
    ax.boxplot([[1, 2, 3, k]])
    ax.hist([1, 2, k])
    ax.violinplot([[1, 2, k + 0.5]])
    return f"k is {k}"


@draws
def axes_in_another_place(ax, k):
    ax.set_position([0.2, 0.2, 0.5 + k / 40, 0.5])
    ax.plot([0, 1])
    return f"k is {k}"


@draws
def words_that_look_like_html(ax, k):
    ax.set_title(f"<!-- <script> & </script> {k}")
    ax.text(0.1, 0.5, 'say "1 > 0" & <b>')
    return f"</script><!-- {k} " + "and so on, " * 40


@draws
def an_empty_panel(ax, k):
    return f"nothing, {k} times"
