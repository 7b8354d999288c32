"""Processes that send datagrams from the same local port one after the other, each to two ports of its own: the first one that the
socket sends to and a second one. "forks": each in a process that ends at once. "turns": by two processes that stay, and close and
open the port in turns. Prints "PID PORT" for each remote port. usage: port_relay.py forks|turns ADDRESS LOCAL_PORT FIRST_PORT COUNT"""
import os
import socket
import sys

kind, address, local, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])


def send(turn):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(("", local))
        for port in (first + 2 * turn, first + 2 * turn + 1):
            own.sendto(b"\xee", (address, port))
            os.write(1, f"{os.getpid()} {port}\n".encode())


if kind == "forks":
    for turn in range(count):
        if child := os.fork():
            os.waitpid(child, 0)
        else:
            send(turn)
            os._exit(0)
else:
    # Whoever reads a byte has the turn, and gives it to the other one.
    pipes = [os.pipe(), os.pipe()]
    side = 0 if os.fork() else 1
    if side == 0:
        os.write(pipes[0][1], b"x")
    for turn in range(side, count, 2):
        os.read(pipes[side][0], 1)
        send(turn)
        os.write(pipes[1 - side][1], b"x")
    if side == 0:
        os.wait()
    else:
        os._exit(0)
