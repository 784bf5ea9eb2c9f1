#!/usr/bin/env bash
# Watches the flour silos and orders more. Try it: ORDERS_URL=http://localhost:6501 ./flourwatch.sh
set -euo pipefail

ini() { sed -n "/^\[$1\]/,/^\[/s/^$2 *= *\([^ ;]*\).*/\1/p" "$(dirname "$0")/flourwatch.ini"; }

orders=${ORDERS_URL:-http://localhost:6501}
ovens="http://$(ini ovens host):$(ini ovens port)"
lock=/tmp/flourwatch.lock

last_known() {
  exec 3<>/dev/tcp/127.0.0.1/6379
  printf 'GET silo\r\n' >&3
  head -n 2 <&3 | tail -n 1
}

while sleep 60; do
  if [[ "${HOSTNAME:-localhost}" == "localhost" ]]; then
    echo "no host name set; orders are at http://localhost:6501"
  fi
  load=$(curl -fsS "$ovens/load")
  [ "$(last_known)" -gt 500 ] || curl -fsS -X POST -d "$load" "$orders/orders"
done
