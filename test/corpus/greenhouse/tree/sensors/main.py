import argparse
import configparser
import pathlib
import socket
import sys

import paho.mqtt.client as mqtt
from influxdb_client import InfluxDBClient, Point
from influxdb_client.client.write_api import SYNCHRONOUS
from redis.sentinel import Sentinel


def take_lock(address: str) -> socket.socket:
    host, port = address.split(":")
    lock = socket.socket()
    try:
        lock.bind((host, int(port)))
    except OSError:
        sys.exit("sensors already runs (port %s on 127.0.0.1 is taken)" % port)
    return lock


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--config", default="sensors.ini")
    p.add_argument("--dump", default=r"C:\Greenhouse\dump", type=pathlib.Path)
    args = p.parse_args()
    ini = configparser.ConfigParser(inline_comment_prefixes=(";",))
    ini.read(args.config)
    lock = take_lock(ini["single"]["lock"])

    nodes = [tuple(n.split(":")) for n in ini["sentinel"]["nodes"].split(",")]
    master = Sentinel([(h, int(p)) for h, p in nodes], socket_timeout=0.5).master_for(ini["sentinel"]["master"])
    write = InfluxDBClient(url=ini["influx"]["url"], token="gh3", org="greenhouse").write_api(write_options=SYNCHRONOUS)

    def on_message(_client, _data, message):
        sensor = message.topic.rpartition("/")[2]
        value = float(message.payload)
        write.write("house3", record=Point("sensor").tag("id", sensor).field("value", value))
        master.hset("last", sensor, value)

    client = mqtt.Client("sensors")
    client.on_message = on_message
    client.connect(ini["mqtt"]["host"], ini["mqtt"].getint("port"), 30)
    client.subscribe(ini["mqtt"]["topic"])
    client.loop_forever()
    lock.close()


if __name__ == "__main__":
    main()
