# shellcheck shell=bash
# shellcheck disable=SC2154 # `scratch` is made by the script that sources this
# The tests that packaging/windows/try runs under Wine: those of its Credential Manager, with Git's
# own helper for Windows as the peer, and those of other tests that need no Unix.

# As Git for Windows brings it; the source comes with Debian's Git.
readonly WINCRED=/usr/share/doc/git/contrib/credential/wincred/git-credential-wincred.c

run_the_tests() {
    build_wincred
    build_the_tests
    # One after the other: there is one Credential Manager.
    in_wine wine "$tests" --test-threads=1 >"$scratch/tests" 2>&1 ||
        fail "tests fail under Wine: $(grep -v ' ok$' "$scratch/tests" | tail -60)"
    local passed
    passed=$(sed -n 's/^test result: ok\. \([0-9]*\) passed; 0 failed.*/\1/p' "$scratch/tests" | tail -1)
    [ "${passed:-0}" -gt 0 ] || fail "no test ran under Wine: $(tail -20 "$scratch/tests")"
    echo "verified: $passed tests pass, most of them on the Credential Manager, with Git's wincred beside it"
}

build_wincred() {
    [ -e "$WINCRED" ] || fail "$WINCRED is not there; dpkg leaves it out on a machine without documentation"
    "$MINGW-gcc" -O1 -o "$DRIVE/git/mingw64/bin/git-credential-wincred.exe" "$WINCRED" -ladvapi32
}

# Sets `tests` to the program of tests.
build_the_tests() {
    debians_cargo test --target "$TARGET" --test windows --no-run 2>&1 | tee "$scratch/build" >&2 ||
        fail "the tests do not build"
    tests=$(sed -n 's/^  *Executable tests\/windows\/main\.rs (\(.*\))$/\1/p' "$scratch/build")
    [ -e "$tests" ] || fail "cargo does not say where the tests are"
}
