#!/bin/sh
# A role of the bot's own, which owns its database and nothing else. Run once, by the database's first start.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$G2O_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE g2o LOGIN PASSWORD :'password';
CREATE DATABASE g2o OWNER g2o TEMPLATE template0 ENCODING 'UTF8' LOCALE 'en_US.utf8';
SQL
