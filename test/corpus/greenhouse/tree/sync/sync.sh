#!/usr/bin/env bash
# Every minute: copies the last values and the valve table to the archive, tells the bus.
set -euo pipefail
cd "$(dirname "$0")"
set -a; . ../.env; . ./sync.conf; set +a
export NO_PROXY="${no_proxy:-localhost}"

# the head office reads our influx through this tunnel, as localhost:18086 on their side
tunnel() { ssh -N -R 18086:localhost:8086 greenhouse@head-office.example & }

wait_for() {
  local host=$1 port=$2
  until (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; do sleep 1; done
}

is_here() { [[ "$1" == localhost || "$1" == 127.* ]]; }

wait_for "$IRRIGATION_HOST" "$IRRIGATION_PORT"
wait_for localhost 1883
[ "${TUNNEL:-no}" = yes ] && tunnel

echo "sync: archive in $ARCHIVE, valves on http://localhost:8302/valves"
while true; do
  day=$(date +%F); mkdir -p "$ARCHIVE/$day"
  curl -fsS "$CLIMATE_URL/now" > "$ARCHIVE/$day/now.json" || echo "climate ($CLIMATE_URL) does not answer" >&2
  curl -fsS "http://$IRRIGATION_HOST:$IRRIGATION_PORT/valves" -o "$ARCHIVE/$day/valves.json" || true
  is_here "$IRRIGATION_HOST" || echo "note: valves are remote"
  mosquitto_pub -h "${MQTT_HOST:-127.0.0.1}" -p "${MQTT_PORT:-1883}" -t sync/done -m "$day"
  sleep 60
done
