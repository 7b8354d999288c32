#!/usr/bin/env bash
# Makes the single-file Native AOT program:   ./scripts/publish.sh [RID]
# For this machine into artifacts/rustnet, for another one (linux-arm64 from x64) into artifacts/RID/rustnet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/build/common.sh
source scripts/build/common.sh

machine() {
  case $(uname -m) in
    x86_64 | amd64) echo x64 ;;
    aarch64 | arm64) echo arm64 ;;
    *) uname -m ;;
  esac
}

case $(uname -s) in
  Linux) here=linux-$(machine) ;;
  Darwin) here=osx-$(machine) ;;
  *) here=win-$(machine) ;;
esac
rid=${1:-$here}
[[ $rid =~ ^(linux|osx|win)-(x64|arm64)$ ]] || fail "unknown RID '$rid': give linux-x64, linux-arm64, osx-arm64, ..."

extra=()
case $rid in
  "$here")
    if [[ $here == linux-* ]] && ! can_link; then
      case $(package_manager) in
        apt-get) install_packages clang libc6-dev ;;
        dnf) install_packages clang glibc-devel ;;
        *) install_packages clang ;;
      esac || fail "Native AOT needs clang or gcc, and the headers of the C library"
    elif [[ $here == osx-* ]]; then
      command -v clang >/dev/null 2>&1 || fail "Native AOT needs clang: xcode-select --install"
    fi
    ;;
  linux-arm64)
    [[ $here == linux-x64 ]] || fail "$rid is built on linux-x64 or on a linux-arm64 machine, not on $here"
    if ! { command -v clang && command -v ld.lld && command -v aarch64-linux-gnu-gcc && command -v aarch64-linux-gnu-objcopy; } >/dev/null 2>&1; then
      [[ $(package_manager) == apt-get ]] || fail "install clang, lld and the aarch64-linux-gnu cross compiler with its binutils and C library first"
      install_packages clang lld gcc-aarch64-linux-gnu binutils-aarch64-linux-gnu libc6-dev-arm64-cross \
        || fail "$rid needs a cross toolchain"
    fi
    extra+=(-p:CppCompilerAndLinker=clang -p:LinkerFlavor=lld -p:ObjCopyName=aarch64-linux-gnu-objcopy)
    ;;
  *) fail "$rid cannot be built on $here: run this script on such a machine" ;;
esac

need_sdk
say "Publishing $rid ..."
output=artifacts/publish/$rid
rm -rf "$output"
dotnet publish src/RustNet.App -c Release -r "$rid" -o "$output" --nologo -v quiet -p:PublishAot=true ${extra[@]+"${extra[@]}"} >&2

name=rustnet
[[ $rid == win-* ]] && name=rustnet.exe
target=artifacts/$name
[[ $rid == "$here" ]] || target=artifacts/$rid/$name
mkdir -p "$(dirname "$target")"
# Replaced, not overwritten: one that runs stays as it is.
install -m 755 "$output/$name" "$target.new"
mv -f "$target.new" "$target"
say "$target ($(($(wc -c <"$target") / 1024)) kB)"
