#!/usr/bin/env bash
# Drives a real JConsole with mouse and keyboard against the running demo, and takes the pictures of the operations page: opens the MBean,
# ends a session by a click, and waits for a notification.
#
#   MCP_SESSION_MAX_SESSIONS=3 mvn -Pdemo
#   src/test/jconsole/screenshots.sh PID [URL]
#
# PID: the server's process id, as jcmd lists it. To WildFly, by its own protocol, with the demo as server-config/wildfly/README.md deploys it:
#
#   MCP_SESSION_MAX_SESSIONS=3 $WILDFLY/bin/standalone.sh
#   src/test/jconsole/screenshots.sh service:jmx:remote+http://127.0.0.1:9990 http://127.0.0.1:8080/demo/mcp $WILDFLY/bin/client/jboss-cli-client.jar
#
# It needs a JDK with its desktop parts, Xvfb, xdotool and ImageMagick, and is no part of the build. Places on the screen are those of
# JConsole 17 with the Metal look and feel.
set -euo pipefail

server=$1
url=${2:-http://127.0.0.1:8080/mcp}
client=${3:-}
pictures=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DISPLAY=:${JCONSOLE_DISPLAY:-97}

options=(-J-Dswing.defaultlaf=javax.swing.plaf.metal.MetalLookAndFeel -J-Dsun.java2d.xrender=false)
domain=141 # where dev.mcpsession is in the tree
if [ -n "$client" ]; then
    # Without a logging configuration JConsole opens a window for what the protocol logs.
    options+=(-J--add-modules=jdk.unsupported "-J-Djava.class.path=$client" -J-Djava.util.logging.config.file=/dev/null)
    domain=123
    prefix=wildfly-
fi

post() {
    curl -sS -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' "$@" "$url"
}

initialize() {
    post -D - -o /dev/null -d '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",
        "capabilities":{},"clientInfo":{"name":"'"$1"'","version":"1.0"}}}' | tr -d '\r' | sed -n 's/^mcp-session-id: //Ip'
}

session_info() {
    post -H "Mcp-Session-Id: $1" -d '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"session_info","arguments":{}}}'
}

click() {
    xdotool mousemove "$1" "$2" click 1
    sleep 1.5
}

keys() {
    for key in "$@"; do
        xdotool key "$key"
        sleep 0.7
    done
}

picture() {
    import -window root -crop 900x756+140+4 +repage +dither -colors 64 -depth 8 -strip "PNG8:$pictures/${prefix:-}$1.png"
}

Xvfb "$DISPLAY" -screen 0 1180x760x24 2>/dev/null &
xvfb=$!
trap 'kill $xvfb' EXIT
sleep 2

handle=
for name in desktop inspector; do
    id=$(initialize $name)
    session_info "$id" >/dev/null
    handle=$(session_info "$id" | sed -n 's/.*handle\\":\\"\([0-9a-f]*\).*/\1/p')
done

jconsole "${options[@]}" "$server" &
jconsole=$!
trap 'kill $jconsole $xvfb' EXIT
sleep "${JCONSOLE_PATIENCE:-15}"

if [ -z "$client" ]; then
    click 503 207 # insecure, as a connection to the same machine may be
fi
sleep 4
click 640 64 # MBeans
xdotool mousemove 312 500 mousedown 1 mousemove 400 500 mousemove 440 500 mouseup 1
click 240 $domain # dev.mcpsession
keys Right Down Right Down Right Down Right Down Right
picture attributes

keys Left Down Right
xdotool type expireSession
sleep 1
xdotool mousemove 788 114 click --repeat 2 1
keys ctrl+a
xdotool type "$handle"
click 590 114
# Without a window manager a dialog comes up anywhere.
xdotool search --onlyvisible --name 'return value' windowmove 620 330
sleep 1
picture expire
click 750 392

click 285 $((domain + 158)) # Notifications
click 636 729 # Subscribe
for name in one two three four; do
    id=$(initialize $name)
    if [ -n "$id" ]; then
        session_info "$id" >/dev/null
        session_info "$id" >/dev/null
    fi
done
sleep 3
picture notification
