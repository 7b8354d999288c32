"""Asks a DNS server over UDP and waits for the answer. usage: dns_query.py SERVER PORT NAME [TYPE [SOURCE_PORT]]"""
import socket
import struct
import sys

server, port, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
kind = int(sys.argv[4]) if len(sys.argv) > 4 else 1
client = socket.socket(socket.AF_INET6 if ":" in server else socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(5)
client.bind(("", int(sys.argv[5]) if len(sys.argv) > 5 else 0))
labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
client.sendto(struct.pack("!HHHHHH", 0x1234, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", kind, 1), (server, port))
client.recvfrom(4096)
print(client.getsockname()[1])
