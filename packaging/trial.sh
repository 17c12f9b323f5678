# shellcheck shell=bash
# What the `try` scripts below packaging/ have in common; to be sourced by them, and by tests/run.

# How a trial ends that cannot take place on this machine.
readonly LEFT_OUT=77

# Kept between runs, outside target/, so that only the first one takes minutes.
KEPT=${GIT_LOCKSMITH_TRIALS:-${XDG_CACHE_HOME:-$HOME/.cache}/git-locksmith-platforms}

# Debian's Rust, whose standard library comes as source, so that it can be built for a system
# that Debian has no Rust for. `cargo` is called by its whole path: another may come first.
readonly DEBIANS_RUST=(rustc-web cargo-web rust-web-src libstd-rust-web-dev gcc libc6-dev)
readonly CARGO=/usr/bin/cargo
readonly BUILD_STD=-Zbuild-std=std,panic_abort,panic_unwind,test

# Builds with Debian's Rust. Programs and tests share one profile and all systems one folder, so
# that the standard library is built once for each system, and what runs while building once.
debians_cargo() {
    # RUSTC_BOOTSTRAP is what `-Z` needs in a stable release; nobody debugs what is built here.
    RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$KEPT/target \
        CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 "$CARGO" "$@" --locked "$BUILD_STD"
}

# Installs what is missing, or ends the trial aloud where that cannot be.
require_packages() {
    command -v apt-get >/dev/null && [ "$(uname -sm)" = "Linux x86_64" ] ||
        cannot_take_place "it needs the packages of Debian on x86_64"
    local missing
    mapfile -t missing < <(not_installed "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    may_install || cannot_take_place "neither root nor sudo, so these cannot be installed: ${missing[*]}"
    echo "installing ${missing[*]}"
    apt_install "${missing[@]}"
}

# Which of these packages are not installed, one a line.
not_installed() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            echo "$package"
    done
}

# As root, or by sudo: a prompt for the password is fine where someone can answer it.
may_install() {
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }
}

apt_install() {
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get -qq update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends "$@" >/dev/null
}

cannot_take_place() {
    echo "$1"
    exit "$LEFT_OUT"
}

fail() {
    echo "$*" >&2
    exit 1
}
