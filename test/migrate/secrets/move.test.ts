import { describe, expect, it } from 'vitest'
import { type MovedSecrets, moveSecrets } from '../../../src/migrate/secrets/move.ts'
import { loadGrammars } from '../../../src/observe/legacy.ts'

const grammars = loadGrammars()

function move(files: Record<string, string>): Promise<MovedSecrets> {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))
  return moveSecrets({ service: 'crane', files: bytes, grammars, ordinary: new Set(['crane', 'winch']) })
}

function textOf({ clean }: MovedSecrets, path: string): string | undefined {
  const bytes = clean.get(path)
  return bytes && Buffer.from(bytes).toString()
}

describe('moveSecrets', () => {
  it.each([
    ['a.py', 'connect(password="w1nch-1")', 'connect(password=__import__("os").environ["CRANE_PASSWORD"])'],
    [
      'a.py',
      "u = 'amqp://s:w1nch-1@localhost/%s' % v",
      `u = ('amqp://s:' + __import__("os").environ["CRANE_AMQP_PASSWORD"] + '@localhost/%s') % v`,
    ],
    [
      'a.py',
      'u = f"redis://:w1nch-1@{host}"',
      `u = f"redis://:{__import__('os').environ['CRANE_REDIS_PASSWORD']}@{host}"`,
    ],
    ['a.js', "x({ apiKey: 'w1nch-1' })", 'x({ apiKey: process.env.CRANE_API_KEY })'],
    [
      'a.ts',
      'const u = `mongodb://a:w1nch-1@${h}`',
      'const u = `mongodb://a:${process.env.CRANE_MONGODB_PASSWORD}@${h}`',
    ],
    [
      'A.java',
      'class A { void f() { ds.setPassword("w1nch-1"); } }',
      'class A { void f() { ds.setPassword(System.getenv("CRANE_PASSWORD")); } }',
    ],
    [
      'm.go',
      'package main\n\nconst u = "nats://a:w1nch-1@localhost"\n',
      'package main; import "os"\n\nvar u = ("nats://a:" + os.Getenv("CRANE_NATS_PASSWORD") + "@localhost")\n',
    ],
    [
      'P.cs',
      'class P { private const string C = "Server=localhost;Password=w1nch-1"; }',
      'class P { private static readonly string C = ("Server=localhost;Password=" + System.Environment.GetEnvironmentVariable("CRANE_PASSWORD")); }',
    ],
    ['start.sh', 'export T="redis://:w1nch-1@localhost"\n', 'export T="redis://:${CRANE_REDIS_PASSWORD}@localhost"\n'],
    ['start.bat', 'set DB_PASSWORD=w1nch-1\r\n', 'set DB_PASSWORD=%CRANE_DB_PASSWORD%\r\n'],
  ])('%s: %s', async (path, before, after) => {
    const moved = await move({ [path]: before })
    expect(textOf(moved, path)).toBe(after)
    expect(Object.values(moved.environment)).toEqual(['w1nch-1'])
  })

  it('a variable the code already asks for holds the whole address; the default keeps its shape', async () => {
    const moved = await move({
      'a.py': 'import os\nD = os.getenv("CRANE_DSN", "postgresql://a:w1nch-1@localhost/x")\n',
    })
    expect(moved.environment).toEqual({ CRANE_DSN: 'postgresql://a:w1nch-1@localhost/x' })
    expect(textOf(moved, 'a.py')).toContain('"postgresql://a:moved-to-secrets-1@localhost/x"')
  })

  it('.env decides over the default of the code', async () => {
    const moved = await move({
      '.env': 'DB_PASSWORD="fr0m-env"\nPORT=80\n',
      'a.py': 'import os\np = os.getenv("DB_PASSWORD", "fr0m-code")\n',
    })
    expect(moved.environment).toEqual({ DB_PASSWORD: 'fr0m-env' })
    expect(textOf(moved, '.env')).toBe('DB_PASSWORD="moved-to-secrets-1"\nPORT=80\n')
  })

  it('a configuration file is private as a whole, byte for byte', async () => {
    const text = 'db:\r\n  password: w1nch-1 # winch\r\n'
    const moved = await move({ 'config/app.yaml': text })
    expect(Buffer.from(moved.files.get('config/app.yaml')!).toString()).toBe(text)
    expect(textOf(moved, 'config/app.yaml')).toBe('db:\r\n  password: moved-to-secrets-1 # winch\r\n')
    expect(moved.environment).toEqual({})
  })

  it.each([
    [
      'src/main/resources/application.properties',
      'spring.data-source.password=w1nch-1\n',
      'SPRING_DATASOURCE_PASSWORD',
      'w1nch-1',
    ],
    [
      'application.yml',
      'spring:\n  datasource:\n    url: "jdbc:mysql://localhost/x?password=w1nch-1"\n',
      'SPRING_DATASOURCE_URL',
      'jdbc:mysql://localhost/x?password=w1nch-1',
    ],
    [
      'appsettings.json',
      '{"ConnectionStrings": {"Main": "Host=localhost;Password=w1nch-1;Pooling=true"}}',
      'ConnectionStrings__Main',
      'Host=localhost;Password=w1nch-1;Pooling=true',
    ],
  ])('%s: a variable stands above the key', async (path, text, variable, value) => {
    const moved = await move({ [path]: text })
    expect(moved.environment).toEqual({ [variable]: value })
    expect(moved.files.size).toBe(0)
    expect(textOf(moved, path)).toBe(text.replace('w1nch-1', 'moved-to-secrets-1'))
  })

  it('comments, documents, tests and examples only lose the value', async () => {
    const moved = await move({
      'a.py': '# password = "w1nch-1"\n',
      'README.md': 'say `--password=w1nch-2`',
      'tests/test_a.py': 'P = dict(password="w1nch-3")\n',
      '.env.example': 'API_TOKEN=w1nch-4\n',
    })
    expect(moved.environment).toEqual({})
    expect(moved.files.size).toBe(0)
    expect([...moved.clean.values()].map(String).join('')).not.toContain('w1nch-')
  })

  it('a value known from one file leaves every other one, an ordinary word does not', async () => {
    const moved = await move({
      '.env': 'DB_PASSWORD=w1nch-1\nAPI_TOKEN=winch\n',
      'a.js': "login('a', 'w1nch-1'); lift('winch')\n",
    })
    expect(textOf(moved, 'a.js')).toBe("login('a', process.env.CRANE_CREDENTIAL); lift('winch')\n")
  })

  it('says where no expression can stand', async () => {
    const moved = await move({ 'A.java': '@Login(password = "w1nch-1") class A {}' })
    expect(moved.found).toMatchObject([{ file: 'A.java', line: 1, home: 'open' }])
    expect(textOf(moved, 'A.java')).not.toContain('w1nch-1')
  })

  it('finds nothing in its own output', async () => {
    const moved = await move({
      'a.py': 'connect(password="w1nch-1", url="redis://:w1nch-2@h")\n',
      'b.yaml': 'password: w1nch-3\n',
      'c.go': 'package c\n\nvar u = "nats://a:w1nch-4@h"\n',
    })
    const again = await move(Object.fromEntries([...moved.clean].map(([path, bytes]) => [path, String(bytes)])))
    expect(again.found).toEqual([])
  })
})
