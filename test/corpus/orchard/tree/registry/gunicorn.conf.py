# served behind nginx only; do not open this to the farm network
bind = "127.0.0.1:8010"
workers = 3
timeout = 60
accesslog = "-"
forwarded_allow_ips = "127.0.0.1"


def when_ready(server):
    server.log.info("registry ready on http://127.0.0.1:8010/api/")
