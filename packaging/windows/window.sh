# shellcheck shell=bash
# shellcheck disable=SC2154 # `scratch` is made by the script that sources this
# The window that packaging/windows/try opens under Wine, as a double-click on its shortcut does.

readonly INSTALLED='C:\Program Files\Git Locksmith'

try_the_window() {
    make_a_shortcut
    in_wine wine explorer 'C:\Git Locksmith.lnk' >"$scratch/window.log" 2>&1 &
    # A console beside it would be a second window.
    wait_for_the_window 'Git Locksmith.git-locksmith\.exe' git-locksmith.exe "$PICTURE"
    echo "verified: by its shortcut the window opens, without a console, and draws;" \
        "its picture is ${PICTURE#"$PWD"/}"
}

make_a_shortcut() {
    local folder="$DRIVE/Program Files/Git Locksmith" shortcut="$DRIVE/Git Locksmith.lnk"
    mkdir -p "$folder"
    cp "$PROGRAM" "$HERE/shortcut.vbs" "$folder"
    rm -f "$shortcut"
    in_wine wine cscript //nologo "$INSTALLED\\shortcut.vbs" 'C:\Git Locksmith.lnk' \
        "$INSTALLED\\git-locksmith.exe" 'C:\work' >"$scratch/shortcut.log" 2>&1 || true
    [ -s "$shortcut" ] || fail "no shortcut: $(tail -5 "$scratch/shortcut.log")"
}
