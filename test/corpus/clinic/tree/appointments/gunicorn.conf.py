import multiprocessing

bind = "127.0.0.1:7302"
workers = min(4, multiprocessing.cpu_count())
forwarded_allow_ips = "127.0.0.1"
accesslog = "-"
