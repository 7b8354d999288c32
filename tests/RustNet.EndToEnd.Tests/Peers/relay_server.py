"""Servers at the same port, each a process with a name of its own that serves one client and ends. Prints "ready" once, and
"PID PORT" with the port of each client. usage: relay_server.py tcp|udp ADDRESS PORT COUNT"""
import os
import socket
import sys

kind, address, port, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])


def serve(turn):
    with open("/proc/self/comm", "w") as name:
        name.write(f"relay-{turn}")
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address if turn % 2 else "", port))
    if kind == "tcp":
        server.listen(8)
    if turn == 0:
        os.write(1, b"ready\n")
    if kind == "tcp":
        client, peer = server.accept()
        server.close()
        client.recv(1)
        client.send(b"\xee")
        client.close()
    else:
        _, peer = server.recvfrom(16)
        server.sendto(b"\xee", peer)
    os.write(1, f"{os.getpid()} {peer[1]}\n".encode())


for turn in range(count):
    if child := os.fork():
        os.waitpid(child, 0)
    else:
        serve(turn)
        os._exit(0)
os.write(1, b"done\n")
