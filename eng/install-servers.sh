#!/usr/bin/env bash
# install-servers.sh PACKAGE...: installs Debian packages of servers that were not there, and leaves no service of theirs behind.
# Runs as root; eng/servers.sh calls it.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

apt() { apt-get -y -o DPkg::Lock::Timeout=300 "$@"; }

policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.conf

restore() {
    [[ -z ${policy_is_ours:-} ]] || rm -f "$policy"
    [[ ! -e $cluster.before-serviceping ]] || mv "$cluster.before-serviceping" "$cluster"
}
trap restore EXIT

# Packages ask this program before they start a service. One that is there has its own reasons and stays.
if [[ ! -e $policy ]]; then
    policy_is_ours=yes
    printf '#!/bin/sh\ncase $1 in postgresql*|redis*|pgbouncer*|prometheus*) exit 101 ;; esac\n' >"$policy"
    chmod +x "$policy"
fi

apt update || echo "apt-get update failed: trying with the package lists that are there." >&2

# Debian makes a cluster with the server, unless the common package, installed first, says otherwise.
if [[ " $* " == *" postgresql "* ]]; then
    apt install --no-install-recommends postgresql-common
    cp -p "$cluster" "$cluster.before-serviceping"
    printf 'create_main_cluster = false\n' >>"$cluster"
fi

apt install --no-install-recommends "$@"

for service in redis-server pgbouncer prometheus prometheus-node-exporter; do
    if [[ " $* " == *" $service "* ]] && type -P systemctl >/dev/null; then
        systemctl disable "$service" || true
    fi
done
