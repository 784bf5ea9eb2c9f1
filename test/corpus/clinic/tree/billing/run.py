"""python run.py [billing.ini]"""
import asyncio
import configparser
import sys

import psycopg
import requests
from fastapi import FastAPI
from hypercorn.asyncio import serve
from hypercorn.config import Config

ini = configparser.ConfigParser()
ini.read(sys.argv[1] if len(sys.argv) > 1 else "billing.ini")
app = FastAPI()


def connect():
    d = ini["database"]
    return psycopg.connect(f"host={d['host']} port={d['port']} dbname={d['name']} user={d['user']}")


def appointments(path):
    n = ini["neighbours"]
    return requests.get("http://{}:{}/{}".format(n["appointments_host"], n["appointments_port"], path), timeout=5).json()


@app.get("/alive")
def alive():
    return {"alive": True}


@app.post("/invoices", status_code=201)
def invoice(body: dict):
    who = requests.get(ini["neighbours"]["patients"] + body["patient"], timeout=5).json()
    with connect() as conn:
        conn.execute("insert into invoice(patient, cents) values (%s, %s)", (who["number"], body["cents"]))
    return {}


@app.get("/invoices/tomorrow")
def tomorrow():
    return [a["patient"] for a in appointments("appointments/due")]


if __name__ == "__main__":
    config = Config()
    config.bind = ["%s:%s" % (ini["server"]["host"], ini["server"]["port"])]
    print("billing: try http://localhost:7304/alive")
    asyncio.run(serve(app, config))
