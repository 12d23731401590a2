# shellcheck shell=bash
# Finds a Java 17. Sourced by the launcher; reads `release` files, since starting a JVM only to ask
# its version would cost a fifth of a second at every start.
# shellcheck disable=SC2034 # JAVA_17_HOME is for whoever sources this

# The version a Java home says it has, e.g. 17.0.15; nothing when it is no Java home.
java_version_of() {
  [ -x "$1/bin/java" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$1/release"
}

is_java_17() {
  case $(java_version_of "$1") in
    17 | 17.*) return 0 ;;
    *) return 1 ;;
  esac
}

# The home of the `java` on PATH, symbolic links followed.
java_home_on_path() {
  local java
  java=$(command -v java) || return 0
  while [ -L "$java" ]; do
    case $(readlink "$java") in
      /*) java=$(readlink "$java") ;;
      *) java=$(dirname "$java")/$(readlink "$java") ;;
    esac
  done
  dirname "$(dirname "$java")"
}

# One Java home a line, the likeliest first.
java_candidates() {
  printf '%s\n' "${JAVA_HOME:-}"
  java_home_on_path
  local folder
  for folder in "${SLUICE_JVM_FOLDER:-/usr/lib/jvm}"/*17* "$HOME"/.sdkman/candidates/java/17* \
    "$HOME"/.jdks/*17* /Library/Java/JavaVirtualMachines/*17*/Contents/Home; do
    [ -d "$folder" ] && printf '%s\n' "$folder"
  done
}

# Sets JAVA_17_HOME, preferring homes that can also compile; fails with what to do about it.
find_java_17() {
  local candidate runtime_only='' seen=''
  while IFS= read -r candidate; do
    [ -n "$candidate" ] || continue
    if is_java_17 "$candidate"; then
      if [ -x "$candidate/bin/javac" ]; then
        JAVA_17_HOME=$candidate
        return
      fi
      runtime_only=${runtime_only:-$candidate}
    elif [ -n "$(java_version_of "$candidate")" ]; then
      seen="$seen $candidate ($(java_version_of "$candidate"))"
    fi
  done < <(java_candidates)
  if [ -n "$runtime_only" ]; then
    fail 4 "Cannot build with $runtime_only: it is a Java 17 without a compiler" \
      "install a JDK 17 (Debian, Ubuntu: apt install openjdk-17-jdk-headless)"
  fi
  fail 4 "Cannot find Java 17${seen:+; found only:$seen}" \
    "install a JDK 17 (Debian, Ubuntu: apt install openjdk-17-jdk-headless; sdkman: sdk install java 17-tem)" \
    "or set JAVA_HOME to one"
}
