from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOWS_", env_file=".env", extra="ignore")

    db_host: str = "localhost"
    db_port: int = 5433
    db_user: str = "stars"
    db_password: str = ""
    kafka_servers: list[str] = ["localhost:9092"]
    cors_origins: list[str] = ["http://localhost:5173", "https://planetarium.example"]
    trusted_hosts: list[str] = ["localhost", "planetarium.example"]

    @property
    def dsn(self) -> str:
        # e.g. postgresql+asyncpg://stars:@localhost:5433/shows
        return f"postgresql+asyncpg://{self.db_user}:{self.db_password}@{self.db_host}:{self.db_port}/shows"


@lru_cache
def settings() -> Settings:
    return Settings()
