"""What the demos of the chapter on choosing a loss say, and that the atlas follows `lossviz.losses`."""

import inspect
import re

import numpy as np
import pytest
import torch
from torch import nn

from lossviz import losses
from lossviz.demos import _atlas, _guide
from lossviz.demos import choosing_a_loss as demos
from lossviz.engine.demo import registry
from lossviz.losses import LOSSES, Loss, several


def number_after(words: str, readout: str) -> float:
    [found] = re.findall(re.escape(words) + r" (−?[\d,.]*\d)", readout)
    return float(found.replace("−", "-").replace(",", ""))


# ── Noise ───────────────────────────────────────────────────────────────────────────────────────────────────

every_noise = pytest.mark.parametrize("noise", demos.NOISES)


@every_noise
@pytest.mark.parametrize("scale", [1.0, 14.0])
def test_the_density_of_a_noise_has_the_area_one(noise, scale):
    miss = np.sinh(np.linspace(-12, 12, 200_001)) * scale
    assert np.trapezoid(demos.NOISES[noise].density(miss, scale), miss) == pytest.approx(1, abs=1e-4)


@every_noise
def test_the_slope_of_a_noise_is_that_of_minus_its_log_density(noise):
    kind, miss, h = demos.NOISES[noise], np.linspace(-4.9, 4.9, 50), 1e-6
    secant = (-np.log(kind.density(miss + h, 1)) + np.log(kind.density(miss - h, 1))) / (2 * h)
    np.testing.assert_allclose(kind.slope(miss), secant, atol=1e-7)


def test_an_error_of_five_is_far_rarer_under_gauss_than_under_students_t():
    said = [number_after("an error of 5 is", demos.noise_and_loss.at(noise=n, miss=5).readout) for n in demos.NOISES]
    assert said == [268337, 148.4, 49.6]


def test_a_larger_scale_leaves_the_lowest_loss_at_no_miss():
    for scale in demos.noise_and_loss.controls["scale"].values:
        readout = demos.noise_and_loss.at(miss=0, scale=scale).readout
        assert "just as rare" in readout
        assert "= 0, slope 0" in readout


@pytest.mark.parametrize(("noise", "guess"), [("Gauss", np.mean), ("Laplace", np.median)])
def test_gauss_chooses_the_mean_and_laplace_the_median_at_every_scale(noise, guess):
    for scale in demos.noise_and_guess.controls["scale"].values:
        best = int(guess([20, 22, 24, 26, 88]))
        assert "No other guess" in demos.noise_and_guess.at(noise=noise, guess=best, scale=scale).readout
        assert "Another guess" in demos.noise_and_guess.at(noise=noise, guess=best + 1, scale=scale).readout


def test_students_t_needs_the_fewest_nats_for_four_days_and_a_breakdown():
    best = {
        noise: min(
            number_after(f"scale {s}:", demos.noise_and_guess.at(noise=noise, guess=guess, scale=s).readout)
            for s in demos.noise_and_guess.controls["scale"].values
        )
        for noise, guess in {"Gauss": 36, "Laplace": 24, "Student t": 23}.items()
    }
    assert best["Student t"] < best["Laplace"] < best["Gauss"]


# ── What a loss asks for ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("loss", ["log-loss", "squared error"])
def test_a_strictly_proper_loss_asks_for_the_share_itself(loss):
    for share in demos.what_a_loss_asks.controls["share"].values:
        assert "p itself" in demos.what_a_loss_asks.at(loss=loss, share=share, answer=share).readout


def test_the_absolute_error_asks_for_a_decision():
    ends = ((0.3, 0.01), (0.5, 0.01), (0.7, 0.99))
    asked = [demos.what_a_loss_asks.at(loss="absolute error", share=p, answer=q).readout for p, q in ends]
    assert "Lowest at q = 0, not p" in asked[0]
    assert "Every answer costs the same" in asked[1]
    assert "Lowest at q = 1, not p" in asked[2]


def test_the_answer_is_not_shown_before_it_is_found():
    opening = demos.what_a_loss_asks.at()
    assert opening.readout.endswith("Another answer costs less.")


def test_the_mean_loss_is_the_sum_that_the_readout_shows():
    for values in demos.what_a_loss_asks.states[::3]:
        said = demos.what_a_loss_asks.at(**values).readout
        terms = re.search(r"loss ([\d.]+)\s·\s([\d.]+) \+\s([\d.]+)\s·\s([\d.]+) =\s([\d.]+)\.", said)
        p, yes, rest, no, mean = map(float, terms.groups())
        assert p * yes + rest * no == pytest.approx(mean, abs=0.00050001), values


