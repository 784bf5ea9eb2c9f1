import os

os.environ.setdefault("DATABASE_URL", "postgresql+psycopg2://stars@localhost:5433/tickets_test")
os.environ["SHOWS_HOST"] = "127.0.0.1"
