"""What the demos show, and what the chapter's own functions train: both on records and images small enough to check."""

import re

import numpy as np
import pytest
import torch
from matplotlib.figure import Figure

from lossviz import data, losses, progress, style
from lossviz.demos import digits
from lossviz.engine import html, recording
from tests.demos.axes import drawn as axes_of
from tools.check.notebooks import ROOT, read

RNG = np.random.default_rng(0)


def said(demo, **values):
    return demo.at(**values).readout.replace("\N{NO-BREAK SPACE}", " ")


# Pictures of cells


def drawn(values, levels, cell=2):
    ax = Figure().add_subplot()
    digits.draw_cells(ax, {(10, 20): values}, levels, cell, style.BLUE)
    return ax.patches


def ends(patch):
    return patch.get_path().vertices.reshape(-1, 2, 2)


def test_each_level_draws_as_many_cells_as_are_above_it():
    picture = RNG.random((28, 28))
    for patch, level in zip(drawn(picture, (0.2, 0.5, 0.9), cell=2), (0.2, 0.5, 0.9), strict=True):
        lengths = np.diff(ends(patch)[:, :, 0], axis=1).sum()
        assert lengths / 2 == (picture > level).sum()
        assert patch.get_linewidth() == 2


def test_a_cell_is_drawn_where_it_is_counted_from_the_upper_left():
    picture = np.zeros((28, 28))
    picture[3, 5] = 1
    (patch,) = drawn(picture, (0.5,), cell=2)
    assert ends(patch).tolist() == [[[10 + 5 * 2, 20 + 3.5 * 2], [10 + 6 * 2, 20 + 3.5 * 2]]]


def test_a_blank_picture_leaves_its_artists_in_place_so_that_a_slider_may_fill_them():
    assert len(drawn(np.zeros((28, 28)), digits.PULL)) == len(digits.PULL)


def test_the_samples_of_a_digit_are_counted():
    assert "first ten of 5,842 training images labelled 4" in said(digits.digits_samples, digit=4)
    assert "first ten of 6,742 training images labelled 1" in said(digits.digits_samples, digit=1)


# Demos of a record


def record():
    """Stencils that grow from nothing to the mean image of each digit, for 10 epochs."""
    images, labels = data.digits("test")
    means = np.stack([images[labels == digit].mean(axis=0) / 255 - 0.13 for digit in range(10)]).reshape(10, 784)
    return np.linspace(0, 0.5, 11)[:, None, None] * means


def training():
    return digits.training_demo(
        record(), np.linspace(2.3, 0.3, 11), np.linspace(2.3, 0.4, 11), np.linspace(0.1, 0.9, 11)
    )


def two_measures():
    each = np.tile([0.1, 0.2, 0.6, 0.8], (11, 1))
    right = np.tile([True, True, True, False], (11, 1))
    each[10] = [0.01, 0.02, 0.7, 0.79]
    right[10] = [True, True, False, False]
    return digits.two_measures_demo(each, right)


def mistakes():
    images, labels = data.digits("test")
    q = np.full((3, 10), 0.01)
    q[0, labels[0]], q[1, labels[1]], q[2, 9] = 0.91, 0.91, 0.91  # the third is a 1 read as a 9
    return digits.mistakes_demo(images[:3], labels[:3], q, count=2)


RATES = [0.001, 0.003, 0.01, 0.03, 0.1]
TRIED = {
    "cross-entropy": [0.88, 0.9, 0.91, 0.9, 0.86],
    "MSE": [0.83, 0.88, 0.9, 0.92, 0.89],
    "hinge": [0.9, 0.915, 0.9, 0.88, 0.84],
}


def rates():
    return digits.rates_demo(RATES, {name: [[a - 0.2, a - 0.1, a] for a in last] for name, last in TRIED.items()})


def confusions():
    labels = np.repeat(np.arange(10), 20)
    return digits.confusions_demo(labels, {"perfect": labels, "no fives": np.where(labels == 5, 3, labels)})