def test_a_weight_of_nine_on_yes_multiplies_the_odds_by_nine():
    share = np.array([0.1, 0.3, 0.5])
    best = demos.asked("log-loss, yes × 9", share)
    np.testing.assert_allclose(best / (1 - best), 9 * share / (1 - share), rtol=0.01)


def test_the_focal_loss_draws_answers_to_the_middle_and_keeps_their_order():
    best = demos.asked("focal, γ = 2", demos.SHARES)
    assert np.all(abs(best - 0.5) <= abs(demos.SHARES - 0.5) + 1e-9)
    assert np.all(np.diff(best) > 0)


# ── The atlas ───────────────────────────────────────────────────────────────────────────────────────────────


def twice_error(y_pred, y_true):
    return 2 * abs(np.subtract(y_pred, y_true))


def twice_error_grad(y_pred, y_true):
    return 2 * np.sign(np.subtract(y_pred, y_true))


@pytest.fixture
def one_more(monkeypatch):
    """A loss more in the table, as if it had been written into lossviz/losses/table.py."""
    twice = Loss(twice_error, twice_error_grad, "2|ŷ − y| where a < b", "2 sign(ŷ − y)", "0 at ŷ = y")
    monkeypatch.setitem(LOSSES, "twice_error", twice)
    monkeypatch.setitem(registry, "loss_atlas", demos.loss_atlas)


def test_the_atlas_shows_every_loss_of_the_module_and_no_other():
    names = {name.removesuffix("_grad") for name in vars(losses) if name.endswith("_grad")}
    names -= {"sigmoid", "softmax", "log_softmax"}
    names -= {
        f.__name__ for f in vars(several).values() if getattr(f, "__module__", "") == several.__name__
    }  # of several predictions: no curve over one
    assert {row[0] for row in demos.LossTable().rows} == names
    for control in ("first", "second"):
        assert set(demos.loss_atlas.controls[control].values) == set(map(_atlas.title, names))


@pytest.mark.usefixtures("one_more")
def test_a_loss_added_to_the_table_appears_in_table_and_picture():
    table = demos.LossTable()
    assert "twice_<wbr>error" in table._repr_html_()
    assert "2 sign(ŷ − y)" in repr(table)
    atlas = demos.make_atlas(LOSSES)
    assert "twice error" in atlas.controls["second"].values
    readout = atlas.at(first="twice error", output=-1).readout.replace("\N{NO-BREAK SPACE}", " ")
    assert readout.startswith("Truth 1, output −1: twice error: loss 4, slope −2")


@pytest.mark.usefixtures("one_more")
def test_the_table_can_be_read_aloud_and_holds_no_raw_angle_brackets():
    html = demos.LossTable()._repr_html_()
    assert html.count('<th scope="row"') == len(LOSSES)
    assert html.count('<th scope="col"') == len(_atlas.HEADINGS)
    assert "<caption>" in html
    assert "where a &lt; b" in html
    assert 'tabindex="0"' in html


def test_robust_are_the_losses_whose_slope_is_bounded():
    said = {row[0]: row[4] for row in demos.LossTable().rows}
    growing = {name for name, robust in said.items() if robust.startswith("no")}
    assert growing == {"squared_error", "gaussian_nll", "squared_hinge_loss", "binary_cross_entropy"}
    assert said["zero_one_loss"] == "yes, it has none"
    assert said["generalized_cross_entropy"] == "yes, 0"  # it fades; that it underflows does not mean that it has none
    assert said["huber_loss"] == "yes, 1"


@pytest.mark.parametrize("name", LOSSES)
def test_the_lowest_value_is_zero_and_reached_unless_the_table_says_in_the_limit(name):
    first = next(iter(inspect.signature(LOSSES[name].value).parameters))
    outputs = [1.0] if first in ("y_pred", "probability") else [1.001, 30.0]
    lowest = _atlas.at_truth_one(name, LOSSES[name].value, outputs).min()
    lowest -= np.log(2 * np.pi) / 2 if name == "gaussian_nll" else 0  # as its row says, for σ = 1
    assert lowest == pytest.approx(0, abs=1e-9)
    assert (lowest > 0) == ("limit" in LOSSES[name].lowest)


