"""Losses of several predictions against PyTorch, and what each of them is in other clothes."""

import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional as F

from lossviz import information, losses

NUMBERS = st.floats(-50, 50)
SHARES = st.floats(0, 1)


def value_and_slope(function, x):
    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    value = function(x)
    value.sum().backward()
    return value.detach().numpy(), x.grad.numpy()


def assert_same(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-9)


@given(arrays(float, (4, 3, 2), elements=NUMBERS), st.floats(0.01, 5))
def test_triplet_loss_of_distances_is_that_of_torch_for_points(points, margin):
    anchor, positive, negative = np.moveaxis(points, 1, 0)
    near, far = (np.linalg.norm(anchor - other, axis=1) for other in (positive, negative))
    three = [torch.from_numpy(x.copy()) for x in (anchor, positive, negative)]
    theirs = F.triplet_margin_loss(*three, margin=margin, reduction="none")
    np.testing.assert_allclose(losses.triplet_loss(near=near, far=far, margin=margin), theirs, atol=1e-5)


@given(arrays(float, 5, elements=NUMBERS), arrays(float, 5, elements=NUMBERS), st.floats(0, 5))
def test_triplet_loss_is_a_hinge_on_the_lead_and_so_is_its_slope(near, far, margin):
    assume((abs(near - far + margin) > 1e-6).all())
    value, slope = value_and_slope(lambda d: torch.relu(d - torch.from_numpy(far) + margin), near)
    assert_same(losses.triplet_loss(near=near, far=far, margin=margin), value)
    assert_same(losses.triplet_loss_grad(near=near, far=far, margin=margin), slope)
    assert_same(losses.triplet_loss(near=near, far=far), losses.hinge_loss(score=far - near, label=1))


@given(arrays(float, 5, elements=NUMBERS), arrays(float, 5, elements=NUMBERS), st.floats(0.01, 10))
def test_pairwise_logistic_loss_is_that_of_torch_and_the_logistic_loss_of_the_difference(better, worse, beta):
    value, slope = value_and_slope(lambda s: -F.logsigmoid(beta * (s - torch.from_numpy(worse))), better)
    given = {"better": better, "worse": worse, "beta": beta}
    assert_same(losses.pairwise_logistic_loss(**given), value)
    assert_same(losses.pairwise_logistic_loss_grad(**given), slope)
    assert_same(losses.pairwise_logistic_loss(**given), losses.logistic_loss(score=beta * (better - worse), label=1))
    both = np.stack([better, worse], axis=-1)
    softmax = losses.softmax_cross_entropy(logits=beta * both, label=0)
    assert_same(losses.pairwise_logistic_loss(**given), softmax)


@given(st.integers(1, 6), st.integers(0, 99), st.floats(0.05, 5))
def test_info_nce_is_the_cross_entropy_of_torch_with_the_diagonal_as_truth(batch, seed, temperature):
    scores = np.random.default_rng(seed).normal(size=(batch, batch))
    value, slope = value_and_slope(
        lambda s: F.cross_entropy(s / temperature, torch.arange(batch), reduction="none"), scores
    )
    assert_same(losses.info_nce(scores, temperature=temperature), value)
    assert_same(losses.info_nce_grad(scores, temperature=temperature), slope)


@pytest.mark.parametrize("batch", [1, 2, 64])
def test_info_nce_of_a_model_that_cannot_tell_is_log_b(batch):
    np.testing.assert_allclose(losses.info_nce(np.ones((batch, batch)), temperature=0.1), math.log(batch))


@given(arrays(float, (3, 6), elements=SHARES), arrays(float, (3, 6), elements=SHARES), st.floats(0.01, 5))
def test_dice_loss_is_its_formula_by_autograd(guess, label, smooth):
    y = torch.from_numpy(label)

    def oracle(p):
        return 1 - (2 * (p * y).sum(-1) + smooth) / (p.sum(-1) + y.sum(-1) + smooth)

    value, slope = value_and_slope(oracle, guess)
    given = {"probability": guess, "label": label, "smooth": smooth}
    assert_same(losses.dice_loss(**given), value)
    assert_same(losses.dice_loss_grad(**given), slope)


@given(arrays(bool, 8), arrays(bool, 8))
def test_dice_of_masks_follows_from_their_iou(guess, label):
    assume((guess | label).any())
    iou = (guess & label).sum() / (guess | label).sum()
    dice = 1 - losses.dice_loss(probability=guess, label=label)
    assert dice == pytest.approx(2 * iou / (1 + iou))


def test_an_empty_mask_costs_1_with_no_slope_until_something_is_added():
    empty, guess = np.zeros(4), np.full(4, 0.01)
    assert losses.dice_loss(probability=guess, label=empty) == 1
    assert (losses.dice_loss_grad(probability=guess, label=empty) == 0).all()
    assert losses.dice_loss(probability=empty, label=empty) == 0
    assert losses.dice_loss(probability=guess, label=empty, smooth=1) == pytest.approx(1 - 1 / 1.04)
    assert (losses.dice_loss_grad(probability=guess, label=empty, smooth=1) > 0).all()


@given(arrays(float, 4, elements=st.floats(-9, 9)), arrays(float, 4, elements=st.floats(0.01, 9)))
def test_gaussian_kl_and_its_slopes_are_those_of_torch(mean, width):
    one = torch.distributions.Normal(torch.tensor(0.0).double(), torch.tensor(1.0).double())

    def oracle(both):
        return torch.distributions.kl_divergence(torch.distributions.Normal(both[:, 0], both[:, 1]), one)

    value, slope = value_and_slope(oracle, np.stack([mean, width], axis=-1))
    assert_same(information.gaussian_kl(mean=mean, width=width), value)
    assert_same(information.gaussian_kl_grad(mean=mean, width=width), slope)


REFUSED = [
    (losses.info_nce, {"scores": [[1.0, 2.0]]}, r"scores has shape \(1, 2\); allowed is \(B, B\)"),
    (losses.info_nce, {"scores": np.eye(2), "temperature": 0}, "temperature is 0; allowed are numbers above 0"),
    (losses.triplet_loss, {"near": 1, "far": 2, "margin": -1}, "margin is -1; allowed are numbers from 0 up"),
    (losses.pairwise_logistic_loss, {"better": 1, "worse": 2, "beta": 0}, "beta is 0; allowed are numbers above 0"),
    (losses.dice_loss, {"probability": [0.5], "label": [1.0, 0.0]}, r"probability has shape \(1,\) and label \(2,\)"),
    (losses.dice_loss, {"probability": [1.5], "label": [1.0]}, "probability holds 1.5; allowed are 0 to 1"),
    (losses.dice_loss, {"probability": [0.5], "label": [-1.0]}, "label holds -1.0; allowed are 0 to 1"),
    (losses.generalized_cross_entropy, {"logits": [0.0, 1], "label": 0, "power": 0}, "power is 0; allowed are numbers"),
    (information.gaussian_kl, {"mean": 0, "width": 0}, "width holds 0.0; allowed are numbers above 0"),
]


@pytest.mark.parametrize(("function", "given", "message"), REFUSED)
def test_bad_input_is_refused_with_what_is_allowed(function, given, message):
    with pytest.raises(ValueError, match=message):
        function(**given)


@pytest.mark.parametrize("function", [losses.triplet_loss, losses.pairwise_logistic_loss, losses.dice_loss])
def test_what_can_be_swapped_must_be_named(function):
    with pytest.raises(TypeError, match="give its arguments by name"):
        function(1.0, 2.0)
