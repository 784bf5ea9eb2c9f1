#!/bin/sh
# java -Dlabel.printer=localhost for a dry run
cd "$(dirname "$0")" || exit 1
exec java -jar target/spine-labels.jar
