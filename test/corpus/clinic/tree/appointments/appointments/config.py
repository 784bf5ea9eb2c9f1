import os


class Config:
    # postgresql://clinic@localhost/clinic was the old one, before compose
    DB_HOST = os.environ.get("DB_HOST", "localhost")
    DB_PORT = int(os.environ.get("DB_PORT", "5433"))
    DB_NAME = "clinic"

    REDIS_HOST = os.getenv("REDIS_HOST") or "127.0.0.1"
    REDIS_PORT = int(os.getenv("REDIS_PORT") or 6379)

    PATIENTS_URL = "http://localhost:7301"
    BILLING_URL = os.environ.get("BILLING_URL", "http://localhost:7304")

    SESSION_COOKIE_DOMAIN = "localhost"
    OIDC_REDIRECT_URI = "http://localhost:3000/oidc/callback"
