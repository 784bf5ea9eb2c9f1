"""HL7 over MLLP in, JSON over HTTP out."""
import asyncio
import pathlib
import sys

import aiohttp
import yaml

START, END = b"\x0b", b"\x1c\r"


class Intake:
    def __init__(self, cfg: dict) -> None:
        self.cfg = cfg
        fwd = cfg["forward"]
        self.patients = f"http://{fwd['patients']['host']}:{fwd['patients']['port']}/patients"
        self.lab = fwd["lab"]["url"]
        self.archive = pathlib.Path(cfg["archive_dir"])

    async def on_connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = writer.get_extra_info("peername") or ("127.0.0.1", 0)
        if not any(peer[0].startswith(a.split("/")[0].removesuffix(".0.0")) for a in self.cfg["allow"]):
            writer.close()
            return
        async with aiohttp.ClientSession() as http:
            while frame := await reader.readuntil(END):
                number = frame.strip(START + END).split(b"|")[3].decode()
                async with http.get(f"{self.patients}/{number}") as who:
                    body = {"patient": number, "name": (await who.json()).get("name")}
                async with http.post(self.lab, json=body) as done:
                    writer.write(b"\x0bACK\x1c\r" if done.status == 201 else b"\x0bNAK\x1c\r")
                    await writer.drain()


async def main(path: str) -> None:
    with open(path, encoding="utf-8") as f:
        cfg = yaml.safe_load(f)
    intake = Intake(cfg)
    server = await asyncio.start_server(intake.on_connect, cfg["listen"]["address"], cfg["listen"]["port"])
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
