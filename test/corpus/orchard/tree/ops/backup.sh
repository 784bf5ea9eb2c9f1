#!/usr/bin/env bash
# nightly. To look from your desk: ssh -L 5440:localhost:5440 orchard
set -euo pipefail
: "${REGISTRY_URL:=http://localhost:8010}"
stamp=$(date +%F)

curl -fsS -X POST "$REGISTRY_URL/api/harvest/" >/dev/null
pg_dump -h localhost -p 5440 -U orchard orchard | gzip >"/srv/backup/$stamp.sql.gz"
influx backup --host http://127.0.0.1:8086 "/srv/backup/$stamp-soil"
redis-cli -h "${REDIS_HOST:-localhost}" bgsave

case "$(hostname)" in
  localhost | localhost.localdomain) echo "give this box a name first" >&2 ;;
esac
echo "backup of localhost:5440 done"
