#!/usr/bin/env bash
# Makes docs/images/overview.svg and details.svg from a real run: rustnet in tmux, on live traffic of real clients and
# servers in two network namespaces. Names and addresses are those kept for documentation. Needs root, tmux, iproute2,
# curl, openssl and python3, and a program to run: artifacts/rustnet, or what RUSTNET_BINARY names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=scripts/build/common.sh
source scripts/build/common.sh

columns=${COLUMNS_OF_IMAGE:-176}
rows=${ROWS_OF_IMAGE:-32}
program=$(realpath "${RUSTNET_BINARY:-artifacts/rustnet}")
peers=$PWD/tests/RustNet.EndToEnd.Tests/Peers
images=docs/images
[[ -x $program ]] || fail "no program at $program: run scripts/publish.sh first"
[[ $EUID -eq 0 ]] || fail "needs root: it makes network namespaces and captures in them"
for tool in tmux ip curl openssl python3; do
  command -v $tool >/dev/null 2>&1 || fail "needs $tool"
done

work=$(mktemp -d)
host=rnshot$$"a"
far=rnshot$$"b"

clean_up() {
  tmux -S "$work/tmux" kill-server 2>/dev/null || true
  local namespace pid
  for namespace in "$host" "$far"; do
    # Everything in them was started here.
    for pid in $(ip netns pids "$namespace" 2>/dev/null); do kill -KILL "$pid" 2>/dev/null || true; done
    ip netns del "$namespace" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# In the background until the script ends.
on() {
  local namespace=$1
  shift
  ip netns exec "$namespace" "$@" >/dev/null 2>&1 </dev/null &
  disown
}

# A command again and again, with a pause.
repeat_on() {
  local namespace=$1 pause=$2
  shift 2
  # shellcheck disable=SC2016
  on "$namespace" sh -c 'pause=$1; shift; while true; do "$@"; sleep "$pause"; done' sh "$pause" "$@"
}

ip netns add "$host"
ip netns add "$far"
ip -n "$host" link add eth0 type veth peer name eth0 netns "$far"
for namespace in "$host" "$far"; do
  ip netns exec "$namespace" sh -c 'cd /proc/sys/net/ipv6/conf/eth0 && echo 0 > router_solicitations && echo 0 > accept_dad'
  ip -n "$namespace" link set lo up
  ip -n "$namespace" link set eth0 up
done
ip -n "$host" addr add 192.0.2.10/24 dev eth0
ip -n "$host" addr add 2001:db8::10/64 dev eth0 nodad
ip -n "$far" addr add 192.0.2.1/24 dev eth0
ip -n "$far" addr add 2001:db8::1/64 dev eth0 nodad
for last in 7 20 34 53 80 99 123 200; do ip -n "$far" addr add 198.51.100.$last/32 dev lo; done
ip -n "$far" addr add 2001:db8:20::443/128 dev lo nodad
ip -n "$host" route add default via 192.0.2.1
ip -n "$host" -6 route add default via 2001:db8::1

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=example.com \
  -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
head -c 40000000 /dev/zero >"$work/upload"

# Servers far away, one here.
for address in 198.51.100.7 198.51.100.20 198.51.100.34 198.51.100.99 2001:db8:20::443; do
  on "$far" python3 "$peers/http_server.py" "$address" 443 "$work/certificate.pem" "$work/key.pem" http/1.1
done
on "$far" python3 "$peers/http_server.py" 198.51.100.80 80
on "$far" python3 "$peers/http_server.py" 198.51.100.200 8080
on "$far" python3 "$peers/dns_server.py" 198.51.100.53 53
on "$far" python3 "$peers/sink.py" 198.51.100.34 22
on "$far" python3 "$peers/udp_echo.py" serve 198.51.100.123 4500
on "$host" python3 "$peers/http_server.py" 192.0.2.10 8000
wait_for_port() {
  local i
  for ((i = 0; i < 100; i++)); do
    ip netns exec "$1" python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1)' "$2" "$3" 2>/dev/null && return
    sleep 0.1
  done
  fail "no server on $2:$3"
}
wait_for_port "$far" 2001:db8:20::443 443
wait_for_port "$far" 198.51.100.200 8080
wait_for_port "$host" 192.0.2.10 8000

