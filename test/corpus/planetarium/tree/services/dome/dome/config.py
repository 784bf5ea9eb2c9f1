from pathlib import Path

from dynaconf import Dynaconf

settings = Dynaconf(
    envvar_prefix="DOME",
    settings_files=[Path(__file__).parent.parent / "settings.toml"],
    environments=True,
)
