"""HTTP/1.1 server, plain or over TLS. usage: http_server.py ADDRESS PORT [CERTIFICATE KEY [ALPN,ALPN]]

GET /bytes/N answers N bytes, /status/N that status, /rate/N keeps sending N bytes a second until the
client goes, /slow is /rate/1000. PUT takes whatever comes.
"""
import http.server
import socket
import ssl
import sys
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "peer/1"
    sys_version = ""

    def do_GET(self):
        parts = self.path.split("/")
        if self.path == "/slow":
            self.steady(1000)
            return
        if parts[1] == "rate":
            self.steady(int(parts[2]))
            return
        status = int(parts[2]) if parts[1] == "status" else 200
        body = b"x" * int(parts[2]) if parts[1] == "bytes" else b"hello\n"
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        left = int(self.headers["Content-Length"])
        while left > 0:
            left -= len(self.rfile.read(min(left, 4096)))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def steady(self, rate):
        self.send_response(200)
        self.send_header("Content-Length", "1000000000")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * (rate // 10))
                time.sleep(0.1)
        except OSError:
            self.close_connection = True

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


address, port = sys.argv[1], int(sys.argv[2])
Server.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
server = Server((address, port), Handler)
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    if len(sys.argv) > 5:
        context.set_alpn_protocols(sys.argv[5].split(","))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print("ready", flush=True)
server.serve_forever()
