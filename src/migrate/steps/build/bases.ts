// Base images, pinned by tag in one place. A registry digest is added by whoever knows one: a base that was imported
// locally has none, and `FROM x@sha256:…` would fail.

export const BASES = {
  python: (version: string) => `python:${version}-slim`,
  node: (version: string) => `node:${version}-slim`,
  maven: (jdk: string) => `maven:3.9-eclipse-temurin-${jdk}`,
  gradle: (version: string, jdk: string) => `gradle:${version}-jdk${jdk}`,
  jdk: (version: string) => `eclipse-temurin:${version}-jdk`,
  jre: (version: string) => `eclipse-temurin:${version}-jre`,
  tomcat: (version: string, jdk: string) => `tomcat:${version}-jre${jdk}-temurin`,
  dotnetSdk: (version: string) => `mcr.microsoft.com/dotnet/sdk:${version}`,
  aspnet: (version: string) => `mcr.microsoft.com/dotnet/aspnet:${version}`,
  dotnetRuntime: (version: string) => `mcr.microsoft.com/dotnet/runtime:${version}`,
  go: (version: string) => `golang:${version}`,
  rust: (version: string) => `rust:${version}-slim-bookworm`,
  debian: () => 'debian:bookworm-slim',
  ruby: (version: string) => `ruby:${version}-slim`,
  composer: () => 'composer:2.8',
  php: (version: string) => `php:${version}-cli`,
  nginx: () => 'nginx:1.28-alpine',
} as const

/** `name:tag` → `name:tag@sha256:…` where the engine knows the digest of the registry. */
export type PinBase = (base: string) => string

/** The version of a list that serves: the smallest at or above what is asked, else the newest. */
export function atLeast(asked: number | undefined, known: readonly number[], otherwise: number): number {
  if (asked === undefined) return otherwise
  return known.find((version) => version >= asked) ?? known.at(-1)!
}

/** `"3.9"` < `"3.12"`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number)) as [number[], number[]]
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
