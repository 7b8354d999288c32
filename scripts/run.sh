#!/usr/bin/env bash
# Builds RustNet where that is needed and starts it:   sudo ./scripts/run.sh [rustnet options]
# The first start installs libpcap if it is missing and builds; later ones start at once. Signals and the exit code are
# the program's own. Where a C compiler is there it builds the native program (as publish.sh does), which
# starts at once and takes less than half the processor time and memory; elsewhere, and where that fails, one for the .NET
# runtime of this machine.
set -euo pipefail
invoked_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/build/common.sh
source scripts/build/common.sh

native=$PWD/artifacts/rustnet
managed=$PWD/src/RustNet.App/bin/Release/net10.0/rustnet
stamp=src/RustNet.App/bin/Release/.built   # says which of the two was built

# Up to date when nothing under src (folders too: a deleted file changes its folder) is newer than the last build. Where that gave no
# native program, one that publish.sh has made since is taken.
is_built() {
  [[ -f $stamp ]] || return 1
  program=$(<"$stamp")
  if [[ $program == "$managed" && -x $native && $native -nt $stamp ]]; then
    program=$native
  fi

  [[ ($program == "$native" || $program == "$managed") && -x $program ]] \
    && [[ -z $(find src Directory.Build.props Directory.Packages.props \
      \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit) ]]
}

build() {
  need_sdk
  # The output folders must exist before the stamp does, or making them would look like a change.
  mkdir -p src/RustNet.{App,Capture,Core,Export,Host,Tui}/{bin,obj} "$(dirname "$stamp")"
  local log
  log=$(mktemp)
  program=$managed
  if can_link; then
    say "Building RustNet (once, a minute or two) ..."
    touch "$stamp.new"
    if scripts/publish.sh >"$log" 2>&1; then
      program=$native
    else
      say "No native program came of it; building one for the .NET runtime. Once ./scripts/publish.sh works, its program is taken. It said:"
      tail -n 3 "$log" >&2
    fi
  else
    say "Building RustNet (once) ..."
  fi

  if [[ $program == "$managed" ]]; then
    touch "$stamp.new"
    if ! dotnet build src/RustNet.App -c Release --nologo -v quiet >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      fail "the build failed"
    fi
  fi

  rm -f "$log"
  # Filled without becoming newer: what changed during the build is to be built.
  local began=$stamp.began
  cp -p "$stamp.new" "$began"
  printf '%s\n' "$program" >"$stamp.new"
  touch -r "$began" "$stamp.new"
  rm -f "$began"
  mv "$stamp.new" "$stamp"
  # Built with sudo in a user's clone: the files are the user's, or the next build without sudo fails.
  if [[ $EUID -eq 0 && -n ${SUDO_UID:-} && -n ${SUDO_GID:-} ]]; then
    chown -R "$SUDO_UID:$SUDO_GID" src/RustNet.*/bin src/RustNet.*/obj
    # Only what was made here: another owner takes a file's capabilities away.
    if [[ $program == "$native" ]]; then
      chown "$SUDO_UID:$SUDO_GID" artifacts "$native"
      chown -R "$SUDO_UID:$SUDO_GID" artifacts/publish
    fi
  fi
}

if ! is_built; then
  # Without libpcap a capture file can still be read, so a failure here is not the end.
  ensure_libpcap || say "Without libpcap only --read works."
  build
fi
[[ $program == "$native" ]] || find_dotnet
cd "$invoked_from"
exec "$program" "$@"
