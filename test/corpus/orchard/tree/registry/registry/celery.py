import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings.production")
app = Celery("registry")
app.config_from_object("django.conf:settings", namespace="CELERY")
