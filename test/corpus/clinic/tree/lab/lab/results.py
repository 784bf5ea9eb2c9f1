import json

import aio_pika
import aiohttp
from aiohttp import web

from .printer import print_label

RESULTS: dict[str, list[dict]] = {}


def build_app(args) -> web.Application:
    app = web.Application()
    app["args"] = args
    app.cleanup_ctx.append(bus)
    app.add_routes([web.get("/ready", ready), web.get("/results", results), web.post("/results", add)])
    return app


async def bus(app):
    connection = await aio_pika.connect_robust(app["args"].amqp)
    channel = await connection.channel()
    app["exchange"] = await channel.declare_exchange("lab.results", aio_pika.ExchangeType.TOPIC)
    yield
    await connection.close()


async def ready(_request):
    return web.json_response({"pending": sum(map(len, RESULTS.values()))})


async def results(request):
    return web.json_response(RESULTS.get(request.query["patient"], []))


async def add(request):
    body = await request.json()
    async with aiohttp.ClientSession(request.app["args"].patients) as session:
        async with session.get(f"/patients/{body['patient']}") as reply:
            if reply.status == 404:
                raise web.HTTPUnprocessableEntity(text="unknown patient")
    RESULTS.setdefault(body["patient"], []).append(body)
    print_label(request.app["args"].printer, body["patient"])
    await request.app["exchange"].publish(aio_pika.Message(json.dumps(body).encode()), routing_key="lab.result.ready")
    return web.json_response({}, status=201)
