"""Sends datagrams and waits for each echo, or is the echo. usage: udp_echo.py serve ADDRESS PORT | send ADDRESS PORT COUNT SIZE [SOURCE_PORT]"""
import socket
import sys

mode, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
peer = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
if mode == "serve":
    peer.bind((address, port))
    print("ready", flush=True)
    while True:
        data, client = peer.recvfrom(65536)
        peer.sendto(data, client)
peer.settimeout(5)
peer.bind(("", int(sys.argv[6]) if len(sys.argv) > 6 else 0))
for _ in range(int(sys.argv[4])):
    peer.sendto(b"\xee" * int(sys.argv[5]), (address, port))
    peer.recvfrom(65536)
print(peer.getsockname()[1])
