from environs import Env

env = Env()
env.read_env()

DATABASE_URL = env.str("DATABASE_URL", "postgresql+psycopg2://stars@localhost:5433/tickets")
REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/1")

with env.prefixed("SHOWS_"):
    SHOWS_HOST = env("HOST", "localhost")
    SHOWS_PORT = env.int("PORT", 6401)

CORS = env.list("CORS_ORIGINS", default=["http://localhost:5173"])
# the payment terminal's daemon runs on the till PC
TERMINAL = env.str("TERMINAL_URL", "http://localhost:4455")
SESSION_COOKIE_DOMAIN = "localhost"
