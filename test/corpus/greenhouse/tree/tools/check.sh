#!/bin/sh
# run by hand on the control PC
for p in 8301 8302 8304 8305; do
  curl -s -o /dev/null -w "$p %{http_code}\n" "http://localhost:$p/" || echo "$p down"
done
