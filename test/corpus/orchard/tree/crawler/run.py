"""Reads fruit prices for ever."""
import time

from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings

from prices.spiders.market import MarketSpider

if __name__ == "__main__":
    while True:
        process = CrawlerProcess(get_project_settings())
        process.crawl(MarketSpider)
        process.start()
        time.sleep(3600)
