from .base import *  # noqa: F403
from .base import env

DEBUG = False
CELERY_BROKER_URL = env("BROKER_URL", default="amqp://orchard:apple@localhost//")
CELERY_RESULT_BACKEND = "redis://localhost/2"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [("localhost", 6379)]},
    }
}
AUTHENTICATION_BACKENDS = ["django_auth_ldap.backend.LDAPBackend"]
AUTH_LDAP_SERVER_URI = "ldap://localhost:389"
AUTH_LDAP_USER_DN_TEMPLATE = "uid=%(user)s,ou=growers,dc=orchard,dc=example"
AWS_S3_ENDPOINT_URL = "http://localhost:9000"
AWS_STORAGE_BUCKET_NAME = "photos"
EMAIL_HOST = "localhost"
LIVE_URL = env.str("LIVE_URL", "http://localhost:8081")
