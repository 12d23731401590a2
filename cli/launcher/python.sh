# shellcheck shell=bash
# Python environments with locked versions, each made once, outside the work tree. Needs `say` and `fail` of who
# sources it.

# Sets ENVIRONMENT, the folder of the one that holds what a requirements file locks; makes it if it is not there. An
# environment knows its own path, so it is made in its place; the mark says that it is complete.
#   make_environment <name> <python> <requirements> <what it says it installs>
make_environment() {
  local name=$1 python=$2 requirements=$3 what=$4
  ENVIRONMENT=${SLUICE_CACHE:-$HOME/.cache/sluice}/$name-$(cksum <"$requirements" | cut -d ' ' -f 1)
  [ ! -f "$ENVIRONMENT/complete" ] || return 0
  mkdir -p "${ENVIRONMENT%/*}"
  exec 9>"$ENVIRONMENT.lock"
  wait_for_environment "$what"
  # Whoever held the lock may have made it.
  [ -f "$ENVIRONMENT/complete" ] || install_environment "$python" "$requirements" "$what"
  exec 9>&-
}

# Where there is no flock (macOS) two may install at once; the one that is later finds it done.
wait_for_environment() {
  command -v flock >/dev/null || return 0
  flock -n 9 && return
  say "another process is installing $1; waiting for it"
  flock 9
}

install_environment() {
  local python=$1 requirements=$2 what=$3
  say "installing $what from PyPI into $ENVIRONMENT"
  rm -rf "$ENVIRONMENT"
  "$python" -m venv "$ENVIRONMENT" >&2 ||
    fail 4 "Cannot make a Python environment" "install $python with venv (Debian, Ubuntu: apt install $python-venv)"
  "$ENVIRONMENT/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$requirements" >&2 ||
    fail 4 "Cannot install $requirements (see above)" "check the network, or the mirror and proxy in pip's configuration"
  touch "$ENVIRONMENT/complete"
}
