"""What the demos of the chapter on backpropagation say and show where the chapter sends the reader."""

import re

import numpy as np
import pytest

from lossviz import calculus, losses, style
from lossviz.demos import _gates, _neuron
from lossviz.demos import backpropagation as demos

MAIL = demos.MAILS["2 words, 3 mails"]


def numbers(text: str) -> list[float]:
    return [float(n.replace("−", "-")) for n in re.findall(r"−?\d+(?:\.\d+)?", text)]


def plain(text: str) -> str:
    """The text with spaces of one kind."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def texts(demo, panel=0, **values) -> list[str]:
    """Every text in one panel of the picture."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", "".join(demo.at(**values).panels[panel]))


def test_the_mail_of_the_chapter_goes_through_the_graph_as_its_table_says():
    said = [plain(demos.neuron_graph.at(step=step).readout) for step in range(9)]
    assert said[1].endswith("z = 1·2 − 1·3 + 1 = 0.")
    assert said[3].endswith("= 0.693.")
    assert "−2 · 0.25 = −0.5" in said[5]
    assert said[6].endswith("are −1, −1.5, −0.5.")
    assert said[7].endswith("= 1.2, −0.7, 1.1.")
    assert said[8].endswith("from 0.693 to 0.220.")


@pytest.mark.parametrize("label", [0, 1])
def test_the_slopes_that_go_back_are_those_of_small_steps(label):
    for weights in np.random.default_rng(0).normal(size=(20, 3)):
        expected = calculus.gradient(lambda w: demos.loss_at(MAIL, w, label), weights)
        np.testing.assert_allclose(_neuron.run(MAIL, weights, label).by_weights, expected, atol=1e-6)


@pytest.mark.parametrize("label", [0, 1])
def test_loss_slope_and_sigmoid_slope_multiply_to_the_miss(label):
    for z in np.linspace(-8, 8, 33):
        now = _neuron.run((z, 0, 0), (1.0, 0, 0), label)
        assert now.by_guess * now.local == pytest.approx(now.guess - label, abs=1e-9)


def test_the_loss_falls_after_the_update_at_every_position_of_the_graph():
    for values in demos.neuron_graph.states:
        if values["step"] == 8:
            before, after = numbers(demos.neuron_graph.at(**values).readout)[-2:]
            assert after < before, values


def test_the_loss_in_the_graph_is_that_of_the_prediction_above_it():
    for values in demo_states(demos.neuron_graph, step=8):
        said = dict(text.split(" = ", 1) for text in texts(demos.neuron_graph, **values) if " = " in text)
        guess = numbers(said["ŷ"])[-1]
        paid = -np.log(guess if said["J"].startswith("−log ŷ") else 1 - guess)
        assert said["J"].endswith(f" {paid:.3f}"), values


def demo_states(demo, **fixed):
    return [values for values in demo.states if fixed.items() <= values.items()]


def test_a_weight_whose_input_is_0_gets_no_blame():
    assert numbers(demos.neuron_graph.at(step=6, mail="2 words, 0 mails").readout)[-2] == 0


def test_what_is_not_computed_yet_is_not_shown():
    assert {"z = ?", "ŷ = ?", "J = ?"} <= set(texts(demos.neuron_graph, step=0))
    shown = texts(demos.neuron_graph, step=1)
    assert "z = w₁x₁ + w₂x₂ + b = 0" in shown
    assert "ŷ = ?" in shown
    assert not [text for text in texts(demos.neuron_graph, step=3) if text.startswith("dJ/")]


def test_slopes_are_forgotten_before_the_next_forward_pass():
    assert "∂J/∂w₁" in texts(demos.neuron_graph, step=7)
    assert not [text for text in texts(demos.neuron_graph, step=8) if "J/" in text]


def test_every_text_of_the_graph_stays_inside_its_picture():
    for values in demos.neuron_graph.states[::7]:
        assert max(map(len, texts(demos.neuron_graph, **values))) * 7 < _neuron.WIDTH


def test_deep_in_the_wrong_the_two_slopes_still_make_a_push_of_nearly_one():
    readout = plain(demos.two_slopes.at(z=-5, spam="1 (spam)").readout)
    assert numbers(readout)[:3] == [-149.4, 0.006648, -0.993]
    assert readout.endswith("= −0.993.")


def test_the_slope_of_the_sigmoid_is_written_alike_for_both_labels():
    for z in demos.two_slopes.controls["z"].values:
        one, two = (
            {t for t in texts(demos.two_slopes, z=z, spam=label) if "dŷ/dz" in t}
            for label in demos.two_slopes.controls["spam"].values
        )
        assert one == two


@pytest.mark.parametrize("along", demos.PARAMETERS)
def test_the_secant_ends_on_the_slope_that_went_back(along):
    apart = [numbers(demos.slope_checked.at(along=along, h=h).readout)[-1] for h in (1, 0.1, 0.01, 0.001)]
    assert apart == sorted(apart, reverse=True)
    assert apart[-1] < 1e-6


