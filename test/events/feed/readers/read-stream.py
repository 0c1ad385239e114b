"""Prints each event that a reader sees in a stream, to the first of a type: READER URL TYPE."""
import json
import sys

import httpx

reader, url, last_type = sys.argv[1:]
with httpx.Client(timeout=None) as client, client.stream("GET", url) as response:
    if reader == "sseclient-py":
        from sseclient import SSEClient

        events = SSEClient(response.iter_bytes()).events()
    else:
        from httpx_sse import EventSource

        events = EventSource(response).iter_sse()
    for event in events:
        print(json.dumps({"id": event.id, "event": event.event, "data": event.data}), flush=True)
        if event.event == last_type:
            break
