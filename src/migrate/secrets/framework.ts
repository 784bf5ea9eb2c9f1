// Frameworks let a variable stand above a key of their own configuration file. There it is the right home of a credential:
// the file may be packed into a jar, where nothing can be mounted over it.
import { settingsIn } from '../survey/settings.ts'

export interface OverridingVariable {
  variable: string
  /** The whole value of the key. */
  value: string
  /** The file every profile reads; one of a profile only speaks where this one is silent. */
  isFirm: boolean
}

const SPRING = /(^|\/)(application|bootstrap)(-[\w-]+)?\.(properties|ya?ml)$/
const DOTNET = /(^|\/)appsettings(\.[\w-]+)?\.json$/i

/** Undefined where the file belongs to no such framework, or the key is an element of a list. */
export function overridingVariable(
  path: string,
  text: string,
  line: number,
  credential: string,
): OverridingVariable | undefined {
  const isSpring = SPRING.test(path)
  if (!isSpring && !DOTNET.test(path)) return undefined
  const found = settingsIn(text, path).find((one) => one.line === line && one.value.includes(credential))
  if (found === undefined || found.path.some((key) => key === '-' || /^\d+$/.test(key))) return undefined
  const variable = isSpring
    ? found.path.join('_').replaceAll('-', '').replaceAll('.', '_').toUpperCase()
    : found.path.join('__').replaceAll(':', '__')
  if (!/^[A-Za-z_]\w*$/.test(variable)) return undefined
  return { variable, value: found.value, isFirm: /(^|\/)(application|bootstrap|appsettings)\.\w+$/i.test(path) }
}