MADE = [training, two_measures, mistakes, rates, confusions]


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_a_demo_of_a_record_is_fit_for_a_page_and_small(make):
    assert len(html.pack(recording.make_recording(make()))) < 60_000


@pytest.mark.parametrize("make", [*MADE, lambda: digits.digits_samples])
def test_every_colour_follows_the_theme(make):
    assert re.findall("(?<!,)#[0-9a-f]{6}", style.themed(make().at().svg)) == []  # behind a comma: without a theme


def test_before_the_first_epoch_no_stencil_has_any_ink():
    start, end = (training().at(epoch=epoch).panels[1] for epoch in (0, 10))
    strokes = [sum(artist.count(" L ") for artist in panel) for panel in (start, end)]
    assert strokes[0] == 0
    assert strokes[1] > 1000


def test_ink_that_speaks_for_a_digit_is_orange_and_ink_against_it_purple():
    weights = np.zeros((10, 784))
    weights[3, :28], weights[3, -28:] = 1, -1
    ax = Figure().add_subplot()
    digits.draw_weights(ax, weights)
    heights = {style.ORANGE: [], style.PURPLE: []}
    for patch in ax.patches:
        for stroke in ends(patch):
            heights[style.ORANGE if patch.get_edgecolor()[0] > 0.6 else style.PURPLE].append(stroke[0, 1])
    assert len(heights[style.ORANGE]) == len(heights[style.PURPLE]) == len(digits.PULL)
    assert max(heights[style.ORANGE]) < min(heights[style.PURPLE]), "the first row is above the last"


def test_the_readout_of_a_run_gives_accuracy_and_both_losses():
    assert said(training(), epoch=10) == (
        "After epoch 10: 90.00 % of the test images right.\n"
        "Mean loss 0.4000 nats on them, 0.3000 on the training images."
    )


def test_the_accuracy_is_drawn_up_to_the_epoch_chosen():
    ends = [axes_of(two_measures(), epoch=epoch)[0].lines[0].get_xdata().max() for epoch in (4, 7, 10)]
    assert ends == [4, 7, 10]


def test_the_four_groups_of_images_add_up_to_all_images_and_to_the_whole_change():
    each, right = RNG.random((2, 500)), RNG.random((2, 500)) < 0.7
    groups = digits.changes(each, right, 1)
    assert sum(count for count, _ in groups.values()) == 500
    assert sum(added for _, added in groups.values()) == pytest.approx(each[1].mean() - each[0].mean())
    assert groups["turned right"][0] - groups["turned wrong"][0] == right[1].sum() - right[0].sum()


@pytest.mark.parametrize("digits_shown", [1, 3, 5])
def test_terms_are_rounded_so_that_they_add_up_to_the_rounded_total(digits_shown):
    for terms in RNG.normal(size=(200, 4)):
        printed = digits.adding_up(terms, terms.sum(), digits_shown)
        assert sum(printed) == pytest.approx(round(terms.sum(), digits_shown), abs=1e-9)
        assert printed == pytest.approx(terms, abs=3 * 10**-digits_shown)


def test_a_step_in_which_loss_and_accuracy_both_fall_is_told_as_such():
    assert said(two_measures(), epoch=10) == (
        "From epoch 9 to 10 the mean test loss changes by −0.04500 nats.\n"
        "0 images turn right, 1 turn wrong: 1 fewer right answers."
    )


def test_mistakes_come_in_the_order_of_their_cost_and_the_cost_is_the_log_of_the_truth():
    first, second = said(mistakes(), rank=1), said(mistakes(), rank=2)
    assert "labelled 1, read as 9 with probability 0.910" in first
    assert f"it costs −log(0.01) = {-np.log(0.01):.2f} nats" in first
    assert f"= {-np.log(0.91):.2f} nats" in second
    assert ">true 0.01<" in "".join(mistakes().at(rank=1).panels[1])


