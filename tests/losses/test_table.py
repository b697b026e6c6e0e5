"""The table of losses says what the docstrings say and leaves none out."""

import inspect
import re

import pytest

from lossviz import losses
from lossviz.losses import LOSSES, binary, margin, multiclass, regression, several

PARTS = (regression, binary, margin, multiclass)
WITHOUT_ROWS = (several,)  # pairs, triplets, batches: no single prediction with a label
every_loss = pytest.mark.parametrize("name", LOSSES)


def said(function, pattern):
    found = re.search(pattern, inspect.getdoc(function), flags=re.MULTILINE)
    assert found, f"the docstring of {function.__name__} has no line like {pattern}"
    return " ".join(found[1].split())


def public(module):
    return {name for name, f in vars(module).items() if inspect.isfunction(f) and f.__module__ == module.__name__}


@every_loss
def test_formula_and_slope_are_those_of_the_docstrings(name):
    loss = LOSSES[name]
    assert loss.formula == said(loss.value, r"^ℓ\(.+?\) = (.+?)\.?(?:   .*)?$")
    assert loss.slope == said(loss.grad, r"\AThe slopes? of [^:\n]+: (.+?)\.?$")


def test_what_is_named_as_a_loss_is_in_the_table_with_its_gradient():
    named = {
        name
        for part in PARTS
        for name in public(part)
        if name.endswith(("_error", "_loss", "_entropy", "_nll", "_score"))
    }
    assert set(LOSSES) == {name for name in named if not name.startswith("_")}
    for name, loss in LOSSES.items():
        assert loss.value is getattr(losses, name)
        assert loss.grad is getattr(losses, f"{name}_grad")
        assert f"`{name}`" in inspect.getdoc(loss.grad).splitlines()[0]


def test_every_function_with_a_gradient_and_every_gradient_is_a_public_name():
    gradients = {name for part in (*PARTS, *WITHOUT_ROWS) for name in public(part) if name.endswith("_grad")}
    functions = {name.removesuffix("_grad") for name in gradients}
    assert set(losses.__all__) == gradients | functions | {"LOSSES", "Loss"}


@pytest.mark.parametrize("name", sorted(set(losses.__all__) - {"LOSSES", "Loss"}))
def test_a_signature_shows_the_names_and_the_docstring_those_of_the_formula(name):
    function = getattr(losses, name)
    parameters = inspect.signature(function).parameters
    assert "args" not in parameters
    known = {"y_pred", "probability", "logit", "logits", "score", "scores", "near", "better"}
    assert next(iter(parameters)) in known
    assert function.__name__ == name
    assert ">>>" in inspect.getdoc(function)
