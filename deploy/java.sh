# Read by diffsr and diffsr-engine: finds Java, or calls fail with what is wrong.
if [ -n "${JAVA_HOME:-}" ]; then java="$JAVA_HOME/bin/java"; else java=java; fi
command -v "$java" >/dev/null 2>&1 || fail "Java 17 or newer is needed; put it on the PATH or set JAVA_HOME"
major=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
[ "${major:-0}" -ge 17 ] || fail "Java 17 or newer is needed, and $java is ${major:-unknown}"

terminal=false
if [ -t 2 ]; then terminal=true; fi
