import configparser
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlparse

import paho.mqtt.client as mqtt
import requests
from influxdb_client import InfluxDBClient

cfg = configparser.ConfigParser()
cfg.read(os.path.join(os.path.dirname(__file__), "conf", os.environ.get("SENSORS_ENV", "production") + ".ini"))

influx = InfluxDBClient(url=cfg["influx"]["url"], token=os.environ["INFLUX_TOKEN"], org="orchard")
influx_host = urlparse(cfg["influx"]["url"]).hostname or "127.0.0.1"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()


def on_message(client, userdata, message):
    influx.write_api().write(bucket=cfg["influx"]["bucket"], record=f"soil value={float(message.payload)}")
    if float(message.payload) < 0.1:
        requests.post(cfg["registry"]["base"] + "/harvest/", json={"dry": message.topic}, timeout=3)


def main():
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    client.on_message = on_message
    client.connect(cfg["mqtt"]["host"], cfg.getint("mqtt", "port"))
    client.subscribe(cfg["mqtt"]["topic"])
    server = ThreadingHTTPServer((cfg["http"]["listen"], cfg.getint("http", "port")), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"sensors: writing to {influx_host}, health on http://localhost:8015/health")
    client.loop_forever()


if __name__ == "__main__":
    main()
