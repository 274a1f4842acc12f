#!/usr/bin/env bash
# Evaluates every expression of the dashboard, for all applications, and fails where Prometheus has no data for one.
#
#   server-config/prometheus/check-dashboard.sh [http://127.0.0.1:9090]
#
# It needs curl and jq, and a Prometheus that has scraped the exporter at least twice.
set -euo pipefail

prometheus=${1:-http://127.0.0.1:9090}
dashboard=$(dirname "${BASH_SOURCE[0]}")/grafana-dashboard.json
missing=0

while IFS=$'\t' read -r panel expression; do
    answer=$(curl -sS -G "$prometheus/api/v1/query" --data-urlencode "query=${expression//\$context/.*}")
    series=$(jq 'if .status == "success" then .data.result | length else error(.error) end' <<<"$answer")
    value=$(jq -r '[.data.result[].value[1]] | join(" ")' <<<"$answer")
    printf '%s | %s | %s series | %s\n' "$panel" "$expression" "$series" "$value"
    [ "$series" -gt 0 ] || missing=1
done < <(jq -r '.panels[] | .title as $panel | .targets[]? | [$panel, .expr] | @tsv' "$dashboard")
exit $missing
