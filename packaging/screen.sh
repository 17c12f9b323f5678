# shellcheck shell=bash
# shellcheck disable=SC2154 # `scratch` is made by the script that sources this
# A screen of its own for the window of a trial, and how to tell that the window is there: from
# what the screen shows, within two minutes.

readonly TO_SHOW=(imagemagick libgl1 libgl1-mesa-dri openbox procps x11-utils xvfb)
readonly SECONDS_TO_SHOW=120

start_a_screen() {
    # Without -noreset, a client that goes while it is the only one takes the next ones with it.
    Xvfb -displayfd 1 -screen 0 1240x840x24 -nolisten tcp -noreset >"$scratch/display" 2>"$scratch/screen.log" &
    screen_pid=$!
    until [ -s "$scratch/display" ]; do
        kill -0 "$screen_pid" 2>/dev/null || fail "no screen: $(tail -3 "$scratch/screen.log")"
        sleep 0.1
    done
    DISPLAY=:$(cat "$scratch/display")
    export DISPLAY
    openbox >"$scratch/desktop.log" 2>&1 &
    desktop_pid=$!
    until managed_windows >/dev/null; do
        kill -0 "$desktop_pid" 2>/dev/null || fail "no desktop: $(tail -3 "$scratch/desktop.log")"
        sleep 0.1
    done
}

end_the_screen() {
    local pid
    for pid in "${desktop_pid:-}" "${screen_pid:-}"; do
        [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    done
}

# Waits until the program, found by how it was called, shows one window of this class, and that
# has been drawn; leaves a picture of the screen.
wait_for_the_window() {
    local called=$1 class=$2 picture=$3 ended=$((SECONDS + SECONDS_TO_SHOW))
    local windows='' colours=0 before=0 ran=no
    mkdir -p "$(dirname "$picture")"
    while [ $SECONDS -lt $ended ]; do
        if pgrep --full "$called" >/dev/null; then
            ran=yes
        elif [ $ran = yes ]; then
            fail "the program ended: $(tail -5 "$scratch/window.log")"
        fi
        windows=$(managed_windows)
        if [ "$windows" = "$class" ]; then
            # An empty window has a handful of colours, one with text some hundred. It is drawn
            # when two looks in a row show the same.
            import -window root "$picture"
            colours=$(identify -format %k "$picture")
            if [ "$colours" -ge 200 ] && [ "$colours" = "$before" ]; then return; fi
            before=$colours
        fi
        sleep 1
    done
    fail "after $SECONDS_TO_SHOW s, no drawn window of $class alone." \
        "Program was seen running: $ran. Windows: ${windows:-none}. Colours: $colours." \
        "It said: $(tail -5 "$scratch/window.log")"
}

# The class of each window that the desktop keeps, one a line. A window may go while it is asked.
managed_windows() {
    local list window
    list=$(xprop -root _NET_CLIENT_LIST 2>/dev/null)
    [ "$list" = "${list#*no such atom}" ] && [ "$list" = "${list#*not found}" ] || return 1
    for window in $(grep -o '0x[0-9a-f]*' <<<"$list"); do
        xprop -id "$window" WM_CLASS 2>/dev/null | sed -n 's/.*, "\(.*\)"$/\1/p'
    done
}
