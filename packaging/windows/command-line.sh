# shellcheck shell=bash
# shellcheck disable=SC2154 # `scratch` is made by the script that sources this
# The story that packaging/windows/try tells on the command line: a dead token is found, cleared
# and replaced, in a home folder below Wine's C: drive.

try_the_command_line() {
    start_a_server
    make_a_repository
    local allow=(--allow-http "$server")

    expect 0 'git-credentials' locksmith sources 'C:\work\billing-api'
    expect 1 'sign-in rejected: 401' locksmith check "${allow[@]}" 'C:\work\billing-api'
    expect 0 '^cleared: rw' locksmith clear 'C:\work\billing-api'
    [ ! -e "$home/.git-credentials" ] || ! grep -q dead-token "$home/.git-credentials" ||
        fail "the dead token is still in the file"
    grep -q other-token "$home/.git-credentials" || fail "another server's sign-in is gone"
    # This Git reaches no server, so that it cannot prove the token; Git Locksmith itself did.
    expect 0 'saved for' with_token live-token \
        locksmith save --user rw --no-prove --allow-http 'C:\work\billing-api'
    grep -q "rw:live-token@" "$home/.git-credentials" || fail "the new token is not in the file"
    expect 0 'push   works' locksmith check "${allow[@]}" 'C:\work\billing-api'
    expect 2 'Usage' locksmith --no-such-option
    echo "verified: sources, check, clear, save and check again, with $(git_in_wine --version)"
}

# Runs a command; it must end with this code and say this.
expect() {
    local code=$1 words=$2 ended=0
    shift 2
    "$@" >"$scratch/said" 2>&1 </dev/null || ended=$?
    if [ "$ended" != "$code" ] || ! grep -qi -- "$words" "$scratch/said"; then
        cat "$scratch/said" >&2
        fail "$* ended with $ended; expected: $code, and $words"
    fi
}

with_token() {
    local token=$1
    shift
    "$@" < <(printf %s "$token")
}

locksmith() {
    in_wine wine "$PROGRAM" "$@"
}

git_in_wine() {
    in_wine wine 'C:\git\mingw64\bin\git.exe' "$@" | tr -d '\r'
}

# A home with a dead token for the server and another server's, and one repository.
make_a_repository() {
    home=$(in_wine wine cmd /c 'echo %USERPROFILE%' | tr -d '\r' | sed 's/^C:/drive_c/; s/\\/\//g')
    home=$WINEPREFIX/$home
    rm -rf "${home:?}/.gitconfig" "$home/.git-credentials" "$DRIVE/work"
    find "$home/AppData" -iname '*locksmith*' -prune -exec rm -rf {} +
    mkdir -p "$DRIVE/work"
    git_in_wine init --quiet 'C:\work\billing-api'
    git_in_wine -C 'C:\work\billing-api' remote add origin "http://$server/billing-api.git"
    git_in_wine config --global credential.helper store
    printf 'http://rw:dead-token@%s\nhttps://me:other-token@other.example\n' "${server/:/%3a}" \
        >"$home/.git-credentials"
}

# Real Git behind a password, on the loopback.
start_a_server() {
    env --ignore-environment PATH=/usr/bin:/bin HOME="$scratch" GIT_CONFIG_NOSYSTEM=1 \
        git init --quiet --bare "$scratch/served/billing-api.git"
    python3 "$HERE/git-server.py" "$scratch/served" rw live-token >"$scratch/address" &
    server_pid=$!
    until server=$(cat "$scratch/address") && [ -n "$server" ]; do
        kill -0 "$server_pid" 2>/dev/null || fail "the Git server did not start"
        sleep 0.1
    done
}

end_the_server() {
    [ -z "${server_pid:-}" ] || kill "$server_pid" 2>/dev/null || true
}
