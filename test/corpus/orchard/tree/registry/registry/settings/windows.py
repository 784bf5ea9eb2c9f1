# the office PC of 2014; nobody starts this any more
from .base import *  # noqa: F403

DEBUG = True
MEDIA_ROOT = r"E:\Orchard\media"
LOG_FILE = "E:\\Orchard\\log\\registry.log"
STATIC_ROOT = "E:/Orchard/static"
