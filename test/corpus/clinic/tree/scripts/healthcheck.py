#!/usr/bin/env python3
"""Run by cron on the box every minute; mails the admin when something is down."""
import sys
import urllib.request

CHECKS = {
    "patients": "http://localhost:7301/health",
    "appointments": "http://localhost:7302/healthz",
    "lab": "http://localhost:7303/ready",
}

failed = []
for name, url in CHECKS.items():
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except OSError as e:
        failed.append(f"{name}: {e}")
if failed:
    sys.exit("\n".join(failed))
