# Sourced by ./test, ./demo and ./bench: what the machine must have, found or installed. Speaks on stderr only.
# Finding is the same as in src/Testing/Servers/ServerPrograms.cs, which starts what is found here.

eng=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf '%s\n' "$*" >&2; }

require_sdk() {
    # dotnet itself reads global.json, and fails where no SDK satisfies it.
    (cd "$eng/.." && dotnet --version >/dev/null 2>&1) && return
    say "The .NET SDK 10.0 is needed: https://dotnet.microsoft.com/download/dotnet/10.0, and dotnet must be on PATH."
    exit 1
}

# A Prometheus, and what tells it of the machine. The demo goes on without them.
monitoring_programs=(prometheus prometheus-node-exporter)

# What tests need beside the servers: a pooler, a Prometheus, clocks that go wrong, and a trace of system calls.
fault_programs=(pgbouncer "${monitoring_programs[@]}" faketime strace)

# require_servers [PROGRAM...]: the servers, and programs that are in packages of their own names.
require_servers() {
    local missing=()
    has_postgres || missing+=(postgresql)
    has_redis || missing+=(redis-server)
    for program; do
        has_program "$program" || missing+=("$program")
    done
    if ((${#missing[@]} == 0)); then return; fi

    if ! type -P apt-get >/dev/null; then
        say "Missing: ${missing[*]}. There is no apt-get to install them: install PostgreSQL (postgres and initdb) and Redis" \
            "(redis-server) with this system's package manager and start again."
        exit 1
    fi

    local as_root=()
    ((EUID == 0)) || as_root=(sudo)
    say "Missing: ${missing[*]}. Installing with apt-get, without starting or enabling any service: ${missing[*]}"
    if ! "${as_root[@]}" bash "$eng/install-servers.sh" "${missing[@]}" </dev/null >&2 || ! has_postgres || ! has_redis; then
        say "Installing ${missing[*]} failed. Try it by hand: apt-get install ${missing[*]}"
        exit 1
    fi
}

# A folder that is named in a variable counts as found: the program that uses it says what is wrong with it.
has_postgres() {
    [[ -n ${SERVICEPING_POSTGRES_BIN:-} ]] || on_path postgres initdb \
        || any_holds /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin -- postgres initdb
}

# Debian has daemons in /usr/sbin, which is on the PATH of root alone.
has_program() {
    [[ $1 == prometheus && -n ${SERVICEPING_PROMETHEUS_BIN:-} ]] || type -P "$1" >/dev/null || [[ -x /usr/sbin/$1 ]]
}

has_redis() {
    [[ -n ${SERVICEPING_REDIS_BIN:-} ]] || on_path redis-server || any_holds /usr/bin /usr/local/bin -- redis-server
}

# Where PATH has a link to the first program, the others lie where it points.
on_path() {
    local first
    first=$(type -P "$1") && any_holds "$(dirname "$(readlink -f "$first")")" -- "$@"
}

# any_holds FOLDER... -- PROGRAM...
any_holds() {
    local folders=() folder program
    while [[ $1 != -- ]]; do folders+=("$1"); shift; done
    shift
    for folder in "${folders[@]}"; do
        for program; do [[ -x $folder/$program ]] || continue 2; done
        return 0
    done
    return 1
}
