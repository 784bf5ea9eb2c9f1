import logging

import httpx
import redis.asyncio as redis
import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from .settings import get_settings

log = logging.getLogger("patients")
settings = get_settings()
app = FastAPI(title="patients", servers=[{"url": "http://localhost:7301", "description": "reception box"}])
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins, allow_methods=["*"])
app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts)
engine = create_async_engine(settings.dsn, pool_pre_ping=True)
cache = redis.from_url(str(settings.cache))


@app.get("/patients/{number}")
async def patient(number: str):
    async with engine.connect() as conn:
        row = (await conn.execute(text("select * from patient where number = :n"), {"n": number})).mappings().first()
    if row is None:
        raise HTTPException(404, f"no patient {number}")
    return dict(row)


@app.get("/patients/{number}/results")
async def results(number: str):
    async with httpx.AsyncClient(base_url=settings.lab_url, timeout=settings.lab_timeout) as client:
        reply = await client.get("/results", params={"patient": number})
        reply.raise_for_status()
        return reply.json()


@app.get("/health")
async def health():
    await cache.ping()
    return {"ok": True}


if __name__ == "__main__":
    log.info("patients on http://localhost:7301, docs at /docs")
    uvicorn.run("app.main:app", host="127.0.0.1", port=7301, reload=True)
