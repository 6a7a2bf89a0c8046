# Sourced by ./test and eng/repeat.sh: each run has a folder of its own for temporary files, by which everything that it starts or
# leaves behind is known from what others do on the machine.

# Compilers and MSBuild nodes that wait for more to do are the run's own, and end with it.
begin_run() {
    # Open to the user whom PostgreSQL runs as where we are root, as /tmp is.
    run=$(mktemp -d "$(place_of_run)/serviceping-run-XXXXXX")
    chmod 1777 "$run"
    export TMPDIR=$run UseSharedCompilation=true SharedCompilationId=serviceping-compiler-${run##*-} MSBUILDDISABLENODEREUSE=1
    # Every program of a run is young: counting its calls costs more time than better code can give back before it ends.
    export DOTNET_TieredPGO=0
    trap end_run EXIT
}

# In memory where there is enough of it: servers are made and removed by the hundred, which takes half of the tests' time on a slow disk.
place_of_run() {
    local needed=$((8 << 20)) free available
    free=$(df --output=avail /dev/shm 2>/dev/null | tail -n 1) || free=0
    available=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
    if [[ -w /dev/shm ]] && ((free > needed && available > 2 * needed)) && ! findmnt -no OPTIONS /dev/shm | grep -qw noexec; then
        echo /dev/shm
    else
        echo /tmp
    fi
}

# Fails, naming them on stderr, where processes, folders or sockets of the run are left. Servers whose program was killed end within seconds,
# and their folders are gone when a busy disk has removed them.
check_leftovers() {
    local left tries
    end_compiler
    for ((tries = 0; tries < 120; tries++)); do
        left=$(leftovers)
        [[ -n $left ]] || return 0
        sleep 1
    done
    printf 'Left behind by this run:\n%s\n' "$left" >&2
    return 1
}

# What check_leftovers has named ends here all the same.
end_run() {
    local id
    end_compiler
    for id in $(processes); do
        kill -KILL "$id" 2>/dev/null || true
    done
    rm -rf "$run"
}

# The compiler's socket is in /tmp, whatever TMPDIR says, and stays when the compiler is killed.
end_compiler() {
    local id
    for id in $(processes); do
        [[ $(tr '\0' ' ' <"/proc/$id/cmdline") != *"$SharedCompilationId"* ]] || kill "$id" || true
    done 2>/dev/null
    rm -f "/tmp/$SharedCompilationId"*
}

leftovers() {
    local id
    for id in $(processes); do
        printf 'process %s: %s\n' "$id" "$(tr '\0' ' ' <"/proc/$id/cmdline")"
    done 2>/dev/null
    find "$run" -mindepth 1 -maxdepth 1 -name '*serviceping*' 2>/dev/null
    find /tmp -mindepth 1 -maxdepth 1 -name "$SharedCompilationId*"
}

# The ids of the run's processes: they have its folder in their environment or, as PostgreSQL writes over that, as working folder.
processes() (
    unset TMPDIR
    {
        grep -lzxF "TMPDIR=$run" /proc/[0-9]*/environ || true
        find /proc/[0-9]*/cwd -maxdepth 0 -lname "$run*" || true
    } 2>/dev/null | cut -d / -f 3 | sort -u
)