export LC_ALL=C.UTF-8
unset NO_COLOR TMUX
tmux -S "$work/tmux" -f /dev/null -u set-option -g status off \; set-option -g default-terminal tmux-256color \; \
  new-session -d -s main -x "$columns" -y "$rows" -c "$work" -e COLORTERM=truecolor \
  "exec ip netns exec $host '$program' -i eth0 -r 500"

screen() { tmux -S "$work/tmux" capture-pane -p -t main "$@"; }
press() { tmux -S "$work/tmux" send-keys -t main "$@"; }
wait_for_text() {
  local i
  for ((i = 0; i < 300; i++)); do
    if screen | grep -qE -- "$1"; then return; fi
    sleep 0.1
  done
  screen >&2
  fail "the screen never showed $1"
}
wait_for_text 'Remote Address'

fetch() { # address url options...
  local address=$1 url=$2 port=443
  shift 2
  [[ $url == http:* ]] && port=80
  [[ $url =~ :([0-9]+)/ ]] && port=${BASH_REMATCH[1]}
  [[ $url =~ ://([^:/]+) ]]
  on "$host" curl -q -s -k --noproxy '*' -o /dev/null --resolve "${BASH_REMATCH[1]}:$port:$address" "$@" "$url"
  sleep 0.2 # one after the other in the table
}

# Clients: long ones with a rate, short ones that come and go.
fetch 198.51.100.7 https://www.example.com/rate/1400000
fetch 198.51.100.20 https://media.example.org/rate/320000
fetch 198.51.100.34 https://backup.example.net/store --limit-rate 210k -T "$work/upload"
fetch '[2001:db8:20::443]' https://six.example.com/slow
fetch 198.51.100.80 http://downloads.example.org/rate/88000
fetch 198.51.100.200 http://build.example.net:8080/slow
on "$host" sh -c "tail -f /dev/null | python3 '$peers/hold.py' 198.51.100.34 22 ''"
repeat_on "$host" 0.7 python3 "$peers/dns_query.py" 198.51.100.53 53 www.example.com 1 40211
repeat_on "$host" 0.9 python3 "$peers/dns_query.py" 198.51.100.53 53 mail.example.net 28 40377
on "$host" python3 "$peers/dns_query.py" 198.51.100.53 53 missing.example.org 1 40398
repeat_on "$host" 0.5 python3 "$peers/ping.py" 198.51.100.123 7 2
repeat_on "$host" 0.5 python3 "$peers/ping.py" 2001:db8:20::443 8 1
repeat_on "$host" 0.3 python3 "$peers/udp_echo.py" send 198.51.100.123 4500 20 400 4500
on "$host" curl -q -s -k --noproxy '*' -o /dev/null --resolve api.example.com:443:198.51.100.99 https://api.example.com/v1/status
on "$far" curl -q -s --noproxy '*' -o /dev/null --resolve dashboard.example.net:8000:192.0.2.10 http://dashboard.example.net:8000/slow
on "$host" sh -c 'sleep 4; exec curl -q -s --connect-timeout 30 http://198.51.100.80:81/'

wait_for_text 'dashboard.example'
wait_for_text 'api.example.com'
screen | grep -q 'Median RTT' || press i
wait_for_text 'Median RTT'
wait_for_text '~UDP' # by then the graphs are full and a row is about to leave

mkdir -p $images
shoot() { # name
  screen -e >"$work/$1.ansi"
  python3 scripts/build/ansi2svg.py <"$work/$1.ansi" >"$work/$1.svg"
  mv "$work/$1.svg" "$images/$1.svg"
  say "$images/$1.svg"
}

press g
shoot overview
press Enter
for ((i = 0; i < 30; i++)); do
  screen | grep -q '^▎.*198\.51\.100\.20:443' && break
  press j
  sleep 0.3
done
wait_for_text 'media.example.org'
shoot details
press q q
