import logging
from contextlib import asynccontextmanager

import httpx
from aiokafka import AIOKafkaProducer
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from skycommon.places import is_here, tickets
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.middleware.trustedhost import TrustedHostMiddleware

from .settings import settings

log = logging.getLogger("shows")
engine = create_async_engine(settings().dsn, pool_pre_ping=True)


@asynccontextmanager
async def lifespan(app: FastAPI):
    producer = AIOKafkaProducer(bootstrap_servers=settings().kafka_servers)
    await producer.start()
    app.state.producer = producer
    log.info("shows is up on http://127.0.0.1:6401/docs")
    yield
    await producer.stop()


app = FastAPI(lifespan=lifespan, servers=[{"url": "http://localhost:6401", "description": "desk"}])
app.add_middleware(CORSMiddleware, allow_origins=settings().cors_origins)
app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings().trusted_hosts)


@app.get("/health")
async def health():
    return {"ok": True}


@app.get("/shows/{show}/seats")
async def seats(show: str, request: Request):
    if not is_here(request.client.host if request.client else "127.0.0.1"):
        log.info("seats asked from outside")
    async with httpx.AsyncClient(timeout=3) as http:
        return (await http.get(tickets(f"/seats/{show}"))).json()


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, host="127.0.0.1", port=6401)
