#!/usr/bin/env bash
# Opens a GET stream through nginx and waits for longer than nginx waits for a silent server: 60 seconds. Fails where
# the stream has been cut by then.
#
#   server-config/nginx/check-streams.sh [http://127.0.0.1:8080/mcp [8089]]
#
# It needs curl and nginx, which it starts on the given port with its default configuration, as a proxy of the endpoint.
set -euo pipefail

endpoint=${1:-http://127.0.0.1:8080/mcp}
port=${2:-8089}
seconds=75
timed_out=28
path=/${endpoint#*://*/}
server=${endpoint%"$path"}
proxy=http://127.0.0.1:$port$path

nginx_home=$(mktemp -d)
cat >"$nginx_home/nginx.conf" <<END
daemon off;
pid nginx.pid;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {
        listen 127.0.0.1:$port;
        location / {
            proxy_pass $server;
        }
    }
}
END
nginx -p "$nginx_home" -c nginx.conf -e error.log &
nginx=$!
trap 'kill $nginx && wait $nginx || true; rm -r "$nginx_home"' EXIT
until [ -s "$nginx_home/nginx.pid" ]; do
    kill -0 $nginx
    sleep 0.1
done

post() {
    curl -fsS -o /dev/null -H 'Content-Type: application/json' \
        -H 'Accept: application/json, text/event-stream' "$@" "$proxy"
}

post -D "$nginx_home/head" -d '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",
    "capabilities":{},"clientInfo":{"name":"check-streams","version":"1"}}}'
session=$(grep -i '^Mcp-Session-Id:' "$nginx_home/head" | tr -d '\r')
post -H "$session" -d '{"jsonrpc":"2.0","method":"notifications/initialized"}'

begin=$SECONDS
result=0
curl -sN --max-time $seconds -o "$nginx_home/stream" -H 'Accept: text/event-stream' -H "$session" "$proxy" || result=$?
comments=$(grep -c '^:' "$nginx_home/stream" || true)
if [ $result -eq $timed_out ]; then
    echo "open after $((SECONDS - begin)) s, comments: $comments"
else
    echo "cut after $((SECONDS - begin)) s, comments: $comments"
    exit 1
fi
