"""Outgoing calls, one function a neighbour."""
import psycopg2
import redis
import requests
from flask import current_app

session = requests.Session()


def db():
    cfg = current_app.config
    return psycopg2.connect(host=cfg["DB_HOST"], port=cfg["DB_PORT"], dbname=cfg["DB_NAME"], user="clinic", password="cl@nic")


def locks() -> redis.Redis:
    cfg = current_app.config
    return redis.Redis(host=cfg["REDIS_HOST"], port=cfg["REDIS_PORT"], db=3)


def patient(number: str) -> dict:
    """Fetches one patient, e.g. GET http://localhost:7301/patients/0001"""
    reply = session.get("%s/patients/%s" % (current_app.config["PATIENTS_URL"], number), timeout=3)
    reply.raise_for_status()
    return reply.json()


def open_invoice(number: str, cents: int) -> None:
    url = current_app.config["BILLING_URL"] + "/invoices"
    session.post(url, json={"patient": number, "cents": cents}, timeout=3).raise_for_status()
