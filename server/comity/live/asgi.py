"""A line carried by ASGI messages: for servers other than ours. One reader and one writer task a line.

At the end of the process no `bye` goes before the close: uvicorn closes every socket, with 1012, before it
ends the lifespan, in which the hub hangs up, and it takes nothing more from the application then. The close
code tells a client the same.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog
from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect

from comity.live.line import Line
from comity.live.messages import CloseCode
from comity.live.session import HangUp
from comity.live.wire import CLOSE_SECONDS_MAX, SEND_SECONDS_MAX
from comity.logs import where

log = structlog.get_logger(__name__)

_EXPECTED: Final = (TimeoutError, WebSocketDisconnect)


async def carry_over_asgi(line: Line, socket: WebSocket) -> None:
    """Until either side hangs up."""
    woken = asyncio.Event()
    line.open(woken.set, woken.set)
    reader = asyncio.create_task(_read(line, socket))
    writer = asyncio.create_task(_write(line, socket, woken))
    try:
        await asyncio.wait({reader, writer}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (reader, writer):
            task.cancel()
        outcomes = await asyncio.gather(reader, writer, return_exceptions=True)
        end = _end(line, outcomes)
        line.ended(end.code if end else None)
        await _close(socket, end)
        if line.leaves_a_seat:
            await line.leave()


async def _read(line: Line, socket: WebSocket) -> None:
    while line.end is None:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text")
        await line.obey(line.receive(message.get("bytes") or b"" if text is None else text))
    await asyncio.Event().wait()  # the writer says goodbye and ends us


async def _write(line: Line, socket: WebSocket, woken: asyncio.Event) -> None:
    while True:
        await woken.wait()
        woken.clear()
        while (frame := line.session.outbox.take()) is not None:
            async with asyncio.timeout(SEND_SECONDS_MAX):
                await socket.send_text(frame.decode())
        if line.end is not None:
            return


def _end(line: Line, outcomes: Sequence[object]) -> HangUp | None:
    """Why we close, if it is we; a send that took too long means that the client does not read."""
    failed = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, _EXPECTED)]
    for error in failed:
        log.error("live_failed", error=type(error).__name__, detail=where(error))
    if any(isinstance(outcome, TimeoutError) for outcome in outcomes):
        return HangUp(CloseCode.TOO_SLOW, "you read too slowly")
    if failed:
        return HangUp(CloseCode.OUR_MISTAKE, "the server made a mistake; resume")
    return line.end


async def _close(socket: WebSocket, end: HangUp | None) -> None:
    """Tells the client why, if it still listens."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS_MAX):
            await socket.close(end.code if end else 1000, end.reason if end else None)
    except (RuntimeError, TimeoutError, WebSocketDisconnect, OSError):
        return  # gone already
