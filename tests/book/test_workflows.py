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


def called(job: dict) -> list[dict]:
    """The steps of a job, also where it calls a workflow of ours, which has to let itself be called."""
    if "uses" not in job:
        return job["steps"]
    path = ROOT / job["uses"]
    assert "workflow_call" in read(path)[True], path
    return steps(path)


def before(all_jobs: dict, name: str) -> list[dict]:
    """The jobs without which a job does not begin."""
    needs = all_jobs[name].get("needs", [])
    needs = [needs] if isinstance(needs, str) else needs
    return [job for need in needs for job in (*before(all_jobs, need), all_jobs[need])]


PUBLISH = read(ROOT / ".github" / "workflows" / "publish.yml")["jobs"]


def doing(what: str) -> list[str]:
    """The jobs of Publish that do something."""
    return [name for name, job in PUBLISH.items() if any(what in str(step) for step in called(job))]


@pytest.mark.parametrize(
    "name", [name for name, job in PUBLISH.items() if "write" in job.get("permissions", {}).values()]
)
def test_nothing_is_published_that_was_not_tested_or_is_not_on_main(name):
    earlier = before(PUBLISH, name)
    tested = [step for job in earlier for step in called(job) if re.match(r'make "?(\$WHAT|test)', step.get("run", ""))]
    assert any("test-all" in str(step) for step in tested)
    assert any(job.get("if") == "github.ref == 'refs/heads/main'" for job in earlier)


def test_the_tests_of_main_run_once():
    test, publish = (read(ROOT / f".github/workflows/{name}.yml")[True]["push"] for name in ("test", "publish"))
    assert "main" in publish["branches"]
    assert "main" in test["branches-ignore"]


def test_the_notebooks_are_pushed_before_the_pages_that_link_to_them():
    [pushing], [deploying] = doing("publish_notebooks.py"), doing("actions/deploy-pages@")
    assert PUBLISH[pushing] in before(PUBLISH, deploying)


@workflow
def test_what_a_job_takes_from_another_or_a_step_from_an_earlier_one_is_there(path):
    all_jobs = read(path)["jobs"]
    for name, job in all_jobs.items():
        for other, output in re.findall(r"needs\.(\w+)\.outputs\.(\w+)", str(job)):
            assert all_jobs[other] in before(all_jobs, name), other
            assert output in all_jobs[other]["outputs"]
        ids = {step.get("id") for step in job.get("steps", [])}
        assert set(re.findall(r"steps\.(\w+)\.", str(job))) <= ids


def test_the_citation_is_of_this_version():
    said = read(ROOT / "CITATION.cff")
    assert said["version"] == lossviz.__version__
    assert said["title"] == read(ROOT / "_config.yml")["title"]
    assert {"cff-version", "message", "authors"} <= said.keys()
    assert set(said["license"]) == {"MIT", "CC-BY-4.0"}
