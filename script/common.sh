# Sourced by the other scripts: where things are, and the few steps they share.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
SCRATCH="$ROOT/.scratch"
TARGET="${CARGO_TARGET_DIR:-$ROOT/target}"
# A Node of our own, made by script/setup where the system's is too old for the build of ui/.
NODE_HOME="$SCRATCH/node"
if [ -x "$NODE_HOME/bin/node" ]; then PATH="$NODE_HOME/bin:$PATH"; fi
export PATH

say() { printf '%s\n' "$*" >&2; }

# as_root COMMAND…: runs it directly for root, through sudo for others.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Vite 8 asks for ^20.19 or >=22.12.
node_is_new_enough() {
    command -v node >/dev/null && command -v npm >/dev/null && node -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1)'
}

# npm_install FOLDER: npm ci, when the lockfile is not the one last installed.
npm_install() {
    local stamp="$1/node_modules/.concord-stamp" want
    want="$(sha256sum <"$1/package-lock.json")"
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then return; fi
    say "Installing npm packages of ${1#"$ROOT"/} …"
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error </dev/null >&2)
    printf '%s\n' "$want" >"$stamp"
}

# Builds ui/dist when a source of it changed since the last build.
build_ui() {
    npm_install "$ROOT/ui"
    local stamp="$SCRATCH/ui.stamp" want
    want="$(cd "$ROOT/ui" && find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)"
    if [ -d "$ROOT/ui/dist" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then return; fi
    say "Building ui/ …"
    (cd "$ROOT/ui" && npm run --silent build </dev/null >&2)
    mkdir -p "$SCRATCH"
    printf '%s\n' "$want" >"$stamp"
}

free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}
