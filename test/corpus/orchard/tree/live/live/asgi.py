"""Pushes what happens in the orchard to the tablets."""
import os

import httpx
from channels_redis.core import RedisChannelLayer

REGISTRY = os.environ.get("REGISTRY_URL") or "http://localhost:8010"
layer = RedisChannelLayer(hosts=[{"address": "redis://localhost:6379/0"}], prefix="live")
client = httpx.AsyncClient(base_url=REGISTRY)


async def application(scope, receive, send):
    host = dict(scope["headers"]).get(b"host", b"").decode().split(":")[0] or "localhost"
    if scope["path"] == "/push":
        await layer.group_send("tablets", {"type": "event", "host": host})
    else:
        await client.get("/api/harvest/")
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})
