import redis
import requests


class Seen:
    def open_spider(self, spider):
        self.seen = redis.Redis(host="localhost", db=4)

    def process_item(self, item, spider):
        self.seen.sadd("prices", item["id"])
        return item


class ToRegistry:
    def open_spider(self, spider):
        to = spider.settings["REGISTRY"]
        self.url = "http://{host}:{port}/api/prices".format(**to)

    def process_item(self, item, spider):
        requests.post(self.url, json=dict(item), timeout=5)
        return item
