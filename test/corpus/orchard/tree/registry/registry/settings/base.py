"""Settings every installation shares."""
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

SECRET_KEY = env("SECRET_KEY", default="only-for-the-office")
ROOT_URLCONF = "registry.urls"
INSTALLED_APPS = ["corsheaders", "rest_framework", "harvest"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "orchard.example"]
INTERNAL_IPS = ["127.0.0.1"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "orchard",
        "USER": "orchard",
        "PASSWORD": env("DB_PASSWORD"),
        "HOST": env("DB_HOST", default="localhost"),
        "PORT": env.int("DB_PORT", default=5440),
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:6379/1",
    }
}
CORS_ALLOWED_ORIGINS = ["http://localhost:3000", "http://127.0.0.1:3000"]
CSRF_TRUSTED_ORIGINS = ["https://orchard.example", "http://localhost:8010"]
SESSION_COOKIE_DOMAIN = None  # not "localhost": browsers refuse it
