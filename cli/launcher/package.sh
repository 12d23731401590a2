# shellcheck shell=bash
# `sluice package`: makes the jar that a cluster is given, and says how to submit it. Sourced by the launcher.

package_usage() {
  cat <<'USAGE'
Usage: sluice package
Makes the jar for spark-submit on a cluster that brings Spark, Hadoop and Delta itself, and prints
its path, its size and the command that submits it. The same sources give the same bytes.
USAGE
}

run_package() {
  case ${1:-} in
    '') ;;
    -h | --help) package_usage && exit 0 ;;
    *) fail 2 "Unknown argument: $1 (known: --help)" ;;
  esac
  # The tests ask while Maven is running and has made the jar.
  [ "${SLUICE_BUILD:-}" = never ] || make_jar
  show_jar
}

make_jar() {
  local log=$LOGS/package.log started=$SECONDS
  mkdir -p "$BUILD" "$LOGS"
  exec 9>"$BUILD/lock"
  wait_for_lock
  find_maven
  say "packaging Sluice; log: $log"
  become_maven package --projects emr --also-make --activate-profiles launcher >"$log" 2>&1 &
  watch_build $! "$log" || explain_failed_build "$log"
  exec 9>&-
  say "packaged in $((SECONDS - started)) s"
}

show_jar() {
  local jar=("$SLUICE_HOME"/emr/target/sluice-[0-9]*.jar) delta=("$SLUICE_HOME"/emr/target/delta/*.jar) IFS=,
  [ -f "${jar[0]}" ] || fail 1 "Nothing is packaged yet, and SLUICE_BUILD=never forbids it"
  printf '%s  %s\n' "${jar[0]}" "$(megabytes "${jar[0]}")"
  cat <<SUBMIT

Submit it where Spark 3.5 and Delta 3.3 are, such as EMR 7:
  spark-submit --deploy-mode cluster --class dev.sluice.lanes.Driver \\
    "${jar[0]}" --platform platform.yaml dataset.yaml
Where Delta is not, pass it too:
    --jars "${delta[*]}"
SUBMIT
}

megabytes() { wc -c <"$1" | awk '{ printf "%.1f MB", $1 / 1e6 }'; }
