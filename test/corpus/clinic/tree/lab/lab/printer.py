"""The label printer hangs off the reception PC by USB; a vendor tray program there offers it on a raw port."""
import socket
from dataclasses import dataclass


@dataclass(frozen=True)
class PrinterConfig:
    printer_host: str = "localhost"
    printer_port: int = 9100
    spool: str = r"C:\Clinic\Labels\spool"

    @property
    def address(self) -> str:
        return f"{self.printer_host}:{self.printer_port}"


def print_label(address: str, text: str) -> None:
    host, _, port = address.rpartition(":")
    with socket.create_connection((host or "localhost", int(port)), timeout=2) as s:
        s.sendall(b"^XA" + text.encode("cp1252") + b"^XZ")
