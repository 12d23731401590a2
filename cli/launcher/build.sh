# shellcheck shell=bash
# Builds the run-time jars when a source is newer than the last build. Sourced by the launcher.

OLDEST_MAVEN=3.8.6

# Succeeds when nothing that goes into the jars has changed since the last build. A deleted file
# makes its folder newer, so folders are compared too. Everything stays inside this shell but one
# `find`, which stops at the first hit: this runs at every start.
is_fresh() {
  [ -f "$BUILD/stamp" ] && [ -d "$BUILD/lib" ] && [ -d "$SLUICE_HOME/local-kafka/target/broker" ] || return 1
  [ -z "$(find "$SLUICE_HOME"/pom.xml "$SLUICE_HOME"/.mvn "$SLUICE_HOME"/*/pom.xml \
    "$SLUICE_HOME"/*/src/main -newer "$BUILD/stamp" -print -quit)" ]
}

# Succeeds when the arguments of the JVM were written for this place and by this launcher.
has_java_arguments() {
  local written_for=''
  [ -f "$JAVA_ARGUMENTS" ] && [ ! "$SLUICE_HOME/cli/launcher/build.sh" -nt "$JAVA_ARGUMENTS" ] || return 1
  IFS= read -r written_for <"$JAVA_ARGUMENTS"
  [ "$written_for" = "# $SLUICE_HOME" ]
}

# SLUICE_BUILD=never uses what is there: the tests start the launcher while Maven is running.
build_if_stale() {
  if [ "${SLUICE_BUILD:-}" = never ]; then
    [ -f "$JAVA_ARGUMENTS" ] || fail 1 "Nothing is built yet, and SLUICE_BUILD=never forbids it"
    return
  fi
  is_fresh && has_java_arguments && return
  mkdir -p "$BUILD" "$LOGS"
  exec 9>"$BUILD/lock"
  wait_for_lock
  # Whoever held the lock may have built what we wanted.
  is_fresh || build
  has_java_arguments || { write_java_arguments && write_class_archive; }
  exec 9>&-
}

# Where there is no flock (macOS) two builds at once are possible, as with Maven itself.
wait_for_lock() {
  command -v flock >/dev/null || return 0
  flock -n 9 && return
  say "another sluice is building; waiting for it"
  flock 9
}

# Sets MAVEN: the one on PATH when it is new enough, since the wrapper has to download one first.
find_maven() {
  local version
  version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p') || true
  if [ -n "$version" ] && [ "$(printf '%s\n' "$OLDEST_MAVEN" "$version" | sort -V | head -n 1)" = "$OLDEST_MAVEN" ]; then
    MAVEN=(mvn)
  else
    MAVEN=("$SLUICE_HOME/mvnw")
  fi
}

# Becomes Maven: call it in a subshell or in the background, whose process id is then Maven's own.
become_maven() {
  cd "$SLUICE_HOME" || exit
  JAVA_HOME=$JAVA_17_HOME exec "${MAVEN[@]}" --batch-mode "$@" 9>&-
}

# Jars go to a folder of their own that then takes the place of the old one: a driver that is running
# keeps the files it has open.
build() {
  local log=$LOGS/build.log fresh=$BUILD/lib.new started=$SECONDS
  find_maven
  say "building Sluice (first use, or a source has changed); log: $log"
  rm -rf "$fresh"
  touch "$BUILD/stamp.new"
  become_maven package --projects cli,local-kafka --also-make "-Dsluice.lib=$fresh" >"$log" 2>&1 &
  watch_build $! "$log" || explain_failed_build "$log"
  cp "$SLUICE_HOME"/cli/target/sluice-cli-*.jar "$fresh/"
  rm -rf "${BUILD:?}/lib"
  mv "$fresh" "$BUILD/lib"
  write_java_arguments
  write_class_archive
  mv "$BUILD/stamp.new" "$BUILD/stamp"
  say "built in $((SECONDS - started)) s"
  # What is measured from Enter is measured without the build.
  # shellcheck disable=SC2034
  ENTERED=${EPOCHREALTIME:-}
}

