#!/usr/bin/env bash
# Runs every published chapter as a learner does, with the `python` that is there: from an empty folder, lossviz
# installed by the setup cell. Names the chapters that broke and exits with 1. .github/workflows/colab.yml runs it
# inside Colab's image; by hand, --archive ADDRESS tries another archive.
set -uo pipefail
tools=$(dirname "$(readlink -f "$0")")
cd "$(mktemp -d)"

python "$tools/publish_notebooks.py" copies "$@" || exit 1
pip list --format=freeze | grep -iE '^(numpy|matplotlib|ipywidgets|ipykernel|torch)=='
pip freeze | grep -v '^lossviz' | sort > before

broken=()
mkdir empty
cd empty
for chapter in ../copies/*.ipynb; do
    name=$(basename "$chapter")
    echo "== $name"
    python -m nbconvert --to notebook --execute --ExecutePreprocessor.timeout=900 --log-level=ERROR \
        --output-dir ../ran "$chapter" || broken+=("$name")
done
cd ..

echo "== Versions that installing lossviz changed (there should be none)"
pip freeze | sort | comm -23 before - | grep . && broken+=("versions") # what is new beside them is lossviz's own need

[ ${#broken[@]} -eq 0 ] && echo "All chapters run." && exit 0
printf 'Broken: %s\n' "${broken[@]}"
exit 1
