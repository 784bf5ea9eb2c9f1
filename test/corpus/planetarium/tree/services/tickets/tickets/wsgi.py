import requests
from flask import Flask, abort, jsonify, request
from redis import Redis
from rq import Queue
from sqlalchemy import create_engine, text

from . import config

app = Flask(__name__)
app.config["SESSION_COOKIE_DOMAIN"] = config.SESSION_COOKIE_DOMAIN
engine = create_engine(config.DATABASE_URL)
mails = Queue("mails", connection=Redis.from_url(config.REDIS_URL))
SHOWS = "http://%s:%d" % (config.SHOWS_HOST, config.SHOWS_PORT)


@app.get("/seats/<show>")
def seats(show):
    known = requests.get(f"{SHOWS}/shows/{show}", timeout=2)
    if known.status_code == 404:
        abort(404)
    with engine.connect() as db:
        return jsonify([row[0] for row in db.execute(text("select seat from free"))])


@app.get("/admin/flush")
def flush():
    if request.remote_addr != "127.0.0.1":
        abort(403, "only from localhost")
    mails.empty()
    return "", 204


@app.get("/up")
def up():
    return "ok"


if __name__ == "__main__":
    app.run(host="localhost", port=6402, debug=True)
