"""Clients that live for some 3 ms, one after the other, each a process of its own; prints "PID PORT" of each.
usage: short_clients.py tcp|udp ADDRESS PORT COUNT"""
import os
import socket
import sys
import time

kind, address, port, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
family = socket.AF_INET6 if ":" in address else socket.AF_INET
for _ in range(count):
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        continue
    if kind == "tcp":
        client = socket.create_connection((address, port), timeout=5)
        client.send(b"\xee")
    else:
        client = socket.socket(family, socket.SOCK_DGRAM)
        client.sendto(b"\xee", (address, port))
    local = client.getsockname()[1]
    time.sleep(0.001)
    client.close()
    os.write(1, f"{os.getpid()} {local}\n".encode())
    os._exit(0)
