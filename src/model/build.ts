// How a source tree becomes something that runs, as data. The Dockerfile and the local runtime's prepared tree are two
// forms of one plan: what a container starts is what this host starts.

interface Started {
  /** Folder of the tree where the command runs; absent: its top. */
  folder?: string
  /** Folders of the tree that Python looks modules up in. */
  modulePath?: string[]
  /** Start command inside the built folder, on every runtime; may hold `${bind.host}` and `${self.port.…}`. */
  command: string[]
}

export interface PythonBuild extends Started {
  kind: 'python'
  /** `3.12` */
  version: string
  manager: 'none' | 'pip' | 'poetry' | 'pipenv' | 'uv' | 'project'
  /** Folder that the manifests count from; absent: the top. */
  home?: string
  /** Files the installation reads, before any source. */
  manifests: string[]
  /** The requirements name the project itself: sources are needed to install. */
  needsSources: boolean
  /** Debian packages for compiling, and those that stay. */
  system: { build: string[]; run: string[] }
  /** Programs of the start command that no manifest brings, e.g. gunicorn. */
  extra: string[]
}

export interface NodeBuild extends Started {
  kind: 'node'
  version: string
  manager: 'none' | 'npm' | 'pnpm' | 'yarn'
  managerVersion?: string
  /** Folder that the manifests count from and packages are installed in; absent: the top. */
  home?: string
  /** Member of the workspace in `home`: its folder there. */
  member?: string
  /** Members that are built before this one, as folders of the tree. */
  before?: string[]
  manifests: string[]
  isLocked: boolean
  /** The start command runs a development dependency (tsx, ts-node). */
  keepsDev: boolean
  build?: { script: string; outputs: string[] }
  /** Set for a front end that ends as files: folder of its build. */
  site?: string
}

export type JarForm = 'jar' | 'boot' | 'assembly' | 'quarkus' | 'classpath' | 'war'

/** One shell line that builds in the folder of the sources, in an image and on this host alike. */
interface Scripted {
  script: string
}

export interface MavenBuild extends Started, Scripted {
  kind: 'maven'
  jdk: string
  poms: string[]
  /** Folder of the build's root; absent: the top. */
  home?: string
  /** Folder of the module that runs, '' for the root. */
  module: string
  form: JarForm
  assets: string[]
}

export interface GradleBuild extends Started, Scripted {
  kind: 'gradle'
  jdk: string
  gradle: string
  /** Folder of the settings; absent: the top. */
  home?: string
  manifests: string[]
  module: string
  task: string
  form: 'jar' | 'classpath' | 'quarkus'
  assets: string[]
}

export interface JavacBuild extends Started, Scripted {
  kind: 'javac'
  jdk: string
  jars: string[]
  assets: string[]
}

export interface DotnetBuild extends Started {
  kind: 'dotnet'
  version: string
  project: string
  assembly: string
  isWeb: boolean
  manifests: string[]
  isLocked: boolean
}

export interface GoBuild extends Started {
  kind: 'go'
  /** Folder of the module or workspace; absent: the top. */
  home?: string
  version: string
  /** `./cmd/depot` */
  package: string
  binary: string
  usesC: boolean
  manifests: string[]
  isVendored: boolean
  assets: string[]
}

export interface CargoBuild extends Started {
  kind: 'cargo'
  /** Folder of the workspace or crate; absent: the top. */
  home?: string
  version: string
  binary: string
  manifests: string[]
  isLocked: boolean
  system: { build: string[]; run: string[] }
  assets: string[]
}

export interface RubyBuild extends Started {
  kind: 'ruby'
  version: string
  manifests: string[]
  isLocked: boolean
  system: { build: string[]; run: string[] }
}

export interface PhpBuild extends Started {
  kind: 'php'
  version: string
  manifests: string[]
  extensions: string[]
  system: { build: string[]; run: string[] }
}

export interface ShellBuild extends Started {
  kind: 'shell'
  packages: string[]
}

export interface NginxBuild extends Started {
  kind: 'nginx'
  /** Configuration file and where the image wants it. */
  config: { file: string; target: string }
  assets: string[]
}

export type BuildPlan =
  | PythonBuild
  | NodeBuild
  | MavenBuild
  | GradleBuild
  | JavacBuild
  | DotnetBuild
  | GoBuild
  | CargoBuild
  | RubyBuild
  | PhpBuild
  | ShellBuild
  | NginxBuild
