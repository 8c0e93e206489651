# Sourced by ./ostiary and ./mvnw: points JAVA_HOME at a JDK of the release this project needs.
# Looks, in this order, at OSTIARY_JAVA_HOME, JAVA_HOME, the java on PATH and the usual folders; the
# first that is new enough wins, so a machine whose default java is older still builds.

required_jdk=25

jdk_release() { # prints the feature release of the JDK in folder $1, or 0 where there is none
  if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    echo 0
  fi
}

find_jdk() {
  path_java=$(command -v java 2>/dev/null || true)
  if [ -n "$path_java" ]; then
    path_java=$(readlink -f "$path_java" 2>/dev/null || echo "$path_java")
    path_java=$(dirname "$(dirname "$path_java")")
  fi
  # `set -f` may be on in the caller, so the folders are listed by find and not by a pattern.
  usual=$(find /usr/lib/jvm /Library/Java/JavaVirtualMachines "${HOME:-/}/.sdkman/candidates/java" \
    -maxdepth 1 -name '*2[5-9]*' 2>/dev/null | sort)
  usual="$usual $(find -L /opt/homebrew/opt /usr/local/opt "${HOME:-/}/.jdks" \
    -maxdepth 1 \( -name 'openjdk*' -o -name '*2[5-9]*' \) 2>/dev/null | sort)"
  for jdk in "${OSTIARY_JAVA_HOME:-}" "${JAVA_HOME:-}" "$path_java" $usual; do
    [ -n "$jdk" ] || continue
    for home in "$jdk" "$jdk/Contents/Home" "$jdk/libexec/openjdk.jdk/Contents/Home"; do
      release=$(jdk_release "$home")
      if [ "${release:-0}" -ge "$required_jdk" ]; then
        echo "$home"
        return 0
      fi
    done
  done
  return 1
}

jdk_remedy() {
  case "$(uname -s)" in
    Darwin) echo "brew install openjdk@$required_jdk" ;;
    *) echo "apt-get install openjdk-$required_jdk-jdk-headless (Debian 13, Ubuntu), or any build from https://adoptium.net" ;;
  esac
}

if [ -n "${OSTIARY_JAVA_HOME:-}" ]; then
  release=$(jdk_release "$OSTIARY_JAVA_HOME")
  [ "${release:-0}" -gt 0 ] || release=$(jdk_release "$OSTIARY_JAVA_HOME/Contents/Home")
  if [ "${release:-0}" -lt "$required_jdk" ]; then
    echo "ostiary: OSTIARY_JAVA_HOME=$OSTIARY_JAVA_HOME is no JDK $required_jdk or newer; correct it or leave it out" >&2
    exit 69
  fi
fi

if found_jdk=$(find_jdk); then
  JAVA_HOME=$found_jdk
  export JAVA_HOME
else
  echo "ostiary: no JDK $required_jdk or newer was found; install one: $(jdk_remedy); or name its folder in OSTIARY_JAVA_HOME" >&2
  exit 69
fi
