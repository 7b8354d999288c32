"""Accepts TCP connections, reads what comes, says nothing. usage: sink.py ADDRESS PORT"""
import socket
import sys
import threading

address, port = sys.argv[1], int(sys.argv[2])
server = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((address, port))
server.listen(64)
print("ready", flush=True)


def drain(connection):
    with connection:
        while connection.recv(65536):
            pass


while True:
    threading.Thread(target=drain, args=(server.accept()[0],), daemon=True).start()
