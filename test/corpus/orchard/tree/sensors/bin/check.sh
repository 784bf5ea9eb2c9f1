#!/bin/sh
# from cron: our own health, every minute
set -eu
if ! curl -fsS -m 3 http://127.0.0.1:8015/health >/dev/null; then
  echo "sensors do not answer on localhost" >&2
  systemctl restart orchard-sensors
fi
