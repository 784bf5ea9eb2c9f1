import asyncio
import json
import signal
from urllib.request import urlopen

import websockets
from aiokafka import AIOKafkaConsumer
from pymongo import MongoClient
from skycommon.places import tickets

from .config import settings

mongo = MongoClient(settings.mongo_uri)
watchers = set()


def running_show():
    where = "{}:{}".format(settings.shows.host, settings.shows.port)
    with urlopen(f"http://{where}/shows/now") as reply:
        return json.load(reply)


async def watch(socket):
    """Browsers come by ws://localhost:6403/ at a desk, by the gateway in the house."""
    watchers.add(socket)
    try:
        await socket.send(json.dumps(running_show()))
        await socket.wait_closed()
    finally:
        watchers.discard(socket)


async def follow():
    consumer = AIOKafkaConsumer("shows.started", bootstrap_servers=list(settings.kafka), group_id="dome")
    await consumer.start()
    async for record in consumer:
        with urlopen(tickets("/up")):
            websockets.broadcast(watchers, record.value.decode())


async def serve():
    stop = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set_result, None)
    async with websockets.serve(watch, settings.listen.host, settings.listen.port):
        print(f"dome on ws://localhost:{settings.listen.port}")
        await asyncio.wait([stop, asyncio.create_task(follow())], return_when=asyncio.FIRST_COMPLETED)


def main():
    asyncio.run(serve())


if __name__ == "__main__":
    main()
