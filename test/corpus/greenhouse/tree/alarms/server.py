import json
import sys

import paho.mqtt.publish as publish
import pyodbc
import tornado.ioloop
import tornado.web
import yaml
from tornado.httpclient import AsyncHTTPClient

with open(sys.argv[1], encoding="utf-8-sig") as f:
    CFG = json.load(f)
with open(CFG["rulesFile"], encoding="utf-8") as f:
    RULES = yaml.safe_load(f)

BROKER, _, BROKER_PORT = CFG["broker"].partition(":")


class Health(tornado.web.RequestHandler):
    def get(self):
        self.write("fine")


class Hook(tornado.web.RequestHandler):
    def post(self):
        with pyodbc.connect(CFG["database"]) as db:
            db.execute("update alarm set seen = 1 where id = ?", self.get_argument("id"))


async def check() -> None:
    now = json.loads((await AsyncHTTPClient().fetch(CFG["climate"]["url"])).body)
    for rule in RULES:
        name, op, limit = rule["when"].split()
        value = now.get(name, 0)
        if value > float(limit) if op == ">" else value < float(limit):
            publish.single("alarm/house3", rule["say"], hostname=BROKER or "localhost", port=int(BROKER_PORT or 1883))
            await AsyncHTTPClient().fetch(
                CFG["sms"]["gateway"],
                method="POST",
                body=json.dumps({"text": rule["say"], "callback": CFG["sms"]["callbackUrl"]}),
            )


def main() -> None:
    app = tornado.web.Application([("/health", Health), ("/hook/sms", Hook)])
    app.listen(CFG["listen"]["port"], CFG["listen"]["address"])
    tornado.ioloop.PeriodicCallback(check, CFG["climate"]["everySeconds"] * 1000).start()
    tornado.ioloop.IOLoop.current().start()


if __name__ == "__main__":
    main()
