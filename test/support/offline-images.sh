#!/bin/bash
# Stand-ins for upstream base images on a machine that reaches package mirrors but no image registry: Debian by mmdebstrap,
# tools of this host or of Debian inside, tagged with the upstream names. Needs root, a running engine and mmdebstrap.
# Usage: DOCKER_HOST=unix:///… offline-images.sh [python] [node] [go] [java]     (none named: all four)
set -euo pipefail
suite=bookworm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
base=trade2026/debian:$suite

# Certificates of this host: behind an intercepting proxy, package clients inside a build need them too.
certificates=/etc/ssl/certs/ca-certificates.crt

debian() {
  docker image inspect "$base" > /dev/null 2>&1 && return
  mmdebstrap --quiet --variant=minbase --include=ca-certificates "$suite" "$work/debian.tar"
  docker import "$work/debian.tar" trade2026/plain > /dev/null
  mkdir -p "$work/context"
  cp "$certificates" "$work/context/ca-certificates.crt"
  cp /etc/apt/apt.conf.d/*proxy* "$work/context/" 2> /dev/null || true
  printf 'FROM trade2026/plain\nCOPY ca-certificates.crt %s\nENV SSL_CERT_FILE=%s PIP_CERT=%s NODE_EXTRA_CA_CERTS=%s PIP_DISABLE_PIP_VERSION_CHECK=1\n' \
    "$certificates" "$certificates" "$certificates" "$certificates" | docker build -q -t "$base" -f - "$work/context" > /dev/null
  docker tag "$base" debian:bookworm-slim
}

# installed NAME PACKAGES…: the base with Debian packages, as image NAME.
installed() {
  local name=$1
  shift
  printf 'FROM %s\nRUN apt-get update && apt-get install -y --no-install-recommends %s && rm -rf /var/lib/apt/lists/*\n' "$base" "$*" |
    docker build -q --network host -t "$name" - > /dev/null
}

# built NAME CONTEXT: from a Dockerfile on standard input.
built() {
  docker build -q --network host -t "$1" -f - "$2" > /dev/null
}

python_image() {
  installed trade2026/python python3 python3-pip python3-venv
  # Debian's Python keeps packages elsewhere than python.org's; the recipe expects the latter.
  built python:3.12-slim "$work" << 'END'
FROM trade2026/python
RUN ln -s /usr/bin/python3 /usr/local/bin/python && rm -f /usr/lib/python3*/EXTERNALLY-MANAGED \
  && sed -i -E 's#(plat)?base\}/local/lib/python\{py_version_short\}/dist-packages#\1base}/lib/python{py_version_short}/site-packages#; s#base\}/local#base}#' /usr/lib/python3.11/sysconfig.py \
  && mkdir -p /usr/local/lib/python3.11/site-packages \
  && echo /usr/local/lib/python3.11/site-packages > /usr/lib/python3/dist-packages/site-packages.pth
END
}

node_image() {
  mkdir -p "$work/node"
  (cd "$work/node" && npm install --no-audit --no-fund --silent --prefix . node@24 npm@11)
  binary=$(find "$work/node/node_modules" -path '*bin/node' -type f -size +1M | head -1)
  cp "$binary" "$work/node/node"
  built node:24-slim "$work/node" << END
FROM $base
COPY node /usr/local/bin/node
COPY node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
END
}

go_image() {
  goroot=$(go env GOROOT)
  built golang:1.26 "$goroot" << END
FROM $base
COPY . /usr/local/go
ENV PATH=/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin GOPATH=/go GOTOOLCHAIN=local
WORKDIR /go
END
}

java_image() {
  installed trade2026/jre openjdk-17-jre-headless
  installed trade2026/maven openjdk-17-jdk-headless maven
  # Java has a store of its own.
  mkdir -p "$work/java"
  cp /etc/ssl/certs/java/cacerts "$work/java/"
  printf 'FROM trade2026/jre\nCOPY cacerts /etc/ssl/certs/java/cacerts\n' | built eclipse-temurin:17-jre "$work/java"
  printf 'FROM trade2026/maven\nCOPY cacerts /etc/ssl/certs/java/cacerts\n' | built maven:3.9-eclipse-temurin-17 "$work/java"
  docker tag maven:3.9-eclipse-temurin-17 eclipse-temurin:17-jdk
}

debian
for name in "${@:-python node go java}"; do
  for one in $name; do
    "${one}_image"
    echo "$one ready"
  done
done
docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}' | sort
