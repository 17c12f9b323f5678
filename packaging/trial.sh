# shellcheck shell=bash
# What packaging/windows/try and packaging/macos/try have in common; to be sourced by them.

# Kept between runs, outside target/, so that only the first one takes minutes.
export KEPT=${GIT_LOCKSMITH_TRIALS:-${XDG_CACHE_HOME:-$HOME/.cache}/git-locksmith-platforms}

# Debian's Rust, whose standard library comes as source, so that it can be built for a system
# that Debian has no Rust for. `cargo` is called by its whole path: another may come first.
export CARGO=/usr/bin/cargo
export BUILD_STD=-Zbuild-std=std,panic_abort,panic_unwind,test
export RUSTC=/usr/bin/rustc
# what `-Z` needs in a stable release
export RUSTC_BOOTSTRAP=1

install_packages() {
    local package missing=()
    for package in "$@"; do
        [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    echo "installing ${missing[*]}"
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get -qq update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null 2>&1
}

fail() {
    echo "$*" >&2
    exit 1
}
