#!/bin/sh
# usage: bin/start.sh   (as user airport, see http://localhost:9302/ping afterwards)
set -eu
: "${BAGGAGE_REDIS_HOST:=localhost}"
export BAGGAGE_REDIS_HOST
export NO_PROXY="localhost,127.0.0.1"
cd "$(dirname "$0")/.."
if curl -fs "http://127.0.0.1:9302/ping" >/dev/null; then
  echo "already up on 127.0.0.1:9302" >&2
  exit 0
fi
exec ./baggage -config "${BAGGAGE_CONFIG:-./config.yaml}"
