#!/usr/bin/env bash
# report_issue.sh TITLE REPORT: open an issue with the end of a report, or add to the one of this title that is open.
set -euo pipefail
title=$1 report=$2
body=$(mktemp)
{ echo "Commit $GITHUB_SHA, run $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
  echo '```'; tail -c 6000 "$report" 2>/dev/null || echo "It did not start."; echo '```'; } > "$body"
open=$(gh issue list --state open --search "in:title \"$title\"" --json number --jq '.[0].number // empty')
if [ -n "$open" ]; then
  gh issue comment "$open" --body-file "$body"
else
  gh issue create --title "$title" --body-file "$body"
fi
