"""The live gateway: websockets that tell every member what they may know, as soon as it is durable."""
