#!/usr/bin/env bash
# Fuzzes what takes bytes from outside: every dissector, the frame parser, inspection, the table, the capture file readers,
# the filter, the cleaning of text. SharpFuzz's instrumentation leads it to new branches. One core, one target after the other.
# A second run goes on from the inputs that the first one kept.
#
#   scripts/fuzz.sh [--seconds N] [--list] [TARGET...]      N seconds for each target, 60 unless said; all targets unless named
#
# One line for each target: executions, branches reached, inputs kept, findings. Each finding is an input, kept under
# artifacts/fuzz/findings/TARGET, with what it throws on standard error. Ends with 1 where there are any.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/build/common.sh
source scripts/build/common.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

work=artifacts/fuzz
project=tests/RustNet.Fuzz
built=$project/bin/Release/net10.0
seconds=60
targets=()
list=false

usage() { sed -n '2,/^set /{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; }

while (($# > 0)); do
  case $1 in
    --seconds)
      [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail "--seconds takes a number"
      seconds=$2
      shift
      ;;
    --list) list=true ;;
    -h | --help)
      usage
      exit 0
      ;;
    -*) fail "unknown option $1, see --help" ;;
    *) targets+=("$1") ;;
  esac
  shift
done

fuzz() { dotnet "$built/RustNet.Fuzz.dll" "$@"; }

# What is fuzzed is a copy: the instrumented assemblies must never be taken for the built ones.
prepare() {
  rm -rf artifacts/fuzz/bin
  mkdir -p "$work"
  cp -R "$built" "$work/bin"
  fuzz instrument "$work/bin/RustNet.Core.dll" "$work/bin/RustNet.Capture.dll" "$work/bin/RustNet.Export.dll"
}

# What ends the process (a stack overflow, a hang) leaves its input behind.
run_target() {
  local target=$1 current=$work/$1.current code=0
  dotnet "$work/bin/RustNet.Fuzz.dll" fuzz "$target" "$seconds" "$work" || code=$?
  if ((code > 1)); then
    mkdir -p "$work/findings/$target"
    [[ ! -e $current ]] || mv "$current" "$work/findings/$target/ended-with-$code"
    printf '%-12s ended with exit code %d: 1 finding\n' "$target" "$code"
  fi
  return "$code"
}

need_sdk
dotnet build "$project" -c Release --nologo -v quiet >&2
all=()
while IFS= read -r target; do all+=("$target"); done < <(fuzz targets)
if $list; then
  printf '%s\n' "${all[@]}"
  exit 0
fi

for target in ${targets[@]+"${targets[@]}"}; do
  [[ " ${all[*]} " == *" $target "* ]] || fail "no target $target, see --list"
done

prepare
code=0
for target in "${targets[@]:-${all[@]}}"; do
  run_target "$target" || code=1
done
if ((code != 0)); then
  say "Findings are in $work/findings. To see one: dotnet $built/RustNet.Fuzz.dll replay TARGET FILE"
fi
exit "$code"
