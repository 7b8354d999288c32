"""ICMP echo requests, each waited for. usage: ping.py ADDRESS IDENTIFIER COUNT"""
import socket
import struct
import sys

address, identifier, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
v6 = ":" in address
client = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_RAW,
                       socket.getprotobyname("ipv6-icmp" if v6 else "icmp"))
client.settimeout(5)
reply = 129 if v6 else 0
for sequence in range(count):
    def message(checksum):
        return struct.pack("!BBHHH", 128 if v6 else 8, 0, checksum, identifier, sequence) + b"ping" * 12
    total = sum(struct.unpack("!28H", message(0)))
    total = (total & 0xFFFF) + (total >> 16)
    total = (total & 0xFFFF) + (total >> 16)
    client.sendto(message(0 if v6 else ~total & 0xFFFF), (address, 0))  # the kernel fills the checksum of ICMPv6
    while True:
        data = client.recv(4096)
        data = data if v6 else data[(data[0] & 15) * 4:]
        if data[0] == reply and struct.unpack("!H", data[4:6])[0] == identifier:
            break
