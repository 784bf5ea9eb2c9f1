// C# and other .NET languages: restore from the project files alone, publish, run on the runtime image. .NET Framework
// runs on Windows only and has no recipe.
import { baseName, folderOf } from '../../../kit/path.ts'
import type { DotnetBuild } from '../../../model/build.ts'
import { BASES } from './bases.ts'
import { type BuildFacts, cacheMount, copyInPlace, matching, type Unbuildable, unlessTop } from './facts.ts'
import { type Image, image } from './image.ts'
import { bashProbe } from './probes.ts'

const DEFAULT = '8.0'
const MANIFEST =
  /\.(csproj|fsproj|vbproj|sln|slnx)$|(^|\/)(Directory\.(Build|Packages)\.(props|targets)|global\.json|packages\.lock\.json)$|(^|\/)nuget\.config$/i

export function planDotnet(facts: BuildFacts): DotnetBuild | Unbuildable {
  const project = projectOf(facts)
  if (project === undefined) return { reason: 'found no project file, expected a .csproj' }
  const text = facts.text(project) ?? ''
  const all = [text, ...matching(facts, /Directory\.Build\.props$/i).map((path) => facts.text(path) ?? '')].join('\n')
  const legacy = /<TargetFrameworkVersion>\s*(v[\d.]+)|<TargetFrameworks?>[^<]*\b(net4\d+)\b[^<]*<\/TargetF/.exec(all)
  const versions = [...all.matchAll(/<TargetFrameworks?>([^<]*)</g)].flatMap(([, list = '']) =>
    [...list.matchAll(/\bnet(?:coreapp)?(\d+\.\d+)(-windows)?/g)].map(([, version = '', windows]) => ({
      version,
      windows,
    })),
  )
  if (legacy && versions.length === 0)
    return {
      reason: `${project}: found .NET Framework ${legacy[1] ?? legacy[2]}, which runs on Windows only; expected .NET 6 or later`,
    }
  const newest = versions.filter(({ windows }) => windows === undefined).map(({ version }) => version)
  if (versions.length > 0 && newest.length === 0)
    return { reason: `${project}: found a Windows-only target framework, expected netX.0` }
  const assembly = /<AssemblyName>\s*([^<\s]+)\s*</.exec(text)?.[1] ?? baseName(project).replace(/\.\w+$/, '')
  return {
    kind: 'dotnet',
    ...unlessTop('folder', facts.runsIn ?? facts.folder),
    version: newest.sort((a, b) => Number(b) - Number(a))[0] ?? DEFAULT,
    project,
    assembly,
    isWeb: /Sdk\s*=\s*"Microsoft\.NET\.Sdk\.(Web|BlazorWebAssembly)"|Microsoft\.AspNetCore\.App/.test(text),
    manifests: matching(facts, MANIFEST).filter((path) => !isTest(path)),
    isLocked: facts.paths.has(
      folderOf(project) === '' ? 'packages.lock.json' : `${folderOf(project)}/packages.lock.json`,
    ),
    command: ['dotnet', `${assembly}.dll`, ...programArguments(facts.command)],
  }
}

/** The project that runs: named by the command, else one that is a program, nearest to the top. */
function projectOf(facts: BuildFacts): string | undefined {
  const all = matching(facts, /\.(cs|fs|vb)proj$/).filter((path) => !isTest(path))
  // Its own project before those it refers to.
  const { folder = '' } = facts
  const own = folder === '' ? undefined : all.find((path) => folderOf(path) === folder)
  const named = all.find((path) =>
    facts.command.some(
      (word) => word === path || baseName(word).replace(/\.(dll|exe)$/i, '') === baseName(path).replace(/\.\w+$/, ''),
    ),
  )
  const runs = all.filter((path) => /Sdk\.(Web|Worker)"|<OutputType>\s*(Win)?Exe/i.test(facts.text(path) ?? ''))
  const byDepth = (a: string, b: string): number => a.split('/').length - b.split('/').length || (a < b ? -1 : 1)
  return own ?? named ?? runs.sort(byDepth)[0] ?? all.sort(byDepth)[0]
}

function isTest(path: string): boolean {
  return /(^|\/)tests?\/|tests?\.\w+proj$/i.test(path)
}

/** `dotnet run --project X -- --urls …` → what the program itself is given. */
function programArguments(command: readonly string[]): string[] {
  const separator = command.indexOf('--')
  if (separator !== -1) return command.slice(separator + 1)
  const dll = command.findIndex((word) => /\.(dll|exe)$/i.test(word))
  if (dll !== -1) return command.slice(dll + 1)
  const urls = command.findIndex((word) => word.startsWith('--urls'))
  return urls === -1 ? [] : command.slice(urls, urls + (command[urls]!.includes('=') ? 1 : 2))
}

export function dotnetImage(plan: DotnetBuild, port: number | undefined): Image {
  const cache = cacheMount('nuget', '/root/.nuget/packages')
  return image({
    base: plan.isWeb ? BASES.aspnet(plan.version) : BASES.dotnetRuntime(plan.version),
    command: plan.command,
    probe: bashProbe,
    // The weakest of all ways to name a port: whatever the program or its configuration says wins.
    environment: plan.isWeb && port !== undefined ? portVariable(plan.version, port) : {},
    stages: [
      {
        name: 'build',
        base: BASES.dotnetSdk(plan.version),
        lines: [
          'ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1',
          'WORKDIR /build',
          ...copyInPlace(plan.manifests),
          `RUN ${cache} dotnet restore ${quoted(plan.project)}${plan.isLocked ? ' --locked-mode' : ''}`,
          'COPY . .',
          `RUN ${cache} dotnet publish ${quoted(plan.project)} --configuration Release --no-restore --output /out -p:UseAppHost=false`,
        ],
      },
    ],
    contents: [`COPY --from=build /out ./${plan.folder === undefined ? '' : `${plan.folder}/`}`],
  })
}

function portVariable(version: string, port: number): Record<string, string> {
  return Number.parseInt(version, 10) >= 8
    ? { ASPNETCORE_HTTP_PORTS: String(port) }
    : { ASPNETCORE_URLS: `http://+:${port}` }
}

function quoted(path: string): string {
  return /\s/.test(path) ? `"${path}"` : path
}
