"""Goes on asking, each time from another port, until COUNT answers have come. usage: knock.py tcp|udp ADDRESS PORT COUNT"""
import itertools
import socket
import sys
import time

kind, address, port, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
end = time.monotonic() + 30
ports = itertools.count(40_000)  # the kernel would hand one out twice now and then, and two askers look like one
while count and time.monotonic() < end:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM) as own:
        own.settimeout(0.1)
        try:
            own.bind(("", next(ports)))
            own.connect((address, port))
            own.send(b"\xee")
            count -= bool(own.recv(1))
        except OSError:
            time.sleep(0.002)
