"""What the demos of the chapter on today's losses say, and that they stand where their formulas put them."""

import re

import numpy as np
import pytest

from lossviz.demos import _today_masks as masks
from lossviz.demos import _today_models as models
from lossviz.demos import losses_today as today
from lossviz.losses import softmax


def said(demo, **values) -> str:
    """The readout at exactly these values, its spaces all of one kind."""
    frame = demo.at(**values)
    assert {name: frame.values[name] for name in values} == values, "not among the stops"
    return frame.readout.replace("\N{NO-BREAK SPACE}", " ")


# ── The next letter ─────────────────────────────────────────────────────────────────────────────────────────


def test_temperature_is_the_softmax_of_divided_logits():
    q = today.next_letters()[1][3]
    np.testing.assert_allclose(today.warmed(q, 1.7), softmax(np.log(q) / 1.7))


def test_the_held_out_letters_are_no_part_of_the_counts():
    held_out, _ = today.next_letters()
    text = today.letters("English")
    assert "".join(today.LETTERS[k] for k in held_out) == text[-len(held_out) :]
    assert 0.19 < len(held_out) / len(text) < 0.21


def test_a_sharper_model_is_surer_and_the_valley_has_its_floor_at_1_1():
    assert "T = 0.3: e 0.983" in said(today.next_letter, before="th", temperature=0.3)
    assert min(today.TEMPERATURES, key=today.held_out_loss) == 1.1
    assert "2.170 nats = 3.131 bits a letter (a byte); perplexity exp(2.170) = 8.76" in said(today.next_letter)


# ── A batch on the circle ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("temperature", "floor"), [(0.05, 0.006), (0.2, 0.390), (1.0, 1.315)])
def test_the_partner_on_the_anchor_pays_what_the_temperature_leaves(temperature, floor):
    assert today.batch_loss(0, 8, temperature, false=False)[0] == pytest.approx(floor, abs=5e-4)


def test_a_false_negative_raises_the_floor_and_a_confident_mistake_costs_more_than_log_b():
    assert "0.686 nats" in said(today.circle_batch, angle=0, false=True)
    assert today.batch_loss(120, 8, 0.2, false=False)[0] > np.log(8)


@pytest.mark.parametrize(("values", "p"), [({"batch": "32"}, "0.0001135"), ({"temperature": 0.05}, "1.6375×10⁻¹¹")])
def test_the_loss_follows_from_the_printed_probability(values, p):
    assert f"the partner gets {p} among" in said(today.circle_batch, **values)
    assert f"−log {p} = {-np.log(float(p.replace('×10⁻¹¹', 'e-11'))):.3f} nats" in said(today.circle_batch, **values)


@pytest.mark.parametrize("false", [False, True])
@pytest.mark.parametrize("batch", [4, 8, 32])
def test_a_batch_of_b_has_b_candidates(batch, false):
    assert len(today.others(batch, false)) == batch - 1
    assert (today.FALSE in today.others(batch, false)) == false


# ── Triplets and preferences ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("negative", "kind", "loss"),
    [(3, "easy", "0"), (-2, "semi\N{NON-BREAKING HYPHEN}hard", "0.5"), (1, "hard", "1.5"), (1.5, "hard", "1")],
)
def test_a_triplet_is_named_after_where_its_negative_is(negative, kind, loss):
    text = said(today.triplet_line, anchor=0, positive=1.5, negative=negative)
    assert kind in text
    assert text.endswith(f"= {loss}.")


def test_all_in_one_place_costs_the_margin_wherever_it_is():
    for place in (-1, 0, 0.5):
        assert said(today.triplet_line, anchor=place, positive=place, negative=place).endswith("= 1.")


def test_the_challenge_of_the_triplet_can_be_met_and_is_open_at_the_start():
    met = today.triplet_line.challenge.met
    assert met(anchor=0, positive=1.5, negative=-2)
    assert not met(anchor=0, positive=1.5, negative=-1)


