"""The workflows and the citation file: what can be known of them without GitHub."""

import re
import subprocess

import pytest
import yaml

import lossviz
from tools.check.notebooks import ROOT

PATHS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
workflow = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def jobs(path) -> list[dict]:
    """Those that say what they do; the others call a workflow of ours."""
    return [job for job in read(path)["jobs"].values() if "uses" not in job]


def steps(path) -> list[dict]:
    return [step for job in jobs(path) for step in job["steps"]]


def test_there_is_a_workflow_for_each_purpose():
    assert {path.stem for path in PATHS} == {"audit", "canary", "colab", "publish", "test"}


@workflow
def test_a_workflow_says_when_it_runs_and_what_it_does(path):
    said = read(path)
    assert said[True]  # YAML reads the key `on` as true
    assert all(job["runs-on"] and job["timeout-minutes"] for job in jobs(path))
    assert all(("uses" in step) != ("run" in step) for step in steps(path))


@workflow
def test_a_workflow_may_read_and_a_job_that_may_more_says_what(path):
    said = read(path)
    assert said["permissions"] == {"contents": "read"}
    assert "write-all" not in path.read_text(encoding="utf-8")
    writing = {
        what for job in said["jobs"].values() for what, how in job.get("permissions", {}).items() if how == "write"
    }
    allowed = {"publish": {"contents", "pages", "id-token"}, "colab": {"issues"}, "canary": {"issues"}}
    assert writing == allowed.get(path.stem, set())


@workflow
def test_actions_are_githubs_own_and_fixed_by_their_major_version(path):
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert [name for name in used if not re.fullmatch(r"actions/[\w-]+@v\d+", name)] == []


@workflow
def test_no_script_is_put_together_from_what_strangers_write(path):
    assert "pull_request_target" not in path.read_text(encoding="utf-8")
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@workflow
def test_the_scripts_are_shell_that_parses(path):
    for step in steps(path):
        done = subprocess.run(["bash", "-n"], input=step.get("run", ""), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@workflow
def test_what_a_script_names_is_there(path):
    for step in steps(path):
        for name in re.findall(r"\b(?:tools/[\w.]+|requirements[\w-]*\.txt)", str(step)):
            assert (ROOT / name).is_file(), name
        for target in re.findall(r"^make (\w+)", step.get("run", ""), re.MULTILINE):
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_nothing_is_published_that_was_not_tested_or_is_not_on_main():
    publish, test = (read(ROOT / f".github/workflows/{name}.yml") for name in ("publish", "test"))
    assert publish["jobs"]["test"] == {"if": "github.ref == 'refs/heads/main'", "uses": "./.github/workflows/test.yml"}
    assert publish["jobs"]["build"]["needs"] == "test"
    assert "workflow_call" in test[True]
    assert "main" in test[True]["push"]["branches-ignore"]  # Publish calls it there: not twice


def test_the_notebooks_are_pushed_with_the_address_and_before_the_pages_that_link_to_them():
    jobs = read(ROOT / ".github/workflows/publish.yml")["jobs"]
    assert jobs["notebooks"]["needs"] == "build"
    assert jobs["deploy"]["needs"] == "notebooks"
    assert jobs["notebooks"]["steps"][-1]["env"] == {"BOOK_URL": "${{ needs.build.outputs.address }}"}


def test_the_citation_is_of_this_version():
    said = read(ROOT / "CITATION.cff")
    assert said["version"] == lossviz.__version__
    assert said["title"] == read(ROOT / "_config.yml")["title"]
    assert {"cff-version", "message", "authors"} <= said.keys()
    assert set(said["license"]) == {"MIT", "CC-BY-4.0"}