@pytest.mark.parametrize("name", [name for name, loss in LOSSES.items() if loss.torch])
def test_the_class_of_torch_that_the_table_names_computes_this_loss(name):
    output = np.array([0.2, 0.7, 0.9])
    options = {"full": True} if name == "gaussian_nll" else {}
    module = getattr(nn, LOSSES[name].torch)(reduction="none", **options)
    if name in ("softmax_cross_entropy", "multiclass_hinge_loss"):
        rows, factor = torch.tensor([[x, 0, 0] for x in output]), 3 if "hinge" in name else 1
        theirs = factor * module(rows, torch.tensor([0, 0, 0]))
    else:
        one = torch.ones(3, dtype=torch.float64)  # the truth, and the variance
        theirs = module(torch.tensor(output), one, *([one] if name == "gaussian_nll" else []))
    np.testing.assert_allclose(_atlas.at_truth_one(name, LOSSES[name].value, output), theirs)


def test_a_pair_of_equal_losses_is_refused_with_a_sentence():
    frame = demos.loss_atlas.at(first="hinge loss", second="hinge loss")
    assert frame.readout.endswith("Both are the same loss: choose another.")
    assert "the same loss: choose another" in "".join(frame.panels[0])


def test_a_value_beyond_the_picture_is_written_at_its_edge():
    frame = demos.loss_atlas.at(first="squared error", output=-2)
    assert ">9<" in "".join(frame.panels[0])
    assert ">−6<" in "".join(frame.panels[1])


def test_outside_zero_to_one_a_loss_of_probabilities_has_no_value():
    assert (
        "a probability is from 0 to 1" in demos.loss_atlas.at(first="cross-entropy of a probability", output=2).readout
    )
    assert "loss ∞, slope −∞" in demos.loss_atlas.at(first="cross-entropy of a probability", output=0).readout


def test_logistic_loss_and_binary_cross_entropy_from_logits_are_one_curve():
    for output in (-2, 0, 4):
        readout = demos.loss_atlas.at(first="logistic loss", second="cross-entropy of a logit", output=output).readout
        first, second = re.findall(r"loss (\S+, slope \S+?)(?:;|\.$)", readout)
        assert first == second


# ── The guide ───────────────────────────────────────────────────────────────────────────────────────────────


def chosen(**answers) -> _guide.Leaf:
    return _guide.choose(**demos.loss_guide.start | answers)


def test_every_end_of_the_tree_can_be_reached_and_is_a_loss_of_the_book():
    assert {_guide.choose(**answers) for answers in demos.loss_guide.states} == set(_guide.LEAVES)
    assert {leaf.loss for leaf in _guide.LEAVES} <= set(LOSSES)


@pytest.mark.parametrize("leaf", _guide.LEAVES, ids=lambda leaf: f"{leaf.task}, {leaf.node}, {leaf.when}")
def test_the_call_that_the_guide_names_runs_in_torch(leaf):
    z, y = torch.randn(4, 3, generator=torch.Generator().manual_seed(0)), torch.tensor([[0.0, 1, 0]] * 4)
    given = {"z": z, "s": z, "y": y, "r": z - y, "w": torch.ones(3), "tau": 0.9}
    result = eval(leaf.call, {"nn": nn, "torch": torch}, given)
    if isinstance(result, nn.Module):
        result = result(z, torch.tensor([1, 1, 1, 1]) if leaf.task == _guide.CLASSES else y)
    assert torch.isfinite(result).all()
    assert (result >= 0).all()


def test_the_three_tasks_of_the_chapter_end_where_it_says():
    assert chosen(task="a number", wild=True).name == "Huber loss"
    assert chosen(task="yes or no", uneven=True).call == "nn.BCEWithLogitsLoss()"
    assert chosen(task="a number", uneven=True).name == "pinball loss"


def test_four_ends_ask_for_uneven_costs():
    without = {_guide.choose(**p) for p in demos.loss_guide.states if not p["uneven"]}
    assert sorted({leaf.name for leaf in set(_guide.LEAVES) - without}) == ["pinball loss", "weighted cross-entropy"]
    assert len(set(_guide.LEAVES) - without) == 4


def test_at_every_position_one_path_is_lit():
    for answers in demos.loss_guide.states:
        texts = [s for s in demos.loss_guide.at(**answers).panels[0] if re.search(r"bold|700", s)]
        leaf = _guide.choose(**answers)
        assert len(texts) == 3, answers
        assert f">{leaf.name}<" in "".join(texts)


def test_the_guide_names_the_loss_and_the_call():
    assert demos.loss_guide.at(task="yes or no").readout.startswith(
        "binary cross\N{NON-BREAKING HYPHEN}entropy: nn.BCEWithLogitsLoss()"
    )
