"""The far end of a TUN device: sends every IPv4 UDP packet back with its endpoints swapped. usage: tun_echo.py DEVICE ADDRESS/PREFIX"""
import fcntl
import os
import struct
import subprocess
import sys

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
device = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH14x", sys.argv[1].encode(), IFF_TUN | IFF_NO_PI))
subprocess.run(["ip", "addr", "add", sys.argv[2], "dev", sys.argv[1]], check=True)
subprocess.run(["ip", "link", "set", sys.argv[1], "up"], check=True)
print("ready", flush=True)
while True:
    packet = os.read(device, 65536)
    if packet[0] == 0x45 and packet[9] == 17:
        # Swapping addresses and ports changes neither checksum.
        os.write(device, packet[:12] + packet[16:20] + packet[12:16] + packet[22:24] + packet[20:22] + packet[24:])
