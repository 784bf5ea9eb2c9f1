import asyncio

import typer
import websockets

app = typer.Typer(help="Talk to the dome, by default to the one on localhost.")


@app.command()
def tail(url: str = typer.Option("ws://localhost:6403", envvar="DOME_URL")):
    async def run():
        async with websockets.connect(url) as socket:
            async for line in socket:
                typer.echo(line)

    asyncio.run(run())


@app.command()
def ping():
    async def run():
        async with websockets.connect("ws://127.0.0.1:6403/"):
            typer.echo("alive")

    asyncio.run(run())