# Shows how far Maven is until it ends; returns its exit code.
watch_build() {
  local maven_pid=$1 log=$2 started=$SECONDS shown='' now
  # A background process of a script ignores Ctrl-C, so it is passed on.
  trap 'kill "$maven_pid" 2>/dev/null; exit 130' INT
  trap 'kill "$maven_pid" 2>/dev/null; exit 143' TERM
  while kill -0 "$maven_pid" 2>/dev/null; do
    now=$(build_progress "$log")
    if [ -t 2 ]; then
      printf '\r\033[K  %s, %d s' "$now" $((SECONDS - started)) >&2
    elif [ "${now%%,*}" != "${shown%%,*}" ]; then
      say "  $now, $((SECONDS - started)) s"
      shown=$now
    fi
    sleep 0.3
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  trap - INT TERM
  wait "$maven_pid"
}

# "module 3 of 9: bronze, 120 files downloaded", read from Maven's log.
build_progress() {
  awk '
    /^\[INFO\] Building Sluice/ && match($0, /\[[0-9]+\/[0-9]+\]$/) {
      split(substr($0, RSTART + 1, RLENGTH - 2), of, "/")
      name = $0; sub(/^\[INFO\] Building Sluice( :: )?/, "", name); sub(/ .*/, "", name)
    }
    /^Downloaded |^\[INFO\] Downloaded / { downloads++ }
    END {
      if (of[1]) printf "module %d of %d: %s", of[1], of[2], name == "" ? "parent" : name
      else printf "starting Maven"
      if (downloads) printf ", %d files downloaded", downloads
    }' "$1"
}

explain_failed_build() {
  local log=$1
  say "the build failed; its last errors:"
  grep '^\[ERROR\]' "$log" | grep -v '^\[ERROR\] *$' | head -n 15 >&2 || tail -n 15 "$log" >&2
  if grep -qE 'Could not (transfer|resolve|find) |Unknown host|Connection (refused|timed out)|Failed to fetch' "$log"; then
    fail 4 "Cannot download what the build needs (full log: $log)" \
      "check the network, or the mirror and proxy in ~/.m2/settings.xml, and run the command again"
  fi
  fail 1 "Cannot build Sluice (full log: $log)"
}

# The same for every command: class path, open modules, time zone. The list of modules to open stands
# in the root pom, where the tests take it from too.
write_java_arguments() {
  local opens
  opens=$(sed -n 's:.*<spark.add.opens>\(.*\)</spark.add.opens>.*:\1:p' "$SLUICE_HOME/pom.xml")
  {
    printf '# %s\n' "$SLUICE_HOME"
    printf -- '%s\n' "$opens"
    printf -- '-Duser.timezone=UTC\n-Dfile.encoding=UTF-8\n'
    printf -- '-Dsluice.home=%s\n' "$(quoted "$SLUICE_HOME")"
    printf -- '-cp %s\n' "$(quoted "$(class_path)")"
  } >"$JAVA_ARGUMENTS.new"
  mv "$JAVA_ARGUMENTS.new" "$JAVA_ARGUMENTS"
}

# Sorted, since the class archive holds for one order only.
class_path() {
  local LC_ALL=C IFS=:
  local jars=("$BUILD"/lib/*.jar)
  printf '%s' "${jars[*]}"
}

# As java's argument files want it: in quotes, backslashes and quotes escaped.
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"; }

# Classes that the quick commands load, parsed and checked once (AppCDS). Without it they still work.
write_class_archive() {
  say "  storing loaded classes, so that later starts are quick"
  rm -f "$CLASS_ARCHIVE"
  "$JAVA_17_HOME/bin/java" -XX:ArchiveClassesAtExit="$CLASS_ARCHIVE.new" -Xlog:disable -XX:+UseSerialGC \
    @"$JAVA_ARGUMENTS" dev.sluice.cli.Main warm-up >"$LOGS/class-archive.log" 2>&1 9>&- || true
  if [ -f "$CLASS_ARCHIVE.new" ]; then mv "$CLASS_ARCHIVE.new" "$CLASS_ARCHIVE"; fi
}