def test_the_challenge_of_the_rates_is_met_where_mse_comes_first_and_nowhere_else():
    met = rates().challenge.met
    assert [rate for rate in RATES if met(rate=rate)] == [0.03, 0.1]


def test_the_panel_by_epoch_shows_the_chosen_rate():
    low, high = (rates().at(rate=rate).panels[1] for rate in (0.001, 0.1))
    assert low != high


def test_labels_that_would_overlap_are_moved_apart():
    moved = digits.apart([0.9, 0.91, 0.8], 0.03)
    assert moved == pytest.approx([0.88, 0.91, 0.8])


def test_the_readout_of_the_rates_names_the_winner_and_each_best_rate_so_far():
    opening, end = (said(rates(), rate=rate) for rate in (0.001, 0.1))
    assert "First is hinge" in opening
    assert "in this order: 0.001, 0.001, 0.001" in opening
    assert "in this order: 0.01, 0.03, 0.003" in end


def test_a_digit_that_is_never_named_is_found():
    assert said(confusions(), model="perfect").startswith("100.00 % right")
    assert said(confusions(), model="no fives") == (
        "90.00 % right. Most frequent mistake: 5 read as 3, 20 times.\nDigits that it never names: 5."
    )


# What the chapter trains


@pytest.fixture(scope="module")
def chapter():
    """The functions of the chapter, taken from its cells."""
    wanted = ("blank-code", "train-code", "judge-code", "losses-code", "twice-code")
    sources = {cell.id: cell.source for cell in read(ROOT / "chapters" / "digits.ipynb").cells}
    names = {"torch": torch, "F": torch.nn.functional, "progress": progress}
    for id in wanted:
        exec(re.split(r"\n\n\n(?:run|stuck_run|some)\b", sources[id])[0], names)
    return names


@pytest.fixture(scope="module")
def batch():
    images, labels = data.digits("test")
    return torch.from_numpy(images[:64]).reshape(-1, 784) / 127.5 - 1, torch.from_numpy(labels[:64])


def losses_of(chapter):
    return [torch.nn.functional.cross_entropy, chapter["mse"], chapter["hinge"], chapter["twice"]]


def test_the_model_has_7850_numbers_and_begins_with_a_loss_of_log_10(chapter, batch):
    model = chapter["blank"]()
    assert sum(parameter.numel() for parameter in model.parameters()) == 7850
    assert chapter["judge"](model, *batch)[0] == pytest.approx(np.log(10), abs=1e-6)


@pytest.mark.parametrize("number", range(4), ids=["cross-entropy", "MSE", "hinge", "softmax twice"])
def test_one_step_lowers_each_loss_on_its_batch(chapter, batch, number):
    loss = losses_of(chapter)[number]
    before, after = (
        loss(model(batch[0]), batch[1]).item() for model in chapter["train"](loss, 0.001, *batch, epochs=1)
    )
    assert after < before


def test_the_same_seed_trains_the_same_model(chapter, batch):
    first, second = (list(chapter["train"](chapter["hinge"], 0.01, *batch, epochs=3))[-1] for _ in range(2))
    assert torch.equal(first.weight, second.weight)


def test_the_models_of_a_run_are_copies_and_not_one_model_over_and_over(chapter, batch):
    models = list(chapter["train"](chapter["mse"], 0.01, *batch, epochs=2))
    assert len({model.weight.abs().sum().item() for model in models}) == 3


def test_the_other_losses_are_those_of_the_book(chapter):
    z, y = torch.from_numpy(RNG.normal(size=(50, 10))), torch.from_numpy(RNG.integers(0, 10, 50))
    hinge = losses.multiclass_hinge_loss(scores=z.numpy(), label=y.numpy()).mean()
    brier = losses.squared_error(losses.softmax(z.numpy()), np.eye(10)[y.numpy()]).sum(axis=1).mean()
    assert chapter["hinge"](z, y).item() == pytest.approx(hinge)
    assert chapter["mse"](z, y).item() == pytest.approx(brier)
