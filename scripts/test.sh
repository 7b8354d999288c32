#!/usr/bin/env bash
# Builds everything, checks the format, publishes the program, and runs every test. Installs what it needs and is missing.
# Needs no terminal and no input. As root it also runs the tests that need network namespaces; else those are skipped, with
# the reason. The last line says how many passed and failed; the exit code says whether all is well.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/build/common.sh
source scripts/build/common.sh
exec </dev/null
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Tools of the end-to-end tests: command and the package that has it, for Debian's names. A test whose tool cannot be
# installed says so and is skipped.
install_test_tools() {
  local missing=() pair
  has_libpcap || missing+=(libpcap0.8)
  for pair in tmux:tmux tcpdump:tcpdump setcap:libcap2-bin ip:iproute2 curl:curl python3:python3 openssl:openssl ping:iputils-ping clang:clang llvm-objcopy:llvm git:git; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || missing+=("${pair##*:}")
  done
  [[ -e /usr/include/zlib.h ]] || missing+=(zlib1g-dev)
  if ((${#missing[@]} > 0)); then
    if [[ $(package_manager) == apt-get ]]; then
      install_packages "${missing[@]}" || say "Going on without: ${missing[*]}"
    else
      say "Some tests need (Debian's names): ${missing[*]}"
    fi
  fi
}

passed=0 failed=0 skipped=0
failures=()

# One step that is no test: counted as a failure where it goes wrong.
step() {
  local title=$1
  shift
  say "== $title"
  if ! "$@"; then
    failures+=("$title")
    failed=$((failed + 1))
    return 1
  fi
}

# The whole project builds in one go; without it there is nothing to test.
build_all() { dotnet build RustNet.sln -c Release --nologo -v quiet -warnaserror; }

check_format() { dotnet format RustNet.sln --verify-no-changes --no-restore; }

check_scripts() {
  if command -v shellcheck >/dev/null 2>&1; then
    shellcheck -x scripts/*.sh scripts/build/*.sh .ci/run
  else
    say "shellcheck is not installed: the scripts are not checked"
  fi
}

# Test projects are programs; they end with a line 'Total: 12, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, ...' and print
# every failure and every skip with its reason. No such line: the whole project counts as one failure.
run_project() {
  local name=$1 log total errors failures_here skipped_here code=0 limit=()
  log=$(mktemp)
  say "== $name"
  # A test that hangs must not take the whole run with it.
  if command -v timeout >/dev/null 2>&1; then limit=(timeout --kill-after=10 2400); fi
  ${limit[@]+"${limit[@]}"} dotnet exec "tests/$name/bin/Release/net10.0/$name.dll" -noLogo -noColor >"$log" 2>&1 || code=$?
  grep -vE '^ *(Discovering|Discovered|Starting|Finished): ' "$log" || true
  if [[ $(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1) =~ \
    Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+) ]]; then
    total=${BASH_REMATCH[1]} errors=${BASH_REMATCH[2]} failures_here=${BASH_REMATCH[3]} skipped_here=${BASH_REMATCH[4]}
  else
    total=1 errors=0 failures_here=1 skipped_here=0
    say "$name ended without a summary (exit code $code)"
  fi
  rm -f "$log"
  passed=$((passed + total - failures_here - skipped_here))
  failed=$((failed + failures_here + errors))
  skipped=$((skipped + skipped_here))
  if ((failures_here + errors > 0)); then
    failures+=("$name")
  elif ((code != 0)); then
    failures+=("$name (exit code $code)")
    failed=$((failed + 1))
  fi
}

sum_up() {
  ((${#failures[@]} == 0)) || printf 'FAILED: %s\n' "${failures[@]}"
  if ((skipped > 0)); then
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  else
    printf '%d passed, %d failed\n' "$passed" "$failed"
  fi
  ((failed == 0 && passed > 0))
}

need_sdk
install_test_tools
if ! step 'Build' build_all; then
  sum_up
  exit 1
fi
step 'Format' check_format || true
step 'Scripts' check_scripts || true

# The end-to-end tests run what users get, trimmed and compiled.
if step 'Publish' ./scripts/publish.sh; then
  export RUSTNET_BINARY=$PWD/artifacts/rustnet
fi

for project in tests/*.Tests/*.csproj; do
  run_project "$(basename "$project" .csproj)"
done
sum_up
