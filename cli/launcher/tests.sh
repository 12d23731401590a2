# shellcheck shell=bash
# `sluice test`: runs every test of the project and counts what ran. Sourced by the launcher.

test_usage() {
  cat <<'USAGE'
Usage: sluice test [--slow | --chaos] [--module=<name>]...
Runs all tests of Sluice itself: Java and Scala, on real components, without Docker; then those of the
Airflow DAGs (`airflow/test`, needs python3.11), which the options leave out.

  --slow            only the tests tagged slow (left out otherwise)
  --chaos           only the tests tagged chaos (left out otherwise)
  --module=<name>   only this module and those it needs, e.g. --module=silver; may be repeated

The last line is "N passed, N failed, N skipped". Exit code 0: all that ran passed.
USAGE
}

run_tests() {
  local maven_flags=("-Dexcluded.test.tags=slow,chaos") modules='' options=$#
  while [ $# -gt 0 ]; do
    case $1 in
      --slow) maven_flags=(-Dgroups=slow -Dexcluded.test.tags=chaos -DtagsToInclude=slow) ;;
      --chaos) maven_flags=(-Dgroups=chaos -Dexcluded.test.tags=none -DtagsToInclude=chaos) ;;
      --module=*) modules=$modules,${1#--module=} ;;
      -h | --help) test_usage && exit 0 ;;
      -*) fail 2 "Unknown option: $1 (known: --slow, --chaos, --module=<name>, --help)" ;;
      *) fail 2 "not supported yet: the tests of a dataset ($1)" "\`sluice test\` alone runs the tests of Sluice itself" ;;
    esac
    shift
  done
  [ -z "$modules" ] || maven_flags+=(--projects "${modules#,}" --also-make)
  build_if_stale
  WITH_AIRFLOW=$([ "$options" -gt 0 ] || echo yes)
  run_all_tests "${maven_flags[@]}"
}

# Exits with 0 only if tests ran, none failed, every module was built and the layout is right.
run_all_tests() {
  local log=$LOGS/test.log passed=0 failed=0 skipped=0 verdict=0
  mkdir -p "$LOGS"
  find_maven
  # Reports of an earlier run must not be counted.
  rm -f "$SLUICE_HOME"/*/target/surefire-reports/TEST-*.xml
  say "running the tests; full log: $log"
  # Every module is tested even if an earlier one failed; which ones did is read from the log. Modules that do not
  # need one another run beside each other: most of a test's time is waiting.
  [ -z "$WITH_AIRFLOW" ] || start_airflow_tests
  (SLUICE_BUILD=never become_maven --threads 2 --fail-never test "$@" 2>&1) | tee "$log" | show_test_progress || true
  [ -z "$WITH_AIRFLOW" ] || end_airflow_tests || verdict=1
  printf '\n'
  suites | print_suites
  read -r passed failed skipped < <(suites | count_tests)
  module_failures "$log" || verdict=1
  check_layout || verdict=1
  if [ "$failed" -gt 0 ] || [ $((passed + failed)) -eq 0 ]; then verdict=1; fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  exit "$verdict"
}

# Beside Maven's, in a process group of their own: Ctrl-C, which a background job ignores, must end them too.
start_airflow_tests() {
  set -m
  { test_airflow || exit 1; } &
  AIRFLOW_TESTS=$!
  set +m
  trap 'kill -- "-$AIRFLOW_TESTS" 2>/dev/null' EXIT
}

end_airflow_tests() {
  local verdict=0
  wait "$AIRFLOW_TESTS" || verdict=1
  trap - EXIT
  return "$verdict"
}

# Leaves a report beside Maven's. Python that is missing, or layout or types that are wrong, leave none and fail too.
test_airflow() {
  local log=$LOGS/airflow.log report=$SLUICE_HOME/airflow/target/surefire-reports/TEST-airflow.xml
  ("$SLUICE_HOME/airflow/test" -o junit_suite_name=AirflowTest --junitxml="$report" 2>&1) | tee "$log" | show_airflow_progress
  [ "${PIPESTATUS[0]}" -eq 0 ] && return
  say "the tests of the DAGs failed; full log: $log"
  return 1
}

show_airflow_progress() {
  live_awk '/^(FAILED|ERROR|airflow\/test:|another process |installing |tests\/.*%\])|error:|^[=].*(passed|failed|error)/ { print "   Airflow: " $0; fflush() }'
}

# mawk, which Debian has, otherwise reads a pipe in blocks: minutes of tests would show at once.
live_awk() {
  local unbuffered=()
  case $(awk -W version 2>&1 </dev/null) in mawk*) unbuffered=(-W interactive) ;; esac
  awk ${unbuffered[@]+"${unbuffered[@]}"} "$@"
}

show_test_progress() {
  live_awk '
    /^\[INFO\] Building Sluice/ { sub(/^\[INFO\] Building /, ""); sub(/ +[0-9][^ ]*SNAPSHOT */, " "); print "== " $0 }
    /^\[(INFO|WARNING|ERROR)\].* Tests run: .* -- in / { sub(/^\[[A-Z]+\] */, ""); print "   " $0 }
    # Maven closes with advice on Maven.
    /Re-run Maven|For more information|\[Help 1\]|After correcting|mvn <args>|To see the full|dump files/ { next }
    /^\[ERROR\] +[^ ]/ && !/Tests run: / { print "   " $0 }
    /\*\*\* FAILED \*\*\*/ { print "   " $0 }
    { fflush() }'
}

# One line per suite from the XML reports of Surefire and ScalaTest:
# module, suite, tests, failures, errors, skipped, seconds.
suites() {
  local report module
  for report in "$SLUICE_HOME"/*/target/surefire-reports/TEST-*.xml; do
    [ -f "$report" ] || continue
    module=${report#"$SLUICE_HOME"/}
    tr '\n' ' ' <"$report" | awk -v module="${module%%/*}" '
      function attribute(name) {
        if (!match(head, "[ \t]" name "=\"[^\"]*\"")) return name == "name" ? "?" : 0
        return substr(head, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
      }
      {
        match($0, /<testsuite[ \t][^>]*>/); head = substr($0, RSTART, RLENGTH)
        skipped = attribute("skipped")
        # ScalaTest writes ignored tests as elements only.
        if (skipped == 0) skipped = gsub(/<skipped/, "<skipped")
        name = attribute("name"); sub(/.*\./, "", name)
        print module, name, attribute("tests"), attribute("failures"), attribute("errors"), skipped, attribute("time")
      }'
  done
}

print_suites() {
  printf '%-12s %-44s %6s %8s %6s %7s %8s\n' module suite tests failures errors skipped seconds
  awk '{ printf "%-12s %-44s %6d %8d %6d %7d %8.1f\n", $1, $2, $3, $4, $5, $6, $7 }'
}

count_tests() {
  awk '{ ran += $3; failed += $4 + $5; skipped += $6 } END { print ran - failed - skipped, failed + 0, skipped + 0 }'
}

# A module that does not compile, or whose test JVM died, leaves no report: Maven's own summary tells.
module_failures() {
  if ! grep -q '^\[INFO\] Finished at: ' "$1"; then
    say "Maven did not reach its end; full log: $1"
    return 1
  fi
  grep -E '^\[INFO\] Sluice.* (FAILURE|SKIPPED)( |$)' "$1" | sed 's/^\[INFO\] /module failed: /' && return 1
  return 0
}

check_layout() {
  local log=$LOGS/layout.log
  (become_maven --quiet spotless:check >"$log" 2>&1) && return
  say "layout differs from the formatter's; \`./mvnw spotless:apply\` mends it (details: $log)"
  return 1
}
