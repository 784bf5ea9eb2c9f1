import argparse
import logging
import os

from aiohttp import web
from prometheus_client import start_http_server

from .printer import PrinterConfig
from .results import build_app

log = logging.getLogger("lab")


def parse() -> argparse.Namespace:
    p = argparse.ArgumentParser("lab")
    p.add_argument("--listen", default="localhost", help="address to listen on (default: loopback, that is 127.0.0.1)")
    p.add_argument("--port", type=int, default=7303)
    p.add_argument("--metrics-port", type=int, default=9303)
    p.add_argument("--patients", default="http://localhost:7301", metavar="URL")
    p.add_argument(
        "--amqp",
        default=os.environ.get("AMQP_URL", "amqp://guest:guest@localhost:5672/clinic"),
    )
    p.add_argument("--printer", default=PrinterConfig().address)
    return p.parse_args()


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    args = parse()
    start_http_server(args.metrics_port)
    log.info("lab listens on %s:%d", args.listen, args.port)
    web.run_app(build_app(args), host=args.listen, port=args.port)


if __name__ == "__main__":
    main()