@pytest.mark.parametrize(("gate", "loss"), [("AND", 0.081), ("OR", 0.046), ("XOR", 0.693)])
def test_each_gate_ends_at_the_loss_that_the_chapter_quotes(gate, loss):
    readout = demos.gate_epochs.at(gate=gate, epoch=100).readout
    assert f"loss {loss}" in readout
    assert ("4 of 4 right" in readout) == (gate != "XOR")


@pytest.mark.parametrize("gate", demos.GATES)
def test_the_loss_of_a_gate_never_rises(gate):
    assert np.all(np.diff(demos.train_gate(gate).loss) < 1e-9)


def test_no_line_has_a_lower_loss_on_xor_than_none_at_all():
    weights = np.random.default_rng(1).normal(size=(5000, 3)) * 4
    logits = weights @ np.c_[demos.CORNERS, np.ones(4)].T
    label = np.broadcast_to(demos.GATES["XOR"], logits.shape)
    assert losses.sigmoid_binary_cross_entropy(logit=logits, label=label).mean(axis=1).min() > np.log(2)


def test_the_shaded_side_holds_the_points_above_one_half():
    ax = _FixedAxes()
    shape, line = demos.cut(ax, np.array([1.0, 1.0, -0.5]))
    assert np.all(shape[0] + shape[1] >= 0.5 - 1e-12)
    np.testing.assert_allclose(line[0] + line[1], 0.5)
    assert np.isnan(demos.cut(ax, np.array([0.0, 0.0, -1.0]))[0]).all()


class _FixedAxes:
    def get_xlim(self):
        return -0.45, 1.45

    get_ylim = get_xlim


def test_the_hidden_layers_gradient_is_that_of_small_steps():
    net, label = demos.new_network(3), np.array(demos.GATES["XOR"])
    ours = net.back(demos.CORNERS, label)
    for name in net._fields:
        expected = calculus.gradient(
            lambda part, name=name: net._replace(**{name: part}).loss(demos.CORNERS, label), getattr(net, name)
        )
        np.testing.assert_allclose(getattr(ours, name), expected, atol=1e-8, err_msg=name)


def test_starts_a_and_b_solve_xor_and_c_is_stuck_at_half_of_log_2():
    solved = [demos.xor_hidden_layer.at(start=start, epoch=400).readout for start in "ABC"]
    assert ["4 of 4" in readout for readout in solved] == [True, True, False]
    assert demos.train_xor(6, epochs=4000)[-1].loss(demos.CORNERS, np.array(demos.GATES["XOR"])) == pytest.approx(
        np.log(2) / 2, abs=0.003
    )


def test_the_names_of_the_samples_lie_beside_the_bent_square_and_beside_each_other():
    for values in demos.xor_hidden_layer.states:
        net = demos.train_xor(_gates.STARTS[values["start"]])[values["epoch"]]
        mesh = net.hidden(_gates.SHEET)
        names = _gates.name_places(net.hidden(demos.CORNERS), np.array(demos.GATES["XOR"]), mesh)
        within = abs(names[:, None] - mesh.reshape(-1, 2)) < _gates.NAME
        together = abs(names[:, None] - names) < 2 * _gates.NAME
        assert not within.all(axis=2).any(), values
        assert together.all(axis=2).sum() == len(names), values


def test_a_wrong_prediction_is_red_and_a_right_one_is_not():
    svg = "".join(demos.gate_epochs.at(gate="AND", epoch=0).panels[0])
    seen = {guess: colour for colour, guess in re.findall(r"fill: (#\w+)[^>]*>(0\.\d\d)</text>", svg)}
    assert {g for g, colour in seen.items() if colour == style.RED} == {"0.62", "0.92"}


def test_where_every_answer_is_one_half_no_line_is_drawn_and_none_is_named():
    lines = "".join(demos.gate_epochs.at(gate="XOR", epoch=40).panels[0])
    assert demos.gate_epochs.at(gate="XOR", epoch=100).readout.endswith("No line: w₁, w₂ and b are all nearly 0.")
    assert "0 of 4 right, 4 undecided" in demos.gate_epochs.at(gate="XOR", epoch=100).readout
    assert "wrong" not in lines
    assert "surer" not in lines


def test_products_and_sums_in_the_readouts_hold_as_printed():
    for demo in (demos.neuron_graph, demos.two_slopes):
        for values in demo.states[::3]:
            for one, other, result in re.findall(
                r"(−?[\d.]+) · (−?[\d.]+) = (−?[\d.]+\d|−?\d)", plain(demo.at(**values).readout)
            ):
                product, decimals = (
                    float(one.replace("−", "-")) * float(other.replace("−", "-")),
                    result.partition(".")[2],
                )
                assert round(product, len(decimals)) == pytest.approx(float(result.replace("−", "-"))), values
