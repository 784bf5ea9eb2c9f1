// Folders of the old host → mounts of the container. The rule's work is in ../paths.ts; these are its examples.
import type { Rule } from './rule.ts'

export const path: Rule = {
  id: 'path',
  role: 'path',
  fits: (subject) => (subject.hit.kind === 'path' ? 'a path of the old host' : undefined),
  examples: [
    { file: 'a.py', source: 'DB = r"D:\\crane\\q.db"', expect: [['D:\\crane\\q.db', 'path', 'edit', '/data/q.db']] },
    {
      file: 'a.py',
      source: 'C = "C:\\\\Legacy\\\\trading\\\\apps\\\\crane\\\\config.yaml"',
      expect: [['C:\\\\Legacy\\\\trading\\\\apps\\\\crane\\\\config.yaml', 'path', 'edit', '/app/config/config.yaml']],
    },
    {
      file: 'a.py',
      source: 'S = "C:/Legacy/secrets/crane.env"',
      expect: [['C:/Legacy/secrets/crane.env', 'path', 'edit', '/secrets/crane.env']],
    },
    {
      file: 'a.py',
      source: 'D = os.getenv("DATA_DIR", r"C:\\Legacy\\data\\crane")',
      expect: [['C:\\Legacy\\data\\crane', 'path', 'env']],
      environment: { DATA_DIR: '${dirs.data}' },
    },
    {
      file: 'a.py',
      source: 'f = f"C:\\\\Legacy\\\\data\\\\{day}\\\\x.csv"',
      expect: [['C:\\\\Legacy\\\\data\\\\{day}\\\\x.csv', 'path', 'edit', '/data/{day}/x.csv']],
    },
    { file: 'a.py', source: 'x = "a:\\n"\ny = r"\\d:\\w"', expect: [] },
    {
      file: 'a.py',
      source: 'e = "sqlite:///C:/Legacy/data/q.db"',
      expect: [['C:/Legacy/data/q.db', 'path', 'edit', '/data/q.db']],
    },
    {
      file: 'a.js',
      source: "const l = 'C:\\\\Legacy\\\\logs\\\\crane.log'",
      expect: [['C:\\\\Legacy\\\\logs\\\\crane.log', 'path', 'edit', '/data/logs/crane.log']],
    },
    {
      file: 'a.ts',
      source: 'const d = `C:/Legacy/data/${day}.csv`',
      expect: [['C:/Legacy/data/${day}.csv', 'path', 'edit', '/data/${day}.csv']],
    },
    {
      file: 'a.yaml',
      source: 'db: C:\\Legacy\\data\\q.db\nlog_file: "C:\\\\Legacy\\\\logs\\\\a.log"\n',
      expect: [
        ['C:\\Legacy\\data\\q.db', 'path', 'edit', '/data/q.db'],
        ['C:\\\\Legacy\\\\logs\\\\a.log', 'path', 'edit', '/data/logs/a.log'],
      ],
    },
    { file: 'a.yaml', source: 'thing: D:\\stuff\n', expect: [['D:\\stuff', 'path', 'ask']] },
    {
      file: 'a.yaml',
      source: 'share: \\\\NAS01\\rates\\a.csv\n',
      expect: [['\\\\NAS01\\rates\\a.csv', 'path', 'ask']],
    },
    {
      file: 'a.json',
      source: '{"data_dir": "D:\\\\crane\\\\data"}',
      expect: [['D:\\\\crane\\\\data', 'path', 'edit', '/data']],
    },
    {
      file: '.env',
      source: 'DATA_DIR=C:\\Legacy\\data\r\nTMPD="%TEMP%\\crane"\r\n',
      expect: [
        ['C:\\Legacy\\data', 'path', 'edit', '/data'],
        ['%TEMP%\\crane', 'path', 'edit', '/tmp/crane'],
      ],
    },
  ],
}
