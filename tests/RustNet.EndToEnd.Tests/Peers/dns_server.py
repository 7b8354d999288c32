"""DNS responder over UDP. usage: dns_server.py ADDRESS PORT

Answers every A query with 198.51.100.7 and every AAAA query with 2001:db8::7; names that begin with "missing." do not exist.
"""
import socket
import struct
import sys

address, port = sys.argv[1], int(sys.argv[2])
server = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
server.bind((address, port))
print("ready", flush=True)
while True:
    query, client = server.recvfrom(4096)
    end = 12
    while query[end]:
        end += query[end] + 1
    question = query[12:end + 5]
    kind = struct.unpack("!H", question[-4:-2])[0]
    data = {1: bytes([198, 51, 100, 7]), 28: bytes.fromhex("20010db8000000000000000000000007")}.get(kind)
    if question.startswith(b"\x07missing"):
        data, code = None, 3
    else:
        code = 0
    answer = b""
    if data:
        answer = struct.pack("!HHHIH", 0xC00C, kind, 1, 60, len(data)) + data
    header = query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, 1 if data else 0, 0, 0)
    server.sendto(header + question + answer, client)
