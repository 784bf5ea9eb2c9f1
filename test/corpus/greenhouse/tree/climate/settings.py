import os
import tomllib
from pathlib import Path

CONFIG = tomllib.loads((Path(__file__).parent / "config.toml").read_text(encoding="utf-8"))

PORT = int(os.environ.get("CLIMATE_PORT", CONFIG["server"]["port"]))
HOST = CONFIG["server"]["host"]
IRRIGATION_HOST = os.environ.get("IRRIGATION_HOST", CONFIG["irrigation"]["host"])
IRRIGATION_PORT = int(os.environ.get("IRRIGATION_PORT", CONFIG["irrigation"]["port"]))
