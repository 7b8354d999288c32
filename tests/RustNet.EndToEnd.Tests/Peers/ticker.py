"""A TCP connection that says something ten times a second until its input ends; prints "PID PORT". usage: ticker.py ADDRESS PORT"""
import os
import select
import socket
import sys

client = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=5)
print(os.getpid(), client.getsockname()[1], flush=True)
while not select.select([sys.stdin], [], [], 0.1)[0]:
    client.send(b"\xee")
