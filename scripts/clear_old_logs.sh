#!/usr/bin/env bash
# Removes session logs older than this many days from logs/. Touches nothing but rustnet_*.log there.
set -euo pipefail
days=7

cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ -d logs ]] || exit 0
find logs -maxdepth 1 -type f -name 'rustnet_*.log' -mtime "+$((days - 1))" -print -delete
