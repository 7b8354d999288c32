#!/usr/bin/env bash
# Builds RustNet where that is needed and starts it:   sudo ./scripts/run.sh [rustnet options]
# The first start installs libpcap if it is missing and builds; later ones start at once. Signals and the exit code are
# the program's own.
set -euo pipefail
invoked_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/build/common.sh
source scripts/build/common.sh

program=$PWD/src/RustNet.App/bin/Release/net10.0/rustnet
stamp=src/RustNet.App/bin/Release/.built

# Up to date when nothing under src (folders too: a deleted file changes its folder) is newer than the last build.
is_built() {
  [[ -x $program && -f $stamp ]] \
    && [[ -z $(find src Directory.Build.props Directory.Packages.props \
      \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit) ]]
}

build() {
  need_sdk
  say "Building RustNet (once) ..."
  # The output folders must exist before the stamp does, or making them would look like a change.
  mkdir -p src/RustNet.{App,Capture,Core,Export,Host,Tui}/{bin,obj} "$(dirname "$stamp")"
  touch "$stamp.new"
  local log
  log=$(mktemp)
  if ! dotnet build src/RustNet.App -c Release --nologo -v quiet >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "the build failed"
  fi
  rm -f "$log"
  mv "$stamp.new" "$stamp"
  # Built with sudo in a user's clone: the files are the user's, or the next build without sudo fails.
  if [[ $EUID -eq 0 && -n ${SUDO_UID:-} && -n ${SUDO_GID:-} ]]; then
    chown -R "$SUDO_UID:$SUDO_GID" src/RustNet.*/bin src/RustNet.*/obj
  fi
}

if ! is_built; then
  # Without libpcap a capture file can still be read, so a failure here is not the end.
  ensure_libpcap || say "Without libpcap only --read works."
  build
fi
find_dotnet
cd "$invoked_from"
exec "$program" "$@"
