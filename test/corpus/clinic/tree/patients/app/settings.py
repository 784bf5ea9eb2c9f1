from functools import lru_cache

from pydantic import Field, RedisDsn
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="PATIENTS_", env_file="../.env", extra="ignore")

    dsn: str = "postgresql+asyncpg://clinic:cl%40nic@localhost:5433/clinic"
    cache: RedisDsn = Field(default="redis://localhost:6379/2")
    lab_url: str = "http://localhost:7303"
    lab_timeout: float = 2.5
    cors_origins: list[str] = [
        "http://localhost:3000",
        "http://localhost:5173",
        "https://portal.clinic.example",
    ]
    allowed_hosts: list[str] = ["localhost", "*.clinic.example"]


@lru_cache
def get_settings() -> Settings:
    return Settings()
