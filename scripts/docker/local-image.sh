#!/bin/sh
# Builds a PostgreSQL image from Debian packages, for machines that have a Docker engine and reach no image registry:
#   scripts/docker/local-image.sh IMAGE [SUITE]
# SUITE decides the version: trixie (the default) has PostgreSQL 17, bookworm 15. As root; needs debootstrap and a Debian mirror.
set -eu

image=$1
suite=${2:-trixie}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
here=$(dirname "$0")

if ! command -v debootstrap >/dev/null; then
  echo "debootstrap is not installed: apt-get install debootstrap" >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "debootstrap needs root: sudo $0 $*" >&2
  exit 1
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
trap 'exit 130' INT TERM

debootstrap --variant=minbase --include=postgresql,locales "$suite" "$root" "$mirror"
install -m 755 "$here/entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
bin=$(cd "$root" && echo usr/lib/postgresql/*/bin)

# The cluster that the package made, and what only installing needs, stay behind.
tar --create --numeric-owner --directory="$root" \
  --exclude=./proc/* --exclude=./sys/* --exclude=./dev/* --exclude=./etc/postgresql/*/main \
  --exclude=./var/lib/postgresql/*/main --exclude=./var/cache/apt/* --exclude=./var/lib/apt/lists/* . |
  docker import \
    --change "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/$bin LANG=C.UTF-8 PGDATA=/var/lib/postgresql/data" \
    --change 'ENTRYPOINT ["docker-entrypoint.sh"]' \
    --change 'CMD ["postgres"]' \
    --change 'EXPOSE 5432' \
    --change 'VOLUME /var/lib/postgresql/data' \
    - "$image"
