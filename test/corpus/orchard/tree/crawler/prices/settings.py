BOT_NAME = "prices"
SPIDER_MODULES = ["prices.spiders"]
ROBOTSTXT_OBEY = True
TELNETCONSOLE_ENABLED = True
TELNETCONSOLE_HOST = "127.0.0.1"
SPLASH_URL = "http://localhost:8050"
ITEM_PIPELINES = {"prices.pipelines.ToRegistry": 300, "prices.pipelines.Seen": 100}
REGISTRY = {"host": "localhost", "port": 8010}
