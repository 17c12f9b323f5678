# shellcheck shell=bash
# shellcheck disable=SC2154 # `scratch` is made by the script that sources this
# The window that packaging/windows/try opens under Wine, on a screen of its own.

readonly TITLE='Git Locksmith'

try_the_window() {
    start_a_screen
    in_wine wine "$PROGRAM" 'C:\work' >"$scratch/window.log" 2>&1 &
    window_pid=$!
    local window
    window=$(timeout 60 xdotool search --sync --onlyvisible --name "^$TITLE" | head -1) ||
        fail "no window after a minute: $(tail -5 "$scratch/window.log")"
    wait_until_it_is_drawn "$window"
    echo "verified: the window opens and draws; its picture is ${PICTURE#"$PWD"/}"
}

# An empty window has a handful of colours, one with text some hundred. It is drawn when two looks
# in a row show the same.
wait_until_it_is_drawn() {
    local tries colours before=0
    mkdir -p "$(dirname "$PICTURE")"
    for tries in {1..60}; do
        kill -0 "$window_pid" 2>/dev/null || fail "the window closed: $(tail -5 "$scratch/window.log")"
        import -window root "$PICTURE"
        colours=$(identify -format %k "$PICTURE")
        if [ "$colours" -ge 200 ] && [ "$colours" = "$before" ]; then return 0; fi
        before=$colours
        sleep 2
    done
    fail "the window $1 stayed empty or never came to rest: $colours colours after $tries looks"
}

start_a_screen() {
    Xvfb -displayfd 1 -screen 0 1160x760x24 -nolisten tcp >"$scratch/display" 2>/dev/null &
    screen_pid=$!
    until [ -s "$scratch/display" ]; do
        kill -0 "$screen_pid" 2>/dev/null || fail "the screen did not start"
        sleep 0.1
    done
    DISPLAY=:$(cat "$scratch/display")
    export DISPLAY
    openbox >/dev/null 2>&1 &
    desktop_pid=$!
}

end_the_screen() {
    local pid
    for pid in "${window_pid:-}" "${desktop_pid:-}" "${screen_pid:-}"; do
        [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    done
}
