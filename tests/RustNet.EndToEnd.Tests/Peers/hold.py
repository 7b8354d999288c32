"""Opens a TCP connection, sends a line, and keeps it open until its own standard input ends. usage: hold.py ADDRESS PORT TEXT"""
import socket
import sys

connection = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=5)
connection.sendall(sys.argv[3].encode())
print(connection.getsockname()[1], flush=True)
sys.stdin.read()
