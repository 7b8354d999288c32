#!/usr/bin/env bash
# Compiles the BPF programs of src/RustNet.Host/Linux/Bpf/Programs into the objects that are committed beside them, and
# writes down in objects.txt what they were made from and by which compiler. To be run after each change there; a test
# compares. With a folder as argument the objects and the list go there instead.
# Needs clang and llvm-objcopy (Debian: clang llvm).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=scripts/build/common.sh
source scripts/build/common.sh

out=${1:-src/RustNet.Host/Linux/Bpf/Programs}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd src/RustNet.Host/Linux/Bpf/Programs

command -v clang >/dev/null 2>&1 || fail 'clang is not installed'
command -v llvm-objcopy >/dev/null 2>&1 || fail 'llvm-objcopy is not installed (Debian: llvm)'

for source in *.bpf.c; do
  object=$out/${source%.c}.o
  # Only relative names get into the type information; the DWARF that comes along with it is cut away, and so are
  # relocations that only a linker would want.
  clang -target bpf -mcpu=v3 -O2 -g -Wall -Wextra -Werror -fno-addrsig -fdebug-compilation-dir=. -c "$source" -o "$object"
  llvm-objcopy --strip-debug -R .rel.BTF -R .rel.BTF.ext "$object"
done

{
  printf 'compiler %s\n' "$(clang --version | head -n 1)"
  sha256sum -- *.bpf.c *.h
  (cd "$out" && sha256sum -- *.bpf.o)
} >"$out/objects.txt"
