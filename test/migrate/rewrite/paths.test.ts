import { describe, expect, test } from 'vitest'
import { decidePath, isWindowsPath } from '../../../src/migrate/rewrite/paths.ts'

const clues = (...names: string[]) => ({
  names,
  service: 'execution-quality',
  serviceNames: ['eq'],
  legacyRoots: new Set(['trade2025']),
})

describe('decidePath', () => {
  test.each([
    ['C:\\Trade2025\\trading\\apps\\execution_quality\\config.yaml', [], 'config', 'config.yaml'],
    ['c:/trade2025/trading/apps/eq/venues.csv', [], 'data', 'venues.csv'],
    ['C:\\Trade2025\\trading\\apps\\execution_quality', ['root'], 'app', ''],
    ['C:\\Trade2025\\trading\\nats', ['data_dir'], 'data', 'nats'],
    ['C:\\Trade2025\\trading\\data\\execution-quality\\x.db', [], 'data', 'x.db'],
    ['C:/Trade2025/secrets/eq.env', [], 'secrets', 'eq.env'],
    ['D:\\keys\\a.pem', [], 'secrets', 'a.pem'],
    ['C:\\Trade2025\\logs\\eq\\run.log', [], 'data', 'logs/run.log'],
    ['D:\\out\\eq.log', [], 'data', 'logs/eq.log'],
    ['D:\\crane\\q.db', [], 'data', 'q.db'],
    ['D:\\crane\\reports', [], 'data', 'reports'],
    ['%TEMP%\\eq\\a.bin', [], 'tmp', 'eq/a.bin'],
    ['C:\\Trade2025\\config\\eq\\limits.yaml', [], 'config', 'limits.yaml'],
    ['E:\\stuff', ['report_dir'], 'data', ''],
  ])('%s', (path, names, mount, rest) => {
    expect(decidePath(path, clues(...names))).toMatchObject({ mount, rest })
  })

  test.each([
    ['E:\\stuff', []],
    ['\\\\NAS01\\rates\\a.csv', ['data_file']],
    ['C:\\Python311\\python.exe', []],
  ])('%s: nobody can know', (path, names) => {
    expect(decidePath(path, clues(...names))).toHaveProperty('open')
  })
})

describe('isWindowsPath', () => {
  test.each([['C:\\a'], ['C:\\\\a'], ['c:/a'], ['\\\\nas\\x'], ['%APPDATA%\\x']])('%s is one', (text) =>
    expect(isWindowsPath(text)).toBe(true),
  )
  test.each([['a:\n'], ['C:\tx'], ['http://x'], ['d:\\w+'], ['%d/%m']])('%j is none', (text) =>
    expect(isWindowsPath(text)).toBe(false),
  )
})
