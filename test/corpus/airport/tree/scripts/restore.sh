#!/usr/bin/env bash
# Restore last night's dump. Run it on airport-srv itself.
set -euo pipefail
host="${PGHOST:-localhost}"
dump=${1:?which dump}
read -r -p "Overwrite flights on $host (normally localhost)? " yes
[ "$yes" = y ] || exit 1
pg_restore -h "$host" -p 5432 -U flights -d flights --clean "$dump"
