#!/bin/sh
# What the official image does with POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB and PGDATA, as far as the tests need it.
set -eu

# `docker run IMAGE -c name=value` means the server's arguments.
case "${1:-}" in -* | '') set -- postgres "$@" ;; esac
[ "$1" = postgres ] || exec "$@"

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

mkdir -p "$PGDATA" /var/run/postgresql
chown postgres:postgres "$PGDATA" /var/run/postgresql
chmod 700 "$PGDATA"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?is needed to make the superuser}"
  secret=$(as_postgres mktemp)
  printf '%s\n' "$POSTGRES_PASSWORD" >"$secret"
  as_postgres initdb --pgdata="$PGDATA" --username="$user" --pwfile="$secret" --encoding=UTF8 \
    --auth-local=trust --auth-host=scram-sha-256 --no-instructions
  rm "$secret"
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
  # Like the official image: the database is made by a first server that nobody outside can reach.
  as_postgres pg_ctl --pgdata="$PGDATA" --wait --options="-c listen_addresses='' $(shift; printf ' %s' "$@")" start
  if [ "$database" != postgres ]; then
    as_postgres psql --no-psqlrc --quiet --username="$user" --dbname=postgres --set=name="$database" <<'SQL'
CREATE DATABASE :"name";
SQL
  fi
  as_postgres pg_ctl --pgdata="$PGDATA" --mode=fast --wait stop
fi

exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"
