# Shared by the scripts of this folder's parent; sourced, not run. Everything here writes to standard error.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "$(basename "$0"): $*"
  exit 1
}

# dotnet on the path, or where sudo's shortened path hides it. Exports DOTNET_ROOT where the program needs it to start.
find_dotnet() {
  local home='' candidate
  if ! command -v dotnet >/dev/null 2>&1; then
    [[ -n ${SUDO_USER:-} ]] && home=$(getent passwd "$SUDO_USER" 2>/dev/null | cut -d: -f6)
    for candidate in "${DOTNET_ROOT:-}" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet /opt/homebrew/bin "${home:-$HOME}/.dotnet"; do
      if [[ -n $candidate && -x $candidate/dotnet ]]; then
        PATH=$candidate:$PATH
        export DOTNET_ROOT=$candidate PATH
        break
      fi
    done
  fi
  command -v dotnet >/dev/null 2>&1 || fail "the .NET 10 SDK is not installed: see https://dotnet.microsoft.com/download"
}

# The SDK, not only a runtime, and of the right version.
need_sdk() {
  find_dotnet
  dotnet --list-sdks 2>/dev/null | grep -q '^10\.' \
    || fail "the .NET 10 SDK is needed, this is: $(dotnet --list-sdks 2>/dev/null | tail -n 1 || true). See https://dotnet.microsoft.com/download"
}

# Whether a native program can be linked: with clang or, on Linux, else gcc, and the headers of the C library.
can_link() {
  local compiler
  for compiler in clang gcc; do
    if command -v "$compiler" >/dev/null 2>&1; then
      printf '#include <stdlib.h>\n' | "$compiler" -E -x c - >/dev/null 2>&1
      return
    fi
    [[ $(uname -s) == Linux ]] || break
  done
  return 1
}

# The package manager of this system: apt, dnf, pacman, brew, or nothing.
package_manager() {
  local name
  for name in apt-get dnf pacman brew; do
    if command -v "$name" >/dev/null 2>&1; then
      printf '%s' "$name"
      return
    fi
  done
}

# Installs packages, named for the package manager in use. Answers false, and says what to do, where it cannot.
install_packages() {
  local manager
  manager=$(package_manager)
  case $manager in
    '')
      say "No package manager found (apt, dnf, pacman, brew). Install by hand: $*"
      return 1
      ;;
    brew)
      # Homebrew refuses root; under sudo it runs as the user behind it.
      if [[ $EUID -eq 0 && -n ${SUDO_USER:-} ]]; then
        sudo -u "$SUDO_USER" brew install --quiet "$@" >&2
      else
        brew install --quiet "$@" >&2
      fi
      return
      ;;
  esac
  if [[ $EUID -ne 0 ]]; then
    case $manager in
      pacman) say "Missing packages. Install them with: sudo pacman -S $*" ;;
      *) say "Missing packages. Install them with: sudo $manager install $*" ;;
    esac
    return 1
  fi
  say "Installing $* ..."
  case $manager in
    apt-get)
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null 2>&1 \
        || { apt-get update -qq </dev/null >&2 \
          && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null; }
      ;;
    dnf) dnf install -y -q "$@" </dev/null >&2 ;;
    pacman) pacman -S --noconfirm --needed --quiet "$@" </dev/null >&2 ;;
  esac || {
    say "Installing $* failed: install it by hand."
    return 1
  }
}

# Whether the dynamic linker knows libpcap. macOS has it in the system.
has_libpcap() {
  [[ $(uname -s) == Darwin ]] && return 0
  local ldconfig=/sbin/ldconfig
  [[ -x $ldconfig ]] || ldconfig=ldconfig
  # Read to the end: with pipefail a reader that stops early looks like a failure.
  [[ $("$ldconfig" -p 2>/dev/null) == *libpcap.so.* ]]
}

ensure_libpcap() {
  has_libpcap && return
  case $(package_manager) in
    apt-get) install_packages libpcap0.8 || install_packages libpcap0.8t64 ;;
    *) install_packages libpcap ;;
  esac
}
