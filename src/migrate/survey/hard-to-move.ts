// Libraries that only run on Windows, and those that must be compiled in the image: each with the place that names it.
import type { SourceFiles } from '../../model/source.ts'
import { isTestFile, languageOf } from '../rewrite/language.ts'
import { decode } from '../rewrite/source.ts'

export interface HardPlace {
  file: string
  line: number
  what: string
  /** Work it makes, in minutes. */
  minutes: number
}

const WINDOWS =
  /\b(pywin32|win32com|win32api|win32service|winreg|pythoncom|comtypes|MetaTrader5|System\.Management\b|Microsoft\.Win32|System\.ServiceProcess|System\.DirectoryServices|node-windows|winax|edge-js|com4j|jacob|System\.Drawing\.Common|DllImport\("(kernel32|user32|advapi32)|syscall\.NewLazyDLL)/
const NATIVE =
  /["'\s](node-gyp|bcrypt|sharp|canvas|better-sqlite3|grpcio|lxml|psycopg2(?!-binary)|mysqlclient|cx_Oracle|oracledb|confluent-kafka|pyodbc|TA-Lib|go-sqlite3|librdkafka|rdkafka|ibm_db)["'\s=<>~:]/
const MANIFEST =
  /(^|\/)(package\.json|requirements[^/]*\.txt|pyproject\.toml|Pipfile|go\.mod|pom\.xml|build\.gradle(\.kts)?|Cargo\.toml)$|\.csproj$/

export function hardPlaces(files: SourceFiles): HardPlace[] {
  return files.list().flatMap(({ path }): HardPlace[] => {
    const isManifest = MANIFEST.test(path)
    const isCode = /\.(py|[cm]?[jt]s|java|kt|cs|go)$/.test(path)
    if (isTestFile(path) || !(isManifest || (isCode && languageOf(path) !== 'document'))) return []
    const text = decode(files.read(path))?.body
    if (text === undefined || !(WINDOWS.test(text) || (isManifest && NATIVE.test(text)))) return []
    return text.split('\n').flatMap((line, index): HardPlace[] => {
      if (line.length > 2000 || /^\s*(#|\/\/|\*)/.test(line)) return []
      const windows = WINDOWS.exec(line)
      if (windows) return [{ file: path, line: index + 1, what: `${windows[1]} runs on Windows only`, minutes: 60 }]
      const native = isManifest ? NATIVE.exec(` ${line} `) : null
      return native
        ? [{ file: path, line: index + 1, what: `${native[1]} is built from native code`, minutes: 10 }]
        : []
    })
  })
}
