import os

from celery.schedules import crontab

_redis = os.environ.get("REDIS_HOST", "localhost") + ":" + os.environ.get("REDIS_PORT", "6379")
broker_url = "redis://" + _redis + "/0"
result_backend = "redis://localhost:6379/1"
timezone = "Europe/Vienna"
beat_schedule = {"due": {"task": "tasks.send_due", "schedule": crontab(minute="*/15")}}