def test_raising_both_scores_changes_nothing():
    one, two = (said(today.preference_gap, better=a, worse=a + 2, beta=1) for a in (-1, 0.5))
    assert one == two
    assert "Loss 2.127 nats, slope −0.881" in one
    assert "σ(4 · (−2)) = 0.0003354" in said(today.preference_gap, beta=4)


@pytest.mark.parametrize("beta", [0.1, 0.5, 1, 2, 4])
def test_loss_and_slope_follow_from_the_probability_as_it_is_printed(beta):
    for better in np.arange(-3, 1.5, 0.5):
        text = said(today.preference_gap, better=better, worse=1, beta=beta)
        plain = text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")).replace("×10", "e")
        chosen = float(re.search(r"σ.*?\) = ([\d.e-]+\d)\.\n", plain)[1])
        assert f"Loss {-np.log(chosen):.3f} nats, slope −{beta * (1 - chosen):.3f}." in text


# ── Noise and codes ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("noise", [0.3, 1.0, 5.0])
@pytest.mark.parametrize("x", [-4.0, 0.5, 3.0])
def test_the_best_denoiser_is_the_mean_over_all_clean_values(noise, x):
    clean = np.linspace(-8, 8, 200_001)
    joint = models.bells(clean, 0).sum(axis=-1) * np.exp(-0.5 * ((x - clean) / noise) ** 2)
    assert models.best_denoiser(x, noise) == pytest.approx((clean * joint).sum() / joint.sum(), abs=1e-6)


def test_much_noise_leaves_the_mean_and_little_leaves_x():
    assert models.best_denoiser(6.0, 1000.0) == pytest.approx(-0.5, abs=0.01)
    assert models.best_denoiser(2.1, 0.01) == pytest.approx(2.1, abs=0.01)


@pytest.mark.parametrize("noise", models.LEVELS)
def test_no_guess_of_the_noise_is_better_than_the_floor_says(noise):
    rng = np.random.default_rng(0)
    clean = rng.choice(models.MIDDLES, 200_000, p=models.SHARES) + models.WIDTH * rng.normal(size=200_000)
    error = rng.normal(size=200_000)
    noisy = clean + noise * error
    guess = (noisy - models.best_denoiser(noisy, noise)) / noise
    assert np.mean((guess - error) ** 2) == pytest.approx(models.floor(noise), abs=0.01)


@pytest.mark.parametrize("beta", [0.1, 1.0, 30.0])
def test_the_lowest_sum_of_the_tug_is_lowest(beta):
    def total(mean, width):
        miss, kl = models.costs(mean, width)
        return miss + beta * kl

    mean, width = models.lowest(beta)
    around = [(mean + a, width * b) for a in (-0.01, 0, 0.01) for b in (0.99, 1, 1.01)]
    assert min(around, key=lambda q: total(*q)) == (mean, width)
    assert total(mean, width) <= min(total(m, w) for m in np.linspace(-1, 2, 31) for w in np.linspace(0.1, 1.5, 29))


# ── Masks and flipped labels ────────────────────────────────────────────────────────────────────────────────


def test_the_thin_1_is_a_twentieth_ink_and_a_shift_of_two_loses_it():
    mask = masks.truth("a thin 1")
    assert mask.sum() == 39
    text = said(today.dice_and_pixels, picture="a thin 1", shift=2, threshold=0.5)
    assert "Pixels right 0.906" in text
    assert "Dice loss 1 − 0.051 = 0.949, IoU 0.026" in text


def test_no_shift_of_the_demo_pushes_ink_over_the_edge():
    for picture in masks.PICTURES:
        columns = np.flatnonzero((masks.grey(picture) > 0.02).any(axis=0))
        assert columns.min() - 5 >= 0
        assert columns.max() + 5 < 28


@pytest.mark.parametrize("loss", masks.LOSSES)
@pytest.mark.parametrize("share", [0.05, 0.2, 0.4])
def test_the_lowest_point_under_flipped_labels_is_where_the_formula_puts_it(loss, share):
    q = np.linspace(1e-6, 1 - 1e-6, 200_001)
    found = q[masks.clean_or_flipped(loss, share, q).argmin()]
    assert masks.lowest_at(loss, share) == pytest.approx(found, abs=1e-4)
