import ipaddress
from urllib.parse import urlsplit

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}


def is_local(url: str) -> bool:
    """True when the URL stays on this machine."""
    host = urlsplit(url).hostname or "localhost"
    if host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def client_is_trusted(remote_addr: str) -> bool:
    return remote_addr == "127.0.0.1" or remote_addr.startswith("10.")
