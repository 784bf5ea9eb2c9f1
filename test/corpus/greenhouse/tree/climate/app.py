import logging
import socket

import requests
from flask import Flask, abort, jsonify, request
from influxdb_client import InfluxDBClient
from waitress import serve

from settings import CONFIG, HOST, IRRIGATION_HOST, IRRIGATION_PORT, PORT

logging.basicConfig(filename=CONFIG["paths"]["log"], level=logging.INFO)
log = logging.getLogger("climate")
app = Flask(__name__)
influx = InfluxDBClient(url=CONFIG["influx"]["url"], token="gh3", org=CONFIG["influx"]["org"])


@app.get("/status")
def status():
    return jsonify(ok=True, host=socket.gethostname())


@app.get("/now")
def now():
    tables = influx.query_api().query('from(bucket: "house3") |> range(start: -5m) |> last()')
    return jsonify({r.get_field(): r.get_value() for t in tables for r in t.records})


@app.post("/vents/<int:percent>")
def vents(percent: int):
    if request.remote_addr not in CONFIG["access"]["admins_from"]:
        abort(403)
    host, port = CONFIG["vent_gateway"]["address"].split(":")
    with socket.create_connection((host, int(port)), timeout=1) as gateway:
        gateway.sendall(b"VENT %d\r\n" % percent)
    if percent > 60:
        requests.post(f"http://{IRRIGATION_HOST}:{IRRIGATION_PORT}/mist", timeout=2).raise_for_status()
    return "", 204


if __name__ == "__main__":
    log.info("climate on http://localhost:%d", PORT)
    serve(app, host=HOST, port=PORT)
